"""The desk's list of invitations, one invitation, and inviting."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from conference import audit, rules
from conference.access import allow
from conference.once import once
from correspondence.facts import letter_with
from lib.acting import refusals_on
from lib.htmx import render_page
from participants import actions, emails, facts
from participants import rules as deadlines
from participants.audit import history_of
from participants.choices import InvitationState
from participants.filters import InvitationFilter
from participants.forms.invitations import AddressForm, AnswerByForm, InviteForm, first_answer_by
from participants.models import Invitation, Participant
from participants.tables import InvitationTable
from participants.views.answering import answered, asked_why
from participants.views.lists import PAGES
from participants.views.registrations import organisation_names, posted, suggest_url


@require_safe
@allow(rules.may_view)
def invitation_list(request, conference):
    """Search, filter and sort the invitations."""
    invitations = conference.invitations.with_participant().with_state(timezone.now()).newest_first()
    found = InvitationFilter(request.GET, invitations, action=_list_url(conference))
    table = InvitationTable(found.qs, conference=conference)
    RequestConfig(request, paginate=PAGES).configure(table)
    return render_page(
        request,
        "participants/invitation_list.html",
        {
            "conference": conference,
            "filter": found,
            "table": table,
            "draft_count": conference.invitations.drafts().count(),
        },
        part="participants/_invitation_table.html",
    )


@require_safe
@allow(rules.may_view)
def invitation_detail(request, conference, pk):
    """One invitation: its state, its message with every try, its history."""
    found = _invitation(conference, pk)
    state, letter = InvitationState(found.state), letter_with(found.message)
    context = {
        "conference": conference,
        "invitation": found,
        "participant": found.participant,
        "registration": getattr(found.participant, "registration", None),
        "state": state,
        "attempts": found.message.attempts.all() if found.message else [],
        "is_draft": state == InvitationState.DRAFT or not found.message,
        "first": found.in_place_of,
        "successors": found.successors.with_state(timezone.now()).with_participant(),
        "is_lost": state in {InvitationState.FAILED, InvitationState.BOUNCED},
        "letter": letter,
        "files": found.message.attachments.all() if found.message else [],
        "is_open": state not in {InvitationState.ACCEPTED, InvitationState.REVOKED},
        "may_be_sent": _may_be_sent(found, state),
        "deadline": facts.deadline(deadlines.answer_deadline(conference, found), conference.zone),
        "message_text": facts.readable(found.message.text) if found.message else "",
        "lines": [audit.line(entry) for entry in history_of(found.participant)],
    }
    return render(request, "participants/invitation_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def invite(request, conference):
    """Fill in whom to invite, then see the message as it will be sent."""
    form = invite_form(request, conference)
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        subject, text, _ = emails.invitation_text(_preview(conference, form.details))
        context = {"conference": conference, "form": form, "subject": subject, "text": facts.readable(text)}
        return render(request, "participants/invite_preview.html", context)
    return render(request, "participants/invite.html", {"conference": conference, "form": form})


@require_POST
@allow(rules.may_work_the_desk)
@once
def send_invitation(request, conference):
    """Send the invitation that was previewed."""
    return filled_in(request, conference, actions.invite, "The invitation of {} is on its way.")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def send_again(request, conference, pk):
    """Choose a date by which to answer, see the message, send it again."""
    found, now = _invitation(conference, pk), timezone.now()
    initial = {"answer_by": first_answer_by(conference, now)}
    form = AnswerByForm(
        posted(request), initial=initial, conference=conference, at=now, cancel=found.get_absolute_url()
    )
    if request.method == "POST" and form.is_valid():
        done = f"The invitation of {found.participant} is on its way again."
        return answered(request, found, actions.send_again, done, expires_at=form.expires_at)
    subject, text, _ = emails.invitation_text(found)
    message = {"subject": subject, "text": facts.readable(text)}
    context = {"conference": conference, "invitation": found, "form": form, "message": message}
    return render(request, "participants/send_again.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def correct_address(request, conference, pk):
    """Correct the address of somebody who was invited, then go on to sending again."""
    found = _invitation(conference, pk)
    person = found.participant
    form = AddressForm(posted(request), initial={"email": person.email}, cancel=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.change_participant(person, by=request.user, at=timezone.now(), **form.cleaned_data)
            if form.has_changed():
                messages.success(
                    request, "The address is corrected. Links that were sent before open nothing any more."
                )
            return redirect("participants:send_again", conference=conference.slug, pk=pk)
    context = {"conference": conference, "invitation": found, "form": form}
    return render(request, "participants/correct_address.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def refuse_replacement(request, conference, pk):
    """Confirm, then refuse that somebody else comes, and ask the first person again."""
    found = _invitation(conference, pk)
    return asked_why(
        request,
        found,
        actions.refuse_replacement,
        "participants/refuse_replacement.html",
        {"invitation": found},
        submit="Refuse the replacement",
        done=f"{found.participant} is asked again.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def revoke(request, conference, pk):
    """Confirm, then withdraw the invitation."""
    found = _invitation(conference, pk)
    return asked_why(
        request,
        found,
        actions.revoke,
        "participants/revoke.html",
        {"invitation": found},
        submit="Withdraw the invitation",
        done=f"The invitation of {found.participant} is withdrawn.",
    )


def _invitation(conference, pk):
    related = conference.invitations.with_participant().with_state(timezone.now())
    found = get_object_or_404(
        related.select_related("participant__registration", "in_place_of__participant", "delegated_to"), pk=pk
    )
    found.participant.conference = conference
    return found


def filled_in(request, conference, action, sentence, back=None):
    """Do with what was filled in about one person what the page says, and lead on; what is refused stands at the address."""
    form = invite_form(request, conference)
    if form.is_valid():
        with refusals_on(form, "email"):
            invitation = action(conference, by=request.user, at=timezone.now(), **form.details)
            messages.success(request, sentence.format(invitation.participant))
            return redirect(back or invitation)
    return render(request, "participants/invite.html", {"conference": conference, "form": form})


def invite_form(request, conference):
    """Return the form with which one person is invited."""
    now = timezone.now()
    return InviteForm(
        posted(request),
        initial={"answer_by": first_answer_by(conference, now)},
        conference=conference,
        at=now,
        suggestions=organisation_names(),
        suggest_url=suggest_url(conference),
        cancel=_list_url(conference),
    )


def _preview(conference, details):
    names = ["honorific", "given_name", "family_name", "name_order", "job_title", "email", "language"]
    participant = Participant(conference=conference, **{name: details[name] for name in names})
    return Invitation(
        conference=conference, participant=participant, note=details["note"], expires_at=details["expires_at"]
    )


def _may_be_sent(invitation, state):
    """Say whether the invitation may be sent again: not while a message waits, unless that one waits in vain."""
    if state == InvitationState.QUEUED:
        return deadlines.waits_in_vain(invitation.message, invitation.participant)
    return state != InvitationState.ACCEPTED


def _list_url(conference):
    return reverse("participants:invitation_list", kwargs={"conference": conference.slug})

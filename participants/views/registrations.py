"""One registration: its page, changes of its status, check-in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference import audit, rules
from conference.access import allow
from correspondence.rules import may_read_file
from lib import states
from lib.acting import refusals_on
from participants import actions, consents, emails, facts, places, queries, questions
from participants.audit import history_of
from participants.choices import InvitationState
from participants.forms.desk import ReasonForm
from participants.forms.people import ParticipantForm
from participants.models import Organisation
from participants.transitions import TRANSITIONS, possible_from
from participants.views.answering import answered, asked_why
from participants.views.asking import parts_for_desk
from participants.views.lists import ordered, registrations

SUGGESTION_COUNT = 400
MOST_MESSAGES = 8


@require_safe
@allow(rules.may_view)
def registration(request, conference, pk):
    """One registration: details, what can be done, history, and the way to its neighbours in the list."""
    found = _registration(conference, pk)
    _, table = registrations(request, conference)
    previous, following = queries.neighbours(ordered(request, table), pk)
    return render(
        request,
        "participants/registration.html",
        {
            "conference": conference,
            "language": facts.language_name(found.participant),
            "registration": found,
            "participant": found.participant,
            "consent": consents.in_words(found.participant),
            "country": states.name(found.participant.country) if found.participant.country else "",
            "invitation_state": InvitationState(found.invitation_state) if found.invitation_state else None,
            "transitions": possible_from(found.status),
            "answers": questions.shown(found.participant, rules.role_of(request.user, conference), found),
            "merges": queries.merges_into(found.participant),
            **correspondence(request.user, conference, queries.messages_of(found.participant)),
            "lines": [audit.line(entry) for entry in history_of(found.participant)],
            "previous": previous and table.link(previous),
            "following": following and table.link(following),
            "list_query": table.query,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def change_status(request, conference, pk, transition):
    """Confirm a change of status, with a reason and the message that the person gets."""
    found = _registration(conference, pk)
    step = TRANSITIONS.get(transition) or _no_such_transition()
    has_message = bool(step.email and found.participant.email)
    form = ReasonForm(
        posted(request),
        submit=step.button,
        cancel=found.get_absolute_url(),
        is_destructive=step.is_destructive,
        has_message=has_message,
    )
    if request.method == "POST" and form.is_valid():
        done = step.done.format(found.participant)
        return answered(request, found, actions.change_status, done, name=transition, **_reason_and_notify(form))
    context = {
        "conference": conference,
        "registration": found,
        "step": step,
        "question": step.question.format(found.participant),
        "form": form,
        "message": _message(found, step.email) if has_message else None,
        "free": places.free_count(conference),
    }
    return render(request, "participants/change_status.html", context)


@require_POST
@allow(rules.may_work_the_desk)
def check_in(request, conference, pk):
    """Note the arrival."""
    found = _registration(conference, pk)
    return answered(request, found, actions.check_in, f"{found.participant} is checked in.")


@require_POST
@allow(rules.may_work_the_desk)
def approve_change(request, conference, pk):
    """Approve a name or an organisation that was changed after the approval."""
    found = _registration(conference, pk)
    return answered(request, found, actions.approve_change, f"The change of {found.participant} is approved.")


@require_POST
@allow(rules.may_work_the_desk)
def undo_check_in(request, conference, pk):
    """Take back a check-in."""
    found = _registration(conference, pk)
    return answered(request, found, actions.undo_check_in, f"The check-in of {found.participant} is taken back.")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def change_participant(request, conference, pk):
    """Change a participant's details."""
    found = _registration(conference, pk)
    asked = parts_for_desk(found.participant, found, rules.role_of(request.user, conference))
    form = ParticipantForm(
        posted(request),
        request.FILES or None,
        initial=initial_details(found.participant),
        suggestions=organisation_names(),
        suggest_url=suggest_url(conference),
        cancel=found.get_absolute_url(),
        **asked,
    )
    if request.method == "POST" and form.is_valid():
        who = {"by": request.user, "at": timezone.now()}
        with refusals_on(form):
            actions.change_with_answers(found.participant, answers=form.answers, **who, **form.details)
            messages.success(request, "Saved.")
            return redirect(found)
    context = {"conference": conference, "registration": found, "form": form}
    return render(request, "participants/participant_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def revoke_links(request, conference, pk):
    """Confirm, then make the links useless that were mailed so far."""
    found = _registration(conference, pk)
    return asked_why(
        request,
        found,
        actions.revoke_links,
        "participants/revoke_links.html",
        {"registration": found},
        submit="Make earlier links useless",
        done=f"The earlier links of {found.participant} open nothing any more.",
    )


def correspondence(user, conference, written):
    """Return what was written to somebody: the newest messages with their letters, and how many in all."""
    written = list(written)
    for message in written:
        message.files = [(each, may_read_file(user, conference, each)) for each in message.attachments.all()]
    addresses = dict.fromkeys(message.to_email.lower() for message in written)
    return {"written": written[:MOST_MESSAGES], "written_count": len(written), "addresses": list(addresses)}


def posted(request):
    """Return what a form was sent with, or None when it is only asked for."""
    return request.POST if request.method == "POST" else None


def initial_details(participant):
    """Return what a form about a participant shows at first."""
    names = ["honorific", "given_name", "family_name", "name_order", "job_title", "country"]
    names += ["email", "phone", "needs", "is_listed", "language", "gender"]
    organisation = participant.organisation.official_name if participant.organisation else ""
    return {name: getattr(participant, name) for name in names} | {"organisation": organisation}


def organisation_names():
    """Return the names that the organisation field suggests."""
    return Organisation.objects.order_by("official_name").values_list("official_name", flat=True)[:SUGGESTION_COUNT]


def suggest_url(conference):
    """Return where the organisation field asks for suggestions while one types."""
    return reverse("participants:suggest_organisations", kwargs={"conference": conference.slug})


def _registration(conference, pk):
    related = conference.registrations.with_participant().with_invitation_state(timezone.now())
    found = get_object_or_404(related.select_related("participant__invitation__message"), pk=pk)
    found.participant.conference = conference
    return found


def _message(registration, kind):
    subject, text, _ = emails.status_text(registration, kind)
    return {"subject": subject, "text": facts.readable(text)}


def _no_such_transition():
    raise Http404


def _reason_and_notify(form):
    return {"reason": form.cleaned_data["reason"], "notify": form.cleaned_data.get("notify", False)}

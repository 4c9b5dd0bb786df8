"""Invitations that are prepared: looked at together with a sample, sent by one click, dropped."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference import rules
from conference.access import allow
from conference.once import once
from lib.acting import act, refusals_on
from lib.text import ids
from participants import actions, emails, facts, letter_emails
from participants import rules as deadlines
from participants.actions.invitation_drafts import MOST_AT_ONCE
from participants.forms.invitations import first_answer_by
from participants.forms.letters import PrepareForm
from participants.views import papers
from participants.views.invitations import filled_in
from participants.views.lists import list_query, list_url
from participants.views.registrations import posted
from participants.views.selection import keep, selection

MOST_NAMED = 10


@require_safe
@allow(rules.may_work_the_desk)
def draft_list(request, conference):
    """Exactly whom the drafts go to, and how the message of one of them reads."""
    drafts = list(_drafts(conference)[:MOST_AT_ONCE])
    for draft in drafts:
        draft.conference = draft.participant.conference = conference
        draft.deadline = facts.deadline(deadlines.answer_deadline(conference, draft), conference.zone)
    wanted = request.GET.get("sample", "")
    sample = next((each for each in drafts if str(each.pk) == wanted), drafts[0] if drafts else None)
    subject, text, _ = emails.invitation_text(sample) if sample else ("", "", "")
    context = {
        "conference": conference,
        "drafts": drafts,
        "sample": sample,
        "letter_count": sum(draft.has_letter for draft in drafts),
        "subject": subject,
        "text": facts.readable(text),
    }
    return render(request, "participants/draft_list.html", context)


@require_safe
@allow(rules.may_work_the_desk)
def draft_letter(request, conference, pk):
    """The letter that goes with a draft or a sent invitation, as it would be printed now."""
    invitation = get_object_or_404(conference.invitations.with_participant(), pk=pk)
    invitation.conference = invitation.participant.conference = conference
    letter = letter_emails.invitation_letter(invitation)
    return papers.shown(request, conference, letter, back=invitation.get_absolute_url())


@require_POST
@allow(rules.may_work_the_desk)
def send_drafts(request, conference):
    """Send the drafts that the page showed."""
    pks = sorted(ids(request.POST.getlist("draft")))
    outcome = actions.send_drafts(conference, pks, by=request.user, at=timezone.now())
    _shown(request, outcome, "{} on the way.")
    return redirect("participants:invitation_list", conference=conference.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def prepare_delegation(request, conference, pk):
    """Prepare the invitations of a delegation's members."""
    delegation = get_object_or_404(conference.delegations.with_organisation(), pk=pk)
    now, back = timezone.now(), delegation.get_absolute_url()
    initial = {"answer_by": first_answer_by(conference, now)}
    form = PrepareForm(posted(request), conference=conference, at=now, cancel=back, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"conference": conference, "by": request.user, "at": now}
        with refusals_on(form):
            outcome = actions.prepare_many(delegation.members.all(), **given, **form.details)
            _shown(request, outcome, "{} kept as drafts. Look at them, then send them.")
            return redirect("participants:draft_list", conference=conference.slug)
    context = {"conference": conference, "delegation": delegation, "form": form}
    return render(request, "participants/delegations/prepare_delegation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def prepare_selected(request, conference):
    """Prepare the invitations of those who are selected on the list of registrations."""
    chosen, back = selection(request, conference), list_url(conference, list_query(request.GET))
    people, now = conference.participants.filter(registration__in=chosen), timezone.now()
    initial = {"answer_by": first_answer_by(conference, now)}
    form = PrepareForm(posted(request), conference=conference, at=now, cancel=back, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            outcome = actions.prepare_many(people, conference=conference, by=request.user, at=now, **form.details)
            keep(request, conference, [])
            _shown(request, outcome, "{} kept as drafts. Look at them, then send them.")
            return redirect("participants:draft_list", conference=conference.slug)
    context = {"conference": conference, "form": form, "count": people.count(), "back": back}
    return render(request, "participants/prepare_selected.html", context)


@require_POST
@allow(rules.may_work_the_desk)
@once
def prepare(request, conference):
    """Keep the invitation that was previewed as a draft."""
    back = reverse("participants:draft_list", kwargs={"conference": conference.slug})
    sentence = "The invitation of {} is kept as a draft."
    return filled_in(request, conference, actions.prepare_invitation, sentence, back)


@require_POST
@allow(rules.may_work_the_desk)
def discard_draft(request, conference, pk):
    """Drop a draft."""
    draft = get_object_or_404(conference.invitations.with_participant(), pk=pk)
    if act(request, actions.discard_draft, draft, f"The draft for {draft.participant} is dropped."):
        return redirect("participants:draft_list", conference=conference.slug)
    return redirect(draft)


def _drafts(conference):
    return conference.invitations.drafts().with_participant().order_by("participant__sort_key", "pk")


def _shown(request, outcome, done):
    """Say what was done for how many, and who was left out and why."""
    if outcome.done:
        messages.success(
            request, done.format("1 invitation" if len(outcome.done) == 1 else f"{len(outcome.done)} invitations")
        )
    for _, reason in outcome.skipped[:MOST_NAMED]:
        messages.warning(request, f"Left out: {reason}")
    if len(outcome.skipped) > MOST_NAMED:
        messages.warning(request, f"Left out for such reasons: {len(outcome.skipped) - MOST_NAMED} more.")

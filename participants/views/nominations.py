"""The page behind a focal point's personal link: the whole delegation in one form. Opening it changes nothing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conference import facts as conference_facts
from conference.access import personal_link
from lib.acting import refusals_on
from participants import actions, facts, queries, rules
from participants.audit import by_focal_point
from participants.forms.delegations import (
    MOST_PEOPLE,
    NominationForm,
    empty_row,
    rearranged,
    rows_of,
    rows_of_nominees,
)
from participants.models import Delegation
from participants.views.personal import own_url

NOMINATION = "participants:nomination"


def find_delegation(pk):
    """Return the delegation that a link stands for, or None."""
    return Delegation.objects.with_organisation().filter(pk=pk).first()


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(NOMINATION, find=find_delegation)
def nomination(request, delegation):
    """The list as it stands; each button keeps what was typed."""
    if not rules.may_nominate(delegation, timezone.now()):
        return _closed(request, delegation)
    if request.method == "POST":
        return _work_on(request, delegation)
    rows = rows_of_nominees(delegation.nominees.filter(participant=None))
    if not rows or ("add" in request.GET and len(rows) < MOST_PEOPLE):
        rows.append(empty_row(len(rows)))
    return _open(request, delegation, NominationForm(rows=rows))


def _work_on(request, delegation):
    rows, number = rearranged(rows_of(request.POST), request.POST)
    form = NominationForm(request.POST, request.FILES, rows=rows, is_final="submit" in request.POST)
    with refusals_on(form):
        _keep(form, delegation, is_valid=form.is_valid(), standing=request.POST.get("standing"))
    if not form.is_valid():
        return _open(request, delegation, form)
    url = own_url("nomination", NOMINATION, delegation)
    if "add" in request.POST:
        return redirect(f"{url}?add=yes#person-{len(form.people)}")
    if "save" in request.POST:
        messages.success(request, "Your list is saved as a draft. It is not submitted yet.")
    return redirect(url if number is None else f"{url}#person-{number}")


def _keep(form, delegation, *, is_valid, standing):
    """Keep the letter whenever it is good, so that nobody has to choose it twice; and the list when all of it is."""
    who = {"by": by_focal_point(delegation), "at": timezone.now()}
    if letter := form.cleaned_data.get("letter"):
        actions.attach_letter(delegation, letter, **who)
    if is_valid:
        actions.save_nomination(delegation, form.people, standing=standing, **who)
        if form.is_final:
            actions.submit_nomination(delegation, **who)


def _open(request, delegation, form):
    delegation.refresh_from_db(fields=["nomination_document"])
    standing = queries.standing_list(delegation)
    context = _about(delegation) | {"form": form, "standing": standing, "most_people": MOST_PEOPLE}
    return render(request, "participants/delegations/nomination.html", context)


def _closed(request, delegation):
    context = _about(delegation) | {"nominees": delegation.nominees.select_related("participant__registration")}
    return render(request, "participants/delegations/nomination_closed.html", context)


def _about(delegation):
    conference = delegation.conference
    deadline = rules.first_deadline(conference, timezone.now())
    return {
        "conference": conference,
        "delegation": delegation,
        "organisation": delegation.organisation,
        "accepted": delegation.nominees.exclude(participant=None).select_related("participant__registration"),
        "organizers": conference_facts.organizers_sentence(conference.organizers.in_order()),
        "dates": conference_facts.date_range(conference.starts_on, conference.ends_on),
        "venue": conference_facts.venue(conference),
        "deadline": facts.deadline(deadline, conference.zone),
    }

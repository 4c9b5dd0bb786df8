"""Places: how many there are, who gets those that are free, who comes instead of whom."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conference import rules
from conference.access import allow
from conference.once import once
from lib.acting import refusals_on
from participants import actions
from participants import places as counted
from participants.forms.places import PlacesForm, SubstituteForm
from participants.models import WaitingListSettings
from participants.views.lists import list_url


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_organise)
def places(request, conference):
    """Settle how many places there are, in all and per sector, and what becomes of one that is free again."""
    back, taken = list_url(conference), counted.taken_by_sector(conference)
    data = request.POST if request.method == "POST" else None
    form = PlacesForm(data, initial=_settled(conference), cancel=back, taken=taken)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.set_places(conference, by=request.user, at=timezone.now(), **form.settled)
            messages.success(request, "The places are settled.")
            return redirect(back)
    context = {"conference": conference, "form": form, "back": back, "taken": counted.taken_count(conference)}
    return render(request, "participants/places.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def fill_free_places(request, conference):
    """Confirm, then give the free places to those who wait."""
    waiting = counted.in_line(conference)
    free, back = counted.free_count(conference), list_url(conference)
    if request.method == "POST":
        count = actions.fill_free_places(conference, by=request.user, at=timezone.now())
        sentence = f"{count} of those who waited {'has' if count == 1 else 'have'} a place or the offer of one."
        messages.success(request, sentence if count else "Nobody was confirmed.")
        return redirect(back)
    chosen = counted.first_in_line(conference, waiting, free)
    settings = WaitingListSettings.objects.filter(conference=conference, is_offered=True).first()
    context = {"conference": conference, "chosen": chosen, "free": free, "back": back, "settings": settings}
    return render(request, "participants/fill_free_places.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
@once
def substitute(request, conference, pk):
    """Let somebody else come in a confirmed participant's place."""
    leaving = get_object_or_404(conference.registrations.with_participant(), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = SubstituteForm(data, cancel=leaving.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            coming = actions.substitute(leaving, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, f"{coming.participant} comes instead of {leaving.participant}.")
            return redirect(coming)
    return render(
        request, "participants/substitute.html", {"conference": conference, "registration": leaving, "form": form}
    )


def _settled(conference):
    settings = WaitingListSettings.objects.filter(conference=conference).first() or WaitingListSettings()
    limits = conference.sector_limits.values_list("sector", "place_count")
    return {
        "capacity": conference.capacity,
        "is_offered": "yes" if settings.is_offered else "no",
        "offer_days": settings.offer_days,
        **{f"sector_{sector}": count for sector, count in limits},
    }

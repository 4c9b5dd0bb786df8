"""The agenda for everyone: all days on one page, and a page for each session."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conference.access import public
from sessions import queries
from sessions.facts import reading


@require_safe
@public
def agenda(request, conference):
    """The version of the agenda that was released last."""
    release = queries.latest_release(conference)
    found = reading.items(release.snapshot["sessions"], conference.zone) if release else []
    return render(
        request,
        "sessions/agenda.html",
        {
            "conference": conference,
            "release": release,
            "agenda": reading.agenda(found, conference.zone),
            "clock": reading.clock(conference.zone, found, otherwise=timezone.now()),
        },
    )


@require_safe
@public
def version(request, conference, number):
    """An earlier version of the agenda, as it was released."""
    release = get_object_or_404(conference.agenda_releases, number=number)
    found = reading.items(release.snapshot["sessions"], conference.zone)
    return render(
        request,
        "sessions/version.html",
        {
            "conference": conference,
            "release": release,
            "last_number": queries.last_number(conference),
            "agenda": reading.agenda(found, conference.zone),
            "clock": reading.clock(conference.zone, found, otherwise=release.released_at),
        },
    )


@require_safe
@public
def session(request, conference, pk):
    """One session, with what comes before and after it."""
    release = queries.latest_release(conference)
    found = reading.items(release.snapshot["sessions"], conference.zone) if release else []
    item = next((each for each in found if each.pk == pk), None)
    if item is None:
        raise Http404
    previous, following = reading.neighbours(found, item)
    return render(
        request,
        "sessions/session.html",
        {
            "conference": conference,
            "item": item,
            "previous": previous,
            "following": following,
            "clock": reading.clock(conference.zone, [item], otherwise=timezone.now()),
        },
    )

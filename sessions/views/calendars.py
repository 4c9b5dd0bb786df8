"""The agenda as calendar files, to download or to subscribe to."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from conference.access import public
from lib.calendars import calendar
from sessions import queries
from sessions.facts import entries, reading


@require_safe
@public
def agenda_calendar(request, conference):
    """All sessions of the released agenda; those that were taken out are marked as cancelled."""
    release = queries.latest_release(conference)
    snapshot = release.snapshot if release else {"sessions": [], "cancelled": []}
    found = reading.items(snapshot["sessions"], conference.zone)
    return _file(conference, entries.of_items(conference, found, cancelled=snapshot["cancelled"]), conference.slug)


@require_safe
@public
def session_calendar(request, conference, pk):
    """One session of the released agenda, also when it was cancelled."""
    release = queries.latest_release(conference)
    snapshot = release.snapshot if release else {"sessions": [], "cancelled": []}
    found = reading.items((each for each in snapshot["sessions"] if each["pk"] == pk), conference.zone)
    cancelled = [each for each in snapshot["cancelled"] if each["pk"] == pk]
    made = entries.of_items(conference, found, cancelled=cancelled)
    if not made:
        raise Http404
    return _file(conference, made, f"{conference.slug}-{pk}")


def _file(conference, made, name):
    text = calendar(made, name=str(conference), zone=conference.zone)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response

"""The agenda for programs: calendar files to download or to subscribe to, and what conference apps read."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from conference.access import public
from lib.calendars import calendar
from sessions import queries
from sessions.facts import entries, reading, schedules
from sessions.views.kept import kept

NOTHING = {"sessions": [], "cancelled": []}


@kept
@require_safe
@public
def agenda_calendar(request, conference):
    """All sessions of the released agenda; those that were taken out are marked as cancelled."""
    snapshot = _snapshot(conference)
    found = reading.items(snapshot["sessions"], conference.zone)
    turns = queries.turns(conference)
    made = entries.of_items(conference, found, turns=turns, cancelled=snapshot["cancelled"])
    return as_file(conference, made, conference.slug)


@kept
@require_safe
@public
def session_calendar(request, conference, pk):
    """One session of the released agenda, also when it was cancelled."""
    made = mine_entries(conference, {pk})
    if not made:
        raise Http404
    return as_file(conference, made, f"{conference.slug}-{pk}")


@kept(beside=queries.beside_release)
@require_safe
@public
def schedule_json(request, conference):
    """The agenda as schedule.json, for conference apps."""
    agenda, number = _released(conference)
    beside = queries.beside_release(conference.pk)
    data = schedules.as_json(conference, agenda, number, _agenda_url(conference), beside)
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


@kept(beside=queries.beside_release)
@require_safe
@public
def schedule_xml(request, conference):
    """The agenda as schedule.xml in the manner of frab, for conference apps."""
    agenda, number = _released(conference)
    beside = queries.beside_release(conference.pk)
    data = schedules.as_xml(conference, agenda, number, _agenda_url(conference), beside)
    return HttpResponse(data, content_type="application/xml; charset=utf-8")


def mine_entries(conference, chosen) -> list:
    """Return the entries of some sessions, by their ids, with those of them that were cancelled."""
    snapshot = _snapshot(conference)
    found = reading.items((each for each in snapshot["sessions"] if each["pk"] in chosen), conference.zone)
    cancelled = [each for each in snapshot["cancelled"] if each["pk"] in chosen]
    return entries.of_items(conference, found, turns=queries.turns(conference), cancelled=cancelled)


def feed(path: str) -> dict:
    """Return the addresses under which a calendar is subscribed to: by the device, and typed into another program."""
    host = settings.SITE_URL.partition("://")[2]
    return {"feed_path": path, "feed_url": settings.SITE_URL + path, "webcal_url": f"webcal://{host}{path}"}


def as_file(conference, made, name) -> HttpResponse:
    """Answer with a calendar file."""
    text = calendar(made, name=str(conference), zone=conference.zone)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _agenda_url(conference):
    return settings.SITE_URL + reverse("sessions:agenda", kwargs={"conference": conference.slug})


def _released(conference):
    release = queries.latest_release(conference)
    found = reading.items(release.snapshot["sessions"] if release else [], conference.zone)
    return reading.agenda(found, conference.zone), release.number if release else 0


def _snapshot(conference):
    release = queries.latest_release(conference)
    return release.snapshot if release else NOTHING

"""The agenda for everyone: all days on one page, as a list or a grid, and a page for each session."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from conference.access import public
from sessions import queries
from sessions.facts import differences, following, grid, narrowing, reading, schedules
from sessions.facts.entries import session_url
from sessions.forms.reading import WishForm, ZoneForm
from sessions.models import Document
from sessions.views import reader
from sessions.views.calendars import feed
from sessions.views.kept import kept

OFFLINE_FILES = [
    "vendor/bootstrap-5.3.8/bootstrap.min.css",
    "css/fonts.css",
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/print.css",
    "css/components/forms.css",
    "css/components/notices.css",
    "css/components/tables.css",
    "css/components/parts.css",
    "css/components/agenda.css",
    "js/agenda.js",
    "js/error-summary.js",
    "img/favicon.svg",
    "vendor/source-sans-3-5.3.0/latin-roman.woff2",
]


@kept
@require_safe
@public
def agenda(request, conference):
    """The version of the agenda that was released last; `?view=grid` shows rooms side by side."""
    release = queries.latest_release(conference)
    items = released_items(release, conference, request.reader)
    running = following.moment(items, timezone.now())
    changes = queries.changes_since(conference, release, request.reader.since)
    form = WishForm(request.GET, items=items)
    marked = following.marked(items, running=running, changes=changes, picked=reader.picks(request, conference.pk))
    shown = reading.agenda(narrowing.narrowed(marked, form.wish), conference.zone)
    is_grid = request.GET.get("view") == "grid"
    context = {
        "conference": conference,
        "release": release,
        "agenda": shown,
        "grids": [(day, grid.grid(day)) for day in shown.days] if is_grid else None,
        "has_parallel": any(slot.is_parallel for day in shown.days for slot in day.slots),
        "running": running,
        "changes": changes,
        "cancelled": [each for each in changes if each.change == differences.Change.CANCELLED],
        "wishes": form,
        "has_wish": form.wish.is_anything,
    }
    context |= clocks(conference, items, request.reader) | _agenda_head(conference, items)
    response = render(request, "sessions/agenda.html", context)
    response.fresh_until = running.until
    return response


@require_safe
@public
def session(request, conference, pk):
    """One session, with what comes before and after it; of one that was cancelled, that it was."""
    release = queries.latest_release(conference)
    by_reader = reader.read(request, conference.pk, conference.time_zone)
    items = released_items(release, conference, by_reader)
    item = next((each for each in items if each.pk == pk), None)
    if item is None:
        return _cancelled(request, conference, release, pk)
    previous, after = reading.neighbours(items, item)
    context = {
        "conference": conference,
        "item": item,
        "is_picked": pk in reader.picks(request, conference.pk),
        "documents": Document.objects.kept().filter(session=pk),
        "previous": previous,
        "following": after,
    }
    context |= clocks(conference, [item], by_reader) | _session_head(conference, item)
    return render(request, "sessions/session.html", context)


@kept
@require_safe
@public
def version(request, conference, number):
    """An earlier version of the agenda, as it was released."""
    release = get_object_or_404(conference.agenda_releases, number=number)
    items = released_items(release, conference, request.reader)
    context = {
        "conference": conference,
        "release": release,
        "last_number": queries.last_number(conference),
        "agenda": reading.agenda(items, conference.zone),
    }
    return render(request, "sessions/version.html", context | clocks(conference, items, request.reader))


@require_safe
@public
def zone(request, conference):
    """Choose the zone in which to show the reader's own time; the answer goes to the agenda, as `?zone=`."""
    chosen = request.COOKIES.get(reader.ZONE, "")
    form = ZoneForm(initial={"zone": chosen}, conference=conference)
    return render(request, "sessions/zone.html", {"conference": conference, "form": form})


@require_safe
@public
def worker(request, conference):
    """The script that keeps the agenda readable without a network; it stands where its reach should begin."""
    context = {"agenda_url": reverse("sessions:agenda", kwargs={"conference": conference.slug}), "files": OFFLINE_FILES}
    return render(request, "sessions/worker.js", context, content_type="text/javascript; charset=utf-8")


def _cancelled(request, conference, release, pk):
    """Say of a session that was in an earlier version that it does not take place: mails and calendars lead here."""
    gone = [entry for entry in (release.snapshot["cancelled"] if release else []) if entry["pk"] == pk]
    if not gone:
        raise Http404
    (item,) = reading.items(gone, conference.zone)
    context = {"conference": conference, "item": item, "clock": reading.clock(conference.zone, [item], item.starts_at)}
    return render(request, "sessions/cancelled.html", context, status=410)


def released_items(release, conference, by_reader=None) -> list[reading.Item]:
    """Return the sessions of a release as the reader sees them; none before the first release."""
    if release is None:
        return []
    return reading.items(
        release.snapshot["sessions"], conference.zone, reader_zone=by_reader.zone if by_reader else None
    )


def clocks(conference, items, by_reader) -> dict:
    """Return the conference's clock, and the reader's own when it shows another time."""
    now = timezone.now()
    differs = any(item.reader_starts_at for item in items)
    return {
        "clock": reading.clock(conference.zone, items, otherwise=now),
        "reader_clock": reading.clock(by_reader.zone, items, otherwise=now) if differs else None,
    }


def _agenda_head(conference, items) -> dict:
    url = settings.SITE_URL + reverse("sessions:agenda", kwargs={"conference": conference.slug})
    organizers = list(conference.organizers.in_order().values_list("name", flat=True))
    data = schedules.linked_data(conference, items, url=url, organizers=organizers)
    return {
        "page_url": url,
        "page_title": f"Agenda – {conference.title}",
        "page_description": conference.summary or f"The agenda of {conference.title}.",
        "linked_data": schedules.in_script(data),
        **feed(reverse("sessions:agenda_calendar", kwargs={"conference": conference.slug})),
    }


def _session_head(conference, item) -> dict:
    agenda_url = settings.SITE_URL + reverse("sessions:agenda", kwargs={"conference": conference.slug})
    return {
        "page_url": session_url(conference, item.pk),
        "page_title": item.title,
        "page_description": item.summary or f"{item.kind_label} at {conference.title}.",
        "linked_data": schedules.in_script(schedules.linked_session(conference, item, agenda_url)),
    }

"""Speakers: the team's list of them, and the public pages of those in the released agenda."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from conference import rules
from conference.access import allow, public
from lib import markup
from lib.acting import refusals_as_messages
from sessions import actions, queries
from sessions.facts import people as speaking
from sessions.facts import reading, schedules
from sessions.models import Document
from sessions.views import reader
from sessions.views.kept import kept
from sessions.views.public import clocks, released_items

PHOTO_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


@require_safe
@allow(rules.may_view)
def speaker_list(request, conference):
    """Everybody with a role in the draft: answers, addresses, registrations."""
    rows = queries.speakers(conference)
    context = {
        "conference": conference,
        "rows": rows,
        "to_ask": sum(row.is_to_be_asked for row in rows),
        "to_register": sum(row.is_to_be_registered for row in rows),
    }
    return render(request, "sessions/desk/speakers.html", context)


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def ask_speakers(request, conference):
    """Show who is written to; then ask them to confirm."""
    return _for_all(request, conference, actions.ask_speakers, "is_to_be_asked", "sessions/desk/ask_speakers.html")


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def register_speakers(request, conference):
    """Show who is registered by it; then register all speakers in one act."""
    return _for_all(
        request, conference, actions.register_speakers, "is_to_be_registered", "sessions/desk/register_speakers.html"
    )


@kept
@require_safe
@public
def speaker_index(request, conference):
    """Everybody with a role in the released agenda: their parts are public, so they are named without further consent."""
    items = released_items(queries.latest_release(conference), conference, request.reader)
    keys = queries.sort_keys(conference, {person.pk for item in items for person in item.people})
    found = speaking.speakers(items, keys)
    url = settings.SITE_URL + reverse("sessions:speaker_index", kwargs={"conference": conference.slug})
    context = {
        "conference": conference,
        "count": len(found),
        "letters": speaking.by_letter(found),
        "page_url": url,
        "page_title": f"Speakers – {conference.title}",
        "page_description": f"Who speaks at {conference.title}.",
    }
    return render(request, "sessions/speakers.html", context | clocks(conference, items, request.reader))


@require_safe
@public
def person(request, conference, pk):
    """One speaker of the released agenda: who it is, and in which sessions."""
    by_reader = reader.read(request, conference.pk, conference.time_zone)
    items = released_items(queries.latest_release(conference), conference, by_reader)
    own = [item for item in items if any(one.pk == pk for one in item.people)]
    if not own:
        raise Http404
    profile = queries.profile_of(conference, pk)
    found = next(one for one in own[0].people if one.pk == pk)
    url = settings.SITE_URL + reverse("sessions:person", kwargs={"conference": conference.slug, "pk": pk})
    context = {
        "conference": conference,
        "person": found,
        "page_url": url,
        "page_title": found.name,
        "page_description": ", ".join(part for part in (found.job_title, found.affiliation) if part),
        "linked_data": schedules.in_script(schedules.linked_person(found, url)),
        "profile": profile,
        "biography": markup.to_html(profile.biography) if profile else "",
        "agenda": reading.agenda(own, conference.zone),
    }
    return render(request, "sessions/person.html", context | clocks(conference, own, by_reader))


@require_safe
@public
def photo(request, conference, pk):
    """The photo of a speaker of the released agenda."""
    items = released_items(queries.latest_release(conference), conference)
    is_shown = any(one.pk == pk for item in items for one in item.people)
    profile = queries.profile_of(conference, pk) if is_shown else None
    if profile is None or not profile.photo:
        raise Http404
    kind = PHOTO_TYPES[profile.photo.name.rpartition(".")[2].lower()]
    with profile.photo.open() as file:
        return HttpResponse(file.read(), content_type=kind)


@require_safe
@public
def document(request, conference, pk):
    """A file of a session of the released agenda, to download."""
    shown = {item.pk for item in released_items(queries.latest_release(conference), conference)}
    found = get_object_or_404(Document.objects.kept().filter(session__conference=conference, session__in=shown), pk=pk)
    disposition = content_disposition_header(as_attachment=True, filename=f"{found.title}.{found.kind}")
    with found.file.open() as file:
        headers = {"Content-Type": "application/octet-stream", "Content-Disposition": disposition}
        return HttpResponse(file.read(), headers=headers)


def _for_all(request, conference, act, wanted, template):
    rows = [row for row in queries.speakers(conference) if getattr(row, wanted)]
    if request.method != "POST":
        return render(request, template, {"conference": conference, "rows": rows})
    with refusals_as_messages(request):
        count = act(conference, by=request.user, at=timezone.now())
        messages.success(request, "Done for one person." if count == 1 else f"Done for {count} people.")
    return redirect("sessions:speaker_list", conference=conference.slug)

"""The agenda as entries of a calendar file."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from lib.calendars import Entry
from sessions.facts.reading import Item


def uid(session_pk: int) -> str:
    """Return the name that a session has in every calendar, whatever happens to it."""
    return f"session-{session_pk}@{urlsplit(settings.SITE_URL).hostname}"


def session_url(conference, session_pk: int) -> str:
    """Return the full address of a session's page."""
    path = reverse("sessions:session", kwargs={"conference": conference.slug, "pk": session_pk})
    return settings.SITE_URL + path


def of_items(
    conference, items: list[Item], *, turns: list[datetime], cancelled: list[dict] = (), **people
) -> list[Entry]:
    """Return entries for what is in the agenda and has a time, then for what was taken out of it.

    `turns` are the moments at which the whole conference was cancelled, its cancellation taken back, or another place
    given to it (queries.turns): each makes every entry newer, so that calendars believe it.
    """
    placed = [_of_item(conference, item, turns, people) for item in items if item.starts_at]
    return placed + [of_cancelled(conference, entry, turns=turns, **people) for entry in cancelled]


def of_cancelled(conference, entry: dict, *, turns: list[datetime], **people) -> Entry:
    """Return the entry that takes a session back: one of an earlier version, as a snapshot keeps it."""
    return Entry(
        uid=uid(entry["pk"]),
        starts_at=datetime.fromisoformat(entry["starts_at"]),
        ends_at=datetime.fromisoformat(entry["ends_at"]),
        summary=entry["title"],
        location=place(conference, entry["room"]),
        sequence=entry["sequence"] + len(turns),
        changed_at=max([datetime.fromisoformat(entry["changed_at"]), *turns]),
        is_cancelled=True,
        **people,
    )


def _of_item(conference, item, turns, people):
    return Entry(
        uid=uid(item.pk),
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        summary=item.title,
        location=place(conference, item.room),
        description=_description(item),
        url=session_url(conference, item.pk),
        sequence=item.sequence + len(turns),
        changed_at=max([item.changed_at, *turns]),
        is_cancelled=conference.is_cancelled,
        **people,
    )


def place(conference, room: str) -> str:
    """Write where a session takes place, for somebody who is not in the building yet."""
    parts = [room] if conference.is_online else [room, conference.venue_name, conference.city]
    return ", ".join(part for part in parts if part)


def _description(item):
    people = [
        f"{person.role_label}: {person.name}" + (f", {person.affiliation}" if person.affiliation else "")
        for person in item.people
    ]
    return "\n\n".join(part for part in (item.summary, "\n".join(people)) if part)

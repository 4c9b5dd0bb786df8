"""What the pages of the agenda fetch."""

from django.db.models import Count, Q

from conference.models import Conference
from lib.text import search_key
from sessions import clashes
from sessions.models import AgendaRelease, Pick, Session


def latest_release(conference: Conference) -> AgendaRelease | None:
    """Return the version that readers see, with its snapshot."""
    return conference.agenda_releases.newest_first().first()


def draft(conference: Conference) -> list[Session]:
    """Return the agenda as the team edits it, with people and presentations, in four queries."""
    return list(conference.sessions.kept().with_people().in_order())


def to_release(conference: Conference) -> list[Session]:
    """Return what a release made now would show."""
    return list(conference.sessions.published().with_people().in_order())


def sign_ups(conference: Conference) -> dict[int, int]:
    """Return how many people have picked each session, by its id; sessions without picks are left out."""
    counted = Pick.objects.filter(session__conference=conference).values_list("session").annotate(Count("pk"))
    return dict(counted.order_by())


def clashes_in(conference: Conference, sessions: list[Session] | None = None) -> list[clashes.Clash]:
    """Return the clashes of the draft."""
    if sessions is None:
        sessions = draft(conference)
    return clashes.find(sessions, conference, sign_ups=sign_ups(conference))


def people_matching(conference: Conference, words: str):
    """Return the first twenty participants whose name, address or organisation contain the words, by name."""
    found = conference.participants.all()
    for word in search_key(words).split():
        found = found.filter(Q(search_key__contains=word) | Q(organisation__search_key__contains=word))
    first = list(found.by_name().values_list("pk", flat=True)[:20])
    return conference.participants.filter(pk__in=first).with_organisation().by_name()

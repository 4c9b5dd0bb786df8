"""Larger steps of the editor: copy a session, shift the rest of a day."""

from datetime import timedelta

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible, still_there
from sessions import queries
from sessions.actions import clashes
from sessions.actions.sessions import FIELDS, lock, touch
from sessions.models import Contribution, Session, SpeakerRole

TIMES = ["starts_at", "ends_at"]
LONGEST_SHIFT = 24 * 60


@transaction.atomic
def copy(session: Session, *, by, at) -> Session:
    """Add the same session once more, with its presentations and people, not placed yet."""
    conference = lock(session.conference)
    original = still_there(conference.sessions.kept().with_people(), pk=session.pk)
    names = ["kind", "title", "summary", "is_published"]
    twin = Session(conference=conference, changed_at=at, **{name: getattr(original, name) for name in names})
    twin.save(force_insert=True)
    talks = {None: None}
    for talk in original.contributions.all():
        talks[talk.pk] = Contribution.objects.create(
            session=twin, title=talk.title, abstract=talk.abstract, position=talk.position
        )
    SpeakerRole.objects.bulk_create(
        SpeakerRole(
            session=twin,
            participant=role.participant,
            role=role.role,
            position=role.position,
            contribution=talks[role.contribution_id],
        )
        for role in original.speaker_roles.all()
    )
    after = audit.snapshot(twin, FIELDS)
    audit.record("session.copied", twin, conference=conference, by=by, at=at, after=after)
    return twin


@transaction.atomic
def shift(
    session: Session, *, minutes: int, by, at, only_room: bool = False, reason: str = "", seen: str | None = None
) -> list[Session]:
    """Move a session and all that begin at or after it on its day, by minutes; back when negative.

    With `only_room`, those in other rooms stay. `seen` is the mark of the day that was looked at (queries.day_mark):
    when it has moved on since, nothing is shifted. Raises Clashing like a single move.
    """
    conference = lock(session.conference)
    if not minutes or abs(minutes) > LONGEST_SHIFT:
        raise NotPossible("Shift by at least one minute and at most a day.")
    if seen is not None and seen != queries.day_mark(queries.following(conference, session)):
        raise NotPossible("Somebody else has changed these sessions meanwhile. Look at them again, then shift.")
    moved = queries.following(conference, session, only_room=only_room)
    before = {str(each.pk): audit.snapshot(each, TIMES) for each in moved}
    for each in moved:
        each.starts_at += timedelta(minutes=minutes)
        each.ends_at += timedelta(minutes=minutes)
        touch(each, at, *TIMES)
    after = {str(each.pk): audit.snapshot(each, TIMES) for each in moved}
    audit.record("session.shifted", session, conference=conference, by=by, at=at, before=before, after=after)
    clashes.settle(conference, {each.pk for each in moved}, reason=reason, by=by, at=at)
    return moved

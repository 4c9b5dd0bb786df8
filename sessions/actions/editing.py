"""Larger steps of the editor: copy a session, shift the rest of a day, take the last change back."""

from datetime import timedelta

from django.db import transaction
from django.utils.dateparse import parse_datetime

from conference import audit
from conference.models import AuditEntry, Conference
from lib.refusal import NotPossible
from sessions import queries
from sessions.actions import clashes
from sessions.actions.sessions import FIELDS, lock, touch
from sessions.models import Contribution, Session, SpeakerRole

TIMES = ["starts_at", "ends_at"]
LONGEST_SHIFT = 24 * 60
GONE_ON = "“{}” has been changed again since. Change it by hand."


@transaction.atomic
def copy(session: Session, *, by, at) -> Session:
    """Add the same session once more, with its presentations and people, not placed yet."""
    conference = lock(session.conference)
    original = conference.sessions.kept().with_people().get(pk=session.pk)
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
def shift(session: Session, *, minutes: int, by, at, only_room: bool = False, reason: str = "") -> list[Session]:
    """Move a session and all that begin at or after it on its day, by minutes; back when negative.

    With `only_room`, those in other rooms stay. Raises Clashing like a single move.
    """
    conference = lock(session.conference)
    if not minutes or abs(minutes) > LONGEST_SHIFT:
        raise NotPossible("Shift by at least one minute and at most a day.")
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


@transaction.atomic
def undo(conference: Conference, entry_pk: int, *, by, at, reason: str = "") -> AuditEntry:
    """Take back the last change of the agenda, when it is still this one and nothing was built on it."""
    conference = lock(conference)
    entry = queries.last_change(conference)
    if entry is None or entry.pk != entry_pk:
        raise NotPossible("Something else was changed meanwhile. See the last change before you take it back.")
    touched = _undo(conference, entry, at)
    audit.record(
        "session.undone",
        touched[0],
        conference=conference,
        by=by,
        at=at,
        before=entry.after,
        after=entry.before | {queries.UNDONE: entry.pk},
    )
    clashes.settle(conference, {each.pk for each in touched}, reason=reason, by=by, at=at)
    return entry


def _undo(conference, entry, at) -> list[Session]:
    if entry.verb == "session.shifted":
        return [_put_back(conference, pk, times, entry.after[pk], at) for pk, times in entry.before.items()]
    if entry.verb in {"session.changed", "session.moved"}:
        return [_put_back(conference, entry.subject_id, entry.before, entry.after, at)]
    session = conference.sessions.get(pk=entry.subject_id)
    session.removed_at = None if entry.verb == "session.removed" else at
    touch(session, at, "removed_at")
    return [session]


def _put_back(conference, pk, before, after, at):
    session = conference.sessions.kept().filter(pk=pk).first()
    if session is None:
        raise NotPossible("The session was removed since.")
    if _as_kept(audit.snapshot(session, list(after))) != _as_kept(after):
        raise NotPossible(GONE_ON.format(session))
    for name, value in before.items():
        if name in TIMES and value:
            value = parse_datetime(value)
        if name == "room" and value and not conference.rooms.filter(pk=value).exists():
            raise NotPossible("The room that it was in is no more.")
        setattr(session, "room_id" if name == "room" else name, value)
    touch(session, at, *before)
    return session


def _as_kept(values):
    """Return values as history keeps them, for comparing: moments by their time, not by how they are written."""
    return {
        name: parse_datetime(value) if name in TIMES and isinstance(value, str) else value
        for name, value in values.items()
    }

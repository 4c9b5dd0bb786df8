"""What changes sessions. All work under the conference's lock and raise the session's version."""

from django.db import transaction

from conference import audit
from conference.models import Conference, Room
from lib.refusal import NotPossible, still_there
from sessions.actions import clashes
from sessions.models import Session

CLASHING_FIELDS = {"starts_at", "ends_at", "room", "kind"}
FIELDS = ["kind", "title", "summary", "starts_at", "ends_at", "room", "position", "is_published"]


class ChangedMeanwhile(NotPossible):
    """Somebody else changed the subject after this edit began; `theirs` is the subject as it is now."""

    def __init__(self, theirs):
        super().__init__("Somebody else has changed this meanwhile. See what changed, and choose.")
        self.theirs = theirs


@transaction.atomic
def add_session(conference: Conference, *, by, at, reason: str = "", **fields) -> Session:
    """Add a session to the draft. `fields` are those of FIELDS; without times it is not placed yet.

    A hard clash raises Clashing; with a `reason` it is let stand. So in all that place a session.
    """
    conference = lock(conference)
    session = Session(conference=conference, changed_at=at, **fields)
    _check(session)
    session.save(force_insert=True)
    audit.record("session.added", session, conference=conference, by=by, at=at, after=audit.snapshot(session, FIELDS))
    clashes.settle(conference, {session.pk}, reason=reason, by=by, at=at)
    return session


@transaction.atomic
def change_session(session: Session, *, by, at, version: int | None = None, reason: str = "", **fields) -> Session:
    """Change fields of a session; nothing is written when nothing differs.

    With `version`, the one that the edit began from, raises ChangedMeanwhile when the session has moved on.
    """
    return _write(session, fields, "session.changed", by=by, at=at, version=version, reason=reason)


@transaction.atomic
def move(
    session: Session, *, starts_at, ends_at, by, at, version: int | None = None, reason: str = "", **room
) -> Session:
    """Give a session another time, and another room when `room=` is given; None as both times takes it off the days."""
    fields = {"starts_at": starts_at, "ends_at": ends_at, **room}
    return _write(session, fields, "session.moved", by=by, at=at, version=version, reason=reason)


@transaction.atomic
def remove(session: Session, *, by, at, version: int | None = None) -> Session:
    """Take a session out of the draft. It can be brought back; the next release cancels it for readers.

    With `version`, the one that was looked at, raises ChangedMeanwhile when the session has moved on.
    """
    conference = lock(session.conference)
    session = still_there(conference.sessions, pk=session.pk)
    if session.removed_at:
        raise NotPossible(f"“{session}” was removed already.")
    if version is not None and version != session.version:
        raise ChangedMeanwhile(session)
    session.removed_at = at
    touch(session, at, "removed_at")
    audit.record(
        "session.removed", session, conference=conference, by=by, at=at, before=audit.snapshot(session, FIELDS)
    )
    return session


@transaction.atomic
def restore(session: Session, *, by, at, reason: str = "") -> Session:
    """Bring back a session that was removed, as it was."""
    conference = lock(session.conference)
    session = still_there(conference.sessions, pk=session.pk)
    if not session.removed_at:
        raise NotPossible(f"“{session}” is in the agenda.")
    session.removed_at = None
    touch(session, at, "removed_at")
    audit.record(
        "session.restored", session, conference=conference, by=by, at=at, after=audit.snapshot(session, FIELDS)
    )
    clashes.settle(conference, {session.pk}, reason=reason, by=by, at=at)
    return session


def lock(conference: Conference) -> Conference:
    """Take the conference's row until the transaction ends: one at a time changes the agenda."""
    return Conference.objects.locked().get(pk=conference.pk)


def touch(session: Session, at, *changed: str) -> None:
    """Write the fields that changed, with the session's next version."""
    session.version += 1
    session.changed_at = at
    session.save(update_fields=[*changed, "version", "changed_at"])


def leave_room(sender, *, room: Room, by, at, **kwargs) -> None:
    """Note which sessions a room leaves without one, as it is about to be removed."""
    conference = lock(room.conference)
    found = list(conference.sessions.filter(room=room))  # removed ones too: they may be brought back
    for session in found:
        session.room = None
        touch(session, at, "room")
    if found:
        before, after = ({str(each.pk): {"room": pk} for each in found} for pk in (room.pk, None))
        audit.record("sessions.left_room", room, conference=conference, by=by, at=at, before=before, after=after)


def _write(session, fields, verb, *, by, at, version, reason):
    conference = lock(session.conference)
    session = still_there(conference.sessions.kept().select_related("room"), pk=session.pk)
    if version is not None and version != session.version:
        raise ChangedMeanwhile(session)
    before = audit.snapshot(session, FIELDS)
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"a session has no field {name!r} to change")
        setattr(session, name, value)
    old, new = audit.changes(before, audit.snapshot(session, FIELDS))
    if new:
        _check(session)
        touch(session, at, *new)
        audit.record(verb, session, conference=conference, by=by, at=at, before=old, after=new)
    if CLASHING_FIELDS & set(new):
        clashes.settle(conference, {session.pk}, reason=reason, by=by, at=at)
    return session


def _check(session):
    if (session.starts_at is None) != (session.ends_at is None):
        raise NotPossible("Give both the start and the end, or neither.")
    if session.starts_at and session.ends_at <= session.starts_at:
        raise NotPossible("The session must end after it starts.")
    if session.room and session.room.conference_id != session.conference_id:
        raise NotPossible("This room belongs to another conference.")
    session.full_clean(validate_constraints=False)

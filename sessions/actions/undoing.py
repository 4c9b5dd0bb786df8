"""Taking back the last change of the agenda: sessions, presentations, speakers and rooms, from what the history keeps."""

from collections.abc import Callable

from django.db import transaction
from django.utils.dateparse import parse_datetime

from conference import audit
from conference.models import AuditEntry, Conference, Room
from lib.refusal import NotPossible, still_there
from sessions import queries
from sessions.actions import clashes
from sessions.actions.presentations import take_along
from sessions.actions.sessions import lock, touch
from sessions.actions.speakers import refuse_twins
from sessions.actions.together import in_new_order, write_order
from sessions.models import Contribution, Document, Session, SpeakerRole

TIMES = {"starts_at", "ends_at"}
ROOM_FIELDS = ["name", "seat_count"]


@transaction.atomic
def undo(conference: Conference, entry_pk: int, *, by, at, reason: str = "") -> AuditEntry:
    """Take back the last change of the agenda, when it is still this one and nothing was built on it.

    Raises Clashing when the way back makes hard clashes; with a `reason` they are let stand.
    """
    conference = lock(conference)
    entry = queries.last_change(conference)
    if entry is None or entry.pk != entry_pk:
        raise NotPossible("Something else was changed meanwhile. See the last change before you take it back.")
    subject, touched = WAYS_BACK[entry.verb](conference, entry, at)
    verb = "session.undone" if isinstance(subject, Session) else "agenda.undone"
    after = entry.before | {queries.UNDONE: entry.pk}
    audit.record(verb, subject, conference=conference, by=by, at=at, before=entry.after, after=after)
    clashes.settle(conference, touched, reason=reason, by=by, at=at)
    return entry


def _take_out_session(conference, entry, at):
    session = still_there(conference.sessions, pk=entry.subject_id)
    session.removed_at = at
    touch(session, at, "removed_at")
    return session, {session.pk}


def _bring_back_session(conference, entry, at):
    session = still_there(conference.sessions, pk=entry.subject_id)
    session.removed_at = None
    touch(session, at, "removed_at")
    return session, {session.pk}


def _put_back_session(conference, entry, at):
    session = _placed_as_before(conference, entry.subject_id, entry.before, entry.after, at)
    return session, {session.pk}


def _put_back_all(conference, entry, at):
    found = [_placed_as_before(conference, pk, entry.before[pk], entry.after[pk], at) for pk in entry.before]
    return found[0], {each.pk for each in found}


def _placed_as_before(conference, pk, before, after, at):
    session = conference.sessions.kept().filter(pk=pk).first()
    if session is None:
        raise NotPossible("The session was removed since.")
    _refuse_if_changed(session, after)
    for name, value in before.items():
        if name == "room" and value and not conference.rooms.filter(pk=value).exists():
            raise NotPossible("The room that it was in is no more.")
        _set(session, name, value)
    touch(session, at, *before)
    return session


def _remove_talk(conference, entry, at):
    talk = _talk(conference, entry)
    session = talk.session
    talk.delete()
    return Contribution(pk=entry.subject_id, title=entry.subject_label), _touched(at, session)


def _put_back_talk(conference, entry, at):
    talk = _talk(conference, entry)
    if "place" in entry.before:
        write_order(in_new_order(talk.session.contributions.all(), talk, entry.before["place"] - 1))
        return talk, _touched(at, talk.session)
    _refuse_if_changed(talk, entry.after)
    left, people = talk.session, entry.before.get("people")
    values = {name: value for name, value in entry.before.items() if name != "people"}
    for name, value in values.items():
        _set(talk, name, value)
    session = _session(conference, talk.session_id)
    talk.save(update_fields=list(values))
    if session.pk != left.pk:
        take_along(talk, session)
        write_order(in_new_order(session.contributions.all(), talk, talk.position))
    if people is not None:  # entries of older releases do not say in which order they stood
        write_order(sorted(session.speaker_roles.in_order(), key=lambda role: _place_in(people, role.pk)))
    return talk, _touched(at, left, session)


def _bring_back_talk(conference, entry, at):
    session = _session(conference, entry.before["session"])
    fields = {name: entry.before[name] for name in ("title", "abstract", "position")}
    talk = Contribution.objects.create(pk=entry.subject_id, session=session, **fields)
    session.speaker_roles.filter(pk__in=entry.before["speakers"], contribution=None).update(contribution=talk)
    Document.objects.filter(pk__in=entry.before["documents"], session=session).update(contribution=talk)
    write_order(in_new_order(session.contributions.all(), talk, talk.position))
    return talk, _touched(at, session)


def _remove_role(conference, entry, at):
    role = _role(conference, entry)
    session = role.session
    role.delete()
    return SpeakerRole(pk=entry.subject_id, participant=role.participant, role=role.role), _touched(at, session)


def _put_back_role(conference, entry, at):
    role = _role(conference, entry)
    if "place" in entry.before:
        roles = role.session.speaker_roles.select_related("participant").in_order()
        write_order(in_new_order(roles, role, entry.before["place"] - 1))
        return role, _touched(at, role.session)
    _refuse_if_changed(role, entry.after)
    for name, value in entry.before.items():
        _set(role, name, value)
    refuse_twins(role)
    role.save(update_fields=list(entry.before))
    return role, _touched(at, role.session)


def _bring_back_role(conference, entry, at):
    before = entry.before
    session = _session(conference, before["session"])
    participant = conference.participants.filter(pk=before["participant"]).first()
    if participant is None:
        raise NotPossible("This person is no longer a participant.")
    talk = session.contributions.filter(pk=before["contribution"]).first()
    answered_at = before["answered_at"] and parse_datetime(before["answered_at"])
    role = SpeakerRole(
        pk=entry.subject_id, session=session, participant=participant, contribution=talk, answered_at=answered_at
    )
    role.role, role.position, role.answer = (before[name] for name in ("role", "position", "answer"))
    refuse_twins(role)
    role.save(force_insert=True)
    write_order(in_new_order(session.speaker_roles.in_order(), role, role.position))
    return role, _touched(at, session)


def _remove_room(conference, entry, at):
    room = _room(conference, entry)
    if conference.sessions.kept().filter(room=room).exists():
        raise NotPossible(f"There are sessions in {room}.")
    room.delete()
    return Room(pk=entry.subject_id, name=room.name), set()


def _put_back_room(conference, entry, at):
    room = _room(conference, entry)
    _refuse_if_changed(room, entry.after)
    for name, value in entry.before.items():
        setattr(room, name, value)
    _refuse_same_name(conference, room)
    room.save(update_fields=list(entry.before))
    return room, set(conference.sessions.filter(room=room).values_list("pk", flat=True))


def _bring_back_room(conference, entry, at):
    fields = {name: entry.before[name] for name in ROOM_FIELDS}
    room = Room(pk=entry.subject_id, conference=conference, position=conference.rooms.count(), **fields)
    _refuse_same_name(conference, room)
    room.save(force_insert=True)
    left = conference.history.filter(verb="sessions.left_room", subject_id=room.pk, at=entry.at).first()
    sessions = list(conference.sessions.filter(pk__in=left.before if left else [], room=None))
    for session in sessions:
        session.room = room
        touch(session, at, "room")
    return room, {each.pk for each in sessions}


WAYS_BACK: dict[str, Callable] = {
    "session.added": _take_out_session,
    "session.copied": _take_out_session,
    "session.restored": _take_out_session,
    "session.removed": _bring_back_session,
    "session.changed": _put_back_session,
    "session.moved": _put_back_session,
    "session.shifted": _put_back_all,
    "contribution.added": _remove_talk,
    "contribution.changed": _put_back_talk,
    "contribution.removed": _bring_back_talk,
    "speaker.added": _remove_role,
    "speaker.changed": _put_back_role,
    "speaker.removed": _bring_back_role,
    "room.added": _remove_room,
    "room.changed": _put_back_room,
    "room.removed": _bring_back_room,
}


def _session(conference, pk):
    session = conference.sessions.kept().filter(pk=pk).first()
    if session is None:
        raise NotPossible("The session was removed since.")
    return session


def _talk(conference, entry):
    talks = Contribution.objects.filter(session__conference=conference, session__removed_at=None)
    talk = talks.select_related("session").filter(pk=entry.subject_id).first()
    if talk is None:
        raise NotPossible("The presentation was removed since.")
    return talk


def _role(conference, entry):
    roles = SpeakerRole.objects.in_kept_sessions().filter(session__conference=conference)
    role = roles.select_related("session", "participant").filter(pk=entry.subject_id).first()
    if role is None:
        raise NotPossible("This person was removed from the session since.")
    return role


def _room(conference, entry):
    room = conference.rooms.filter(pk=entry.subject_id).first()
    if room is None:
        raise NotPossible("The room was removed since.")
    return room


def _place_in(people, pk):
    return people.index(pk) if pk in people else len(people)


def _touched(at, *sessions) -> set[int]:
    for session in sessions:
        session.changed_at = at
        session.save(update_fields=["changed_at"])
    return {each.pk for each in sessions}


def _refuse_if_changed(subject, after):
    if _as_kept(audit.snapshot(subject, list(after))) != _as_kept(after):
        raise NotPossible(f"“{subject}” has been changed again since. Change it by hand.")


def _refuse_same_name(conference, room):
    if conference.rooms.filter(name__iexact=room.name).exclude(pk=room.pk).exists():
        raise NotPossible(f"The conference has a room named “{room.name}” already.")


def _set(subject, name, value):
    if name in TIMES and value:
        value = parse_datetime(value)
    setattr(subject, subject._meta.get_field(name).attname, value)


def _as_kept(values):
    """Return values as history keeps them, for comparing: moments by their time, not by how they are written."""
    return {
        name: parse_datetime(value) if name in TIMES and isinstance(value, str) else value
        for name, value in values.items()
    }

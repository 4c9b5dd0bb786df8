"""What changes who speaks, and their presentations. Each change raises the session's version."""

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible
from participants.actions import participants
from participants.models import Participant
from sessions.actions import clashes
from sessions.actions.sessions import lock, touch
from sessions.models import Contribution, Session, SpeakerRole

TALK_FIELDS = ["title", "abstract", "position"]
ROLE_FIELDS = ["role", "contribution", "position"]


@transaction.atomic
def add_contribution(session: Session, *, title: str, by, at, abstract: str = "") -> Contribution:
    """Add a presentation after the others of the session."""
    session = _reread(session)
    talk = Contribution.objects.create(
        session=session, title=title, abstract=abstract, position=session.contributions.count()
    )
    after = audit.snapshot(talk, TALK_FIELDS)
    _trace("contribution.added", talk, session, by=by, at=at, after=after)
    return talk


@transaction.atomic
def change_contribution(talk: Contribution, *, by, at, **fields) -> Contribution:
    """Change title, abstract or position of a presentation."""
    session = _reread(talk.session)
    talk = session.contributions.get(pk=talk.pk)
    return _change(talk, TALK_FIELDS, fields, "contribution.changed", session, by=by, at=at)


@transaction.atomic
def remove_contribution(talk: Contribution, *, by, at) -> None:
    """Remove a presentation; its speakers stay in the session."""
    session = _reread(talk.session)
    _trace("contribution.removed", talk, session, by=by, at=at, before=audit.snapshot(talk, TALK_FIELDS))
    talk.delete()


@transaction.atomic
def add_speaker(
    session: Session,
    participant: Participant,
    *,
    role: str,
    by,
    at,
    contribution: Contribution | None = None,
    reason: str = "",
) -> SpeakerRole:
    """Give a participant a role in a session, after those who have one.

    Raises Clashing when the person is in another session at that time; with a `reason` the clash is let stand.
    """
    session = _reread(session)
    if participant.conference_id != session.conference_id:
        raise NotPossible(f"{participant} belongs to another conference.")
    if contribution and contribution.session_id != session.pk:
        raise NotPossible("This presentation belongs to another session.")
    if session.speaker_roles.filter(participant=participant, role=role).exists():
        raise NotPossible(f"{participant} has this role in the session already.")
    speaker = SpeakerRole.objects.create(
        session=session,
        participant=participant,
        role=role,
        contribution=contribution,
        position=session.speaker_roles.count(),
    )
    _trace("speaker.added", speaker, session, by=by, at=at, after=audit.snapshot(speaker, ROLE_FIELDS))
    clashes.settle(session.conference, {session.pk}, reason=reason, by=by, at=at)
    return speaker


@transaction.atomic
def add_new_speaker(session: Session, person: dict, *, role: str, by, at, **place) -> SpeakerRole:
    """Add somebody to the conference (`person`: details for participants.actions.add_participant) and to a session.

    `place` is what add_speaker takes besides: contribution, reason.
    """
    participant = participants.add_participant(session.conference, by=by, at=at, **person)
    return add_speaker(session, participant, role=role, by=by, at=at, **place)


@transaction.atomic
def change_speaker(speaker: SpeakerRole, *, by, at, **fields) -> SpeakerRole:
    """Change role, presentation or position of a speaker."""
    session = _reread(speaker.session)
    speaker = session.speaker_roles.select_related("participant").get(pk=speaker.pk)
    role = fields.get("role", speaker.role)
    others = session.speaker_roles.exclude(pk=speaker.pk)
    if others.filter(participant=speaker.participant_id, role=role).exists():
        raise NotPossible(f"{speaker.participant} has this role in the session already.")
    return _change(speaker, ROLE_FIELDS, fields, "speaker.changed", session, by=by, at=at)


@transaction.atomic
def move_speaker(speaker: SpeakerRole, *, steps: int, by, at) -> SpeakerRole:
    """Move a speaker up (negative) or down in the order of the session."""
    session = _reread(speaker.session)
    order = list(session.speaker_roles.select_related("participant").in_order())
    old = [each.pk for each in order].index(speaker.pk)
    new = min(max(old + steps, 0), len(order) - 1)
    if new == old:
        return order[old]
    speaker = order.pop(old)
    order.insert(new, speaker)
    for position, each in enumerate(order):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])
    before, after = {"place": old + 1}, {"place": new + 1}
    _trace("speaker.changed", speaker, session, by=by, at=at, before=before, after=after)
    return speaker


@transaction.atomic
def remove_speaker(speaker: SpeakerRole, *, by, at) -> None:
    """Take a role away; the person stays a participant."""
    session = _reread(speaker.session)
    _trace("speaker.removed", speaker, session, by=by, at=at, before=audit.snapshot(speaker, ROLE_FIELDS))
    speaker.delete()


def _reread(session):
    conference = lock(session.conference)
    found = conference.sessions.kept().filter(pk=session.pk).first()
    if found is None:
        raise NotPossible(f"“{session}” was removed meanwhile.")
    return found


def _change(subject, allowed, fields, verb, session, *, by, at):
    before = audit.snapshot(subject, allowed)
    for name, value in fields.items():
        if name not in allowed:
            raise TypeError(f"{name!r} is not among {allowed}")
        setattr(subject, name, value)
    old, new = audit.changes(before, audit.snapshot(subject, allowed))
    if new:
        subject.save(update_fields=list(new))
        _trace(verb, subject, session, by=by, at=at, before=old, after=new)
    return subject


def _trace(verb, subject, session, *, by, at, before=None, after=None):
    touch(session, at)
    audit.record(verb, subject, conference=session.conference, by=by, at=at, before=before, after=after)

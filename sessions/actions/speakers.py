"""What changes who speaks, and in what order."""

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible
from participants.actions import participants
from participants.models import Participant
from sessions.actions import clashes
from sessions.actions.together import change, move, place_of, reread, trace
from sessions.models import Contribution, Session, SpeakerRole

ROLE_FIELDS = ["role", "contribution", "position"]
WHOLE_ROLE = ["session", "participant", *ROLE_FIELDS, "answer", "answered_at"]


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
    session = reread(session)
    if participant.conference_id != session.conference_id:
        raise NotPossible(f"{participant} belongs to another conference.")
    speaker = SpeakerRole(session=session, participant=participant, role=role, contribution=contribution)
    speaker.position = session.speaker_roles.count()
    _refuse_other_sessions_talk(speaker)
    refuse_twins(speaker)
    speaker.save(force_insert=True)
    trace("speaker.added", speaker, session, by=by, at=at, after=audit.snapshot(speaker, ROLE_FIELDS))
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
def change_speaker(speaker: SpeakerRole, *, by, at, seen: dict | None = None, **fields) -> SpeakerRole:
    """Change role, presentation or position of a speaker.

    With `seen`, the values that the edit began from, raises ChangedMeanwhile when they are others by now.
    """
    session = reread(speaker.session)
    speaker = _found(session, speaker)

    def check():
        _refuse_other_sessions_talk(speaker)
        refuse_twins(speaker)

    return change(speaker, ROLE_FIELDS, fields, "speaker.changed", session, by=by, at=at, seen=seen, check=check)


@transaction.atomic
def move_speaker(speaker: SpeakerRole, *, steps: int, by, at) -> SpeakerRole:
    """Move a speaker up (negative) or down in the order of the session."""
    session = reread(speaker.session)
    order = list(session.speaker_roles.select_related("participant").in_order())
    return move(_found(session, speaker), order, steps, "speaker.changed", session, by=by, at=at)


@transaction.atomic
def remove_speaker(speaker: SpeakerRole, *, by, at) -> None:
    """Take a role away; the person stays a participant."""
    session = reread(speaker.session)
    speaker = _found(session, speaker)
    before = audit.snapshot(speaker, WHOLE_ROLE) | {"position": place_of(session.speaker_roles.in_order(), speaker)}
    trace("speaker.removed", speaker, session, by=by, at=at, before=before)
    speaker.delete()


def refuse_twins(speaker: SpeakerRole) -> None:
    """Refuse a role that the same person has in the same session already."""
    twins = SpeakerRole.objects.filter(
        session=speaker.session_id, participant=speaker.participant_id, role=speaker.role
    )
    if twins.exclude(pk=speaker.pk).exists():
        raise NotPossible(f"{speaker.participant} has this role in the session already.")


def _refuse_other_sessions_talk(speaker):
    if speaker.contribution and speaker.contribution.session_id != speaker.session_id:
        raise NotPossible("This presentation belongs to another session.")


def _found(session, speaker):
    found = session.speaker_roles.select_related("participant").filter(pk=speaker.pk).first()
    if found is None:
        raise NotPossible(f"{speaker.participant} was removed from the session meanwhile.")
    return found

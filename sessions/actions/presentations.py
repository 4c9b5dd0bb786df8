"""What changes the presentations of a session: their texts, their order, and in which session they are."""

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible
from sessions.actions import clashes
from sessions.actions.speakers import refuse_twins
from sessions.actions.together import change, move, place_of, reread, trace, write_order
from sessions.models import Contribution, Session

TALK_FIELDS = ["title", "abstract", "position"]


@transaction.atomic
def add_contribution(session: Session, *, title: str, by, at, abstract: str = "") -> Contribution:
    """Add a presentation after the others of the session."""
    session = reread(session)
    talk = Contribution(session=session, title=title, abstract=abstract, position=session.contributions.count())
    talk.save(force_insert=True)
    trace("contribution.added", talk, session, by=by, at=at, after=audit.snapshot(talk, TALK_FIELDS))
    return talk


@transaction.atomic
def copy_contribution(talk: Contribution, *, by, at) -> Contribution:
    """Add a presentation with the same title and abstract, without its speakers, after the others."""
    talk = _found(reread(talk.session), talk)
    return add_contribution(talk.session, title=talk.title, abstract=talk.abstract, by=by, at=at)


@transaction.atomic
def change_contribution(
    talk: Contribution,
    *,
    by,
    at,
    seen: dict | None = None,
    session: Session | None = None,
    reason: str = "",
    **fields,
) -> Contribution:
    """Change title, abstract or position of a presentation; with another `session`, take it there with its people.

    With `seen`, the values that the edit began from, raises ChangedMeanwhile when they are others by now. Raises
    Clashing when one of its people is elsewhere at the time of that session.
    """
    here = reread(talk.session)
    is_leaving, beside = session is not None and session.pk != here.pk, {}
    if is_leaving:
        write_order(here.contributions.all())  # so that the position it leaves is its place
        fields |= {"session": _other(here, session), "position": session.contributions.count()}
        beside = {"people": list(here.speaker_roles.in_order().values_list("pk", flat=True))}
    talk, allowed = _found(here, talk), [*TALK_FIELDS, "session"]
    change(talk, allowed, fields, "contribution.changed", here, by=by, at=at, seen=seen, beside=beside)
    if is_leaving:
        take_along(talk, talk.session)
        clashes.settle(here.conference, {talk.session_id}, reason=reason, by=by, at=at)
    return talk


@transaction.atomic
def move_contribution(talk: Contribution, *, steps: int, by, at) -> Contribution:
    """Move a presentation up (negative) or down in the order of the session."""
    session = reread(talk.session)
    order = list(session.contributions.all())
    return move(_found(session, talk), order, steps, "contribution.changed", session, by=by, at=at)


@transaction.atomic
def remove_contribution(talk: Contribution, *, by, at) -> None:
    """Remove a presentation; its speakers and documents stay in the session."""
    session = reread(talk.session)
    talk = _found(session, talk)
    before = audit.snapshot(talk, [*TALK_FIELDS, "session"])
    before["position"] = place_of(session.contributions.all(), talk)
    for name, found in (("speakers", talk.speaker_roles), ("documents", talk.documents)):
        before[name] = list(found.order_by("pk").values_list("pk", flat=True))
    trace("contribution.removed", talk, session, by=by, at=at, before=before)
    talk.delete()


def take_along(talk: Contribution, session: Session) -> None:
    """Bring the people and documents of a presentation into the session that it is in now."""
    for role in talk.speaker_roles.select_related("participant").exclude(session=session):
        role.session = session
        refuse_twins(role)
        role.position = session.speaker_roles.count()
        role.save(update_fields=["session", "position"])
    talk.documents.exclude(session=session).update(session=session)


def _other(here, session):
    found = here.conference.sessions.kept().filter(pk=session.pk).first()
    if found is None:
        raise NotPossible(f"“{session}” is not in the agenda.")
    return found


def _found(session, talk):
    found = session.contributions.filter(pk=talk.pk).first()
    if found is None:
        raise NotPossible(f"“{talk}” was removed from the session meanwhile.")
    return found

"""What presentations and roles have in common: they are changed under the agenda's lock, and each has its place."""

from collections.abc import Callable, Iterable

from conference import audit
from lib.refusal import NotPossible
from sessions.actions.sessions import ChangedMeanwhile, lock
from sessions.models import Session


def reread(session: Session) -> Session:
    """Take the agenda's lock and return the session as it is now; raises NotPossible when it was removed."""
    conference = lock(session.conference)
    found = conference.sessions.kept().filter(pk=session.pk).first()
    if found is None:
        raise NotPossible(f"“{session}” was removed meanwhile.")
    return found


def change(
    subject,
    allowed: list[str],
    fields: dict,
    verb: str,
    session: Session,
    *,
    by,
    at,
    seen: dict | None = None,
    check: Callable = lambda: None,
    beside: dict | None = None,
):
    """Give the subject other values, after `check()`; nothing is written when nothing differs.

    `beside` is what the history keeps of the state before, besides the values.
    """
    before = audit.snapshot(subject, allowed)
    if seen is not None and any(as_typed(before[name]) != text for name, text in seen.items() if name in before):
        raise ChangedMeanwhile(subject)
    for name, value in fields.items():
        if name not in allowed:
            raise TypeError(f"{name!r} is not among {allowed}")
        setattr(subject, name, value)
    old, new = audit.changes(before, audit.snapshot(subject, allowed))
    if new:
        check()
        subject.save(update_fields=list(new))
        trace(verb, subject, session, by=by, at=at, before=old | (beside or {}), after=new)
    return subject


def as_typed(value) -> str:
    """Return a value as a form's field holds it, with plain ends of lines."""
    return "" if value is None else str(value).replace("\r\n", "\n")


def trace(verb: str, subject, session: Session, *, by, at, before=None, after=None) -> None:
    """Leave the change of a session's presentation or role in the history, and its time on the session."""
    session.changed_at = at
    session.save(update_fields=["changed_at"])
    audit.record(verb, subject, conference=session.conference, by=by, at=at, before=before, after=after)


def move(subject, order: list, steps: int, verb: str, session: Session, *, by, at):
    """Move the subject up (negative) or down in the order in which it stands, and return it as it stands there."""
    old = order.index(subject)
    subject, new = order[old], min(max(old + steps, 0), len(order) - 1)
    write_order(in_new_order(order, subject, new))
    if new != old:
        trace(verb, subject, session, by=by, at=at, before={"place": old + 1}, after={"place": new + 1})
    return subject


def in_new_order(found: Iterable, subject, place: int) -> list:
    """Return what was found (in order) with the subject at another place, counted from 0."""
    order = [each for each in found if each.pk != subject.pk]
    order.insert(place, subject)
    return order


def place_of(found: Iterable, subject) -> int:
    """Return where the subject stands among what was found (in order), counted from 0."""
    return [each.pk for each in found].index(subject.pk)


def write_order(order: Iterable):
    """Give each its place as its position; those that have it are not written."""
    for position, each in enumerate(order):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])

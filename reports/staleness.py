"""Which accepted sentences state what the data no longer say. Pure over fetched rows."""

from dataclasses import dataclass

from reports.facts import Basis, Data, Fact, all_facts
from reports.models import AcceptedFact


@dataclass(frozen=True)
class Stale:
    """An accepted sentence with what the data say now; None when they say nothing any more."""

    accepted: AcceptedFact
    now: Fact | None


def stale_facts(note, data: Data) -> list[Stale]:
    """Return the note's accepted facts whose data have moved since, in the order of their acceptance."""
    by_basis = {}
    stale = []
    for accepted in note.accepted_facts.all():
        if accepted.basis not in by_basis:
            facts = all_facts(data, accepted.basis or Basis.CONFIRMED, note.language)
            by_basis[accepted.basis] = {fact.key: fact for fact in facts}
        now = by_basis[accepted.basis].get(accepted.key)
        if now is None or now.value != accepted.value:
            stale.append(Stale(accepted, now))
    return stale

"""What a note can state of its conference, computed from the data: each fact with its sentence and the rows behind it.

Pure: everything is computed on a `Data` that was fetched before (reports/gathering.py). Sentences are in the language of
the note, names of States and their order too; what stands beside them on the page is English, as the desk is.
"""

from reports.facts.agenda import AGENDA
from reports.facts.model import Basis, Data, Fact, Person
from reports.facts.people import PEOPLE

__all__ = ["Basis", "Data", "Fact", "Person", "all_facts", "fact_of", "usual_basis"]


def all_facts(data: Data, basis: str, language: str = "en") -> list[Fact]:
    """Return every fact that the data give, counted on the basis, in the order of the page."""
    return [fact for make in (*PEOPLE, *AGENDA) for fact in make(data, basis, language)]


def fact_of(data: Data, key: str, basis: str, language: str = "en") -> Fact | None:
    """Return the fact of a key, or None when the data no longer give it."""
    return next((fact for fact in all_facts(data, basis, language) if fact.key == key), None)


def usual_basis(data: Data) -> str:
    """Return what counts unless something else is chosen: who arrived, or who is confirmed when nobody was checked in."""
    return Basis.CHECKED_IN if any(person.has_arrived for person in data.people) else Basis.CONFIRMED

"""Giving a note its parts and sentences; who calls keeps the revision."""

from reports.facts import Fact
from reports.models import AcceptedFact, Annex, Footnote, FrontMatterItem, InformationNote, Section


def fill_note(note: InformationNote, *, front_matter, sections, footnotes, annexes):
    """Give a new note its parts, each as the fields of its row."""
    for kind, parts in ((FrontMatterItem, front_matter), (Section, sections), (Annex, annexes)):
        kind.objects.bulk_create(kind(note=note, position=position, **part) for position, part in enumerate(parts))
    Footnote.objects.bulk_create(Footnote(note=note, **footnote) for footnote in footnotes)


def remember(note: InformationNote, fact: Fact, *, by, at) -> AcceptedFact:
    """Keep with the note what a sentence of its text stated when it was taken over."""
    return AcceptedFact.objects.create(
        note=note,
        key=fact.key,
        basis=fact.basis,
        sentence=fact.sentence,
        value=fact.value,
        accepted_at=at,
        accepted_by=str(by) if by else "Plenary",
    )

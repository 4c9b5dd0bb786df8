"""Giving a new note its parts; who calls keeps the revision."""

from reports.models import Annex, Footnote, FrontMatterItem, InformationNote, Section


def fill_note(note: InformationNote, *, front_matter, sections, footnotes, annexes):
    """Give a new note its parts, each as the fields of its row."""
    for kind, parts in ((FrontMatterItem, front_matter), (Section, sections), (Annex, annexes)):
        kind.objects.bulk_create(kind(note=note, position=position, **part) for position, part in enumerate(parts))
    Footnote.objects.bulk_create(Footnote(note=note, **footnote) for footnote in footnotes)

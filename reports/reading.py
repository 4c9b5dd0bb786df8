"""What the pages of notes show: a note's document composed for the screen, with the parts that it comes from. Reads."""

from dataclasses import dataclass

from conference.facts import organizers_sentence
from lib.written import written_days
from reports.annexes import with_data
from reports.composing import document_of, draft_mark
from reports.content import of_note
from reports.differences import Change, differences
from reports.models import Edition, InformationNote
from reports.note_document import ComposedNote, LinkedFootnotes, NoteDocument, compose, mark_of


@dataclass(frozen=True)
class Piece:
    """A part of the note with how it looks."""

    kind: str
    pk: int
    shown: object

    @property
    def place(self) -> str:
        """The part's anchor on the page, and what the address of its form is known by."""
        return f"{self.kind}-{self.pk}"

    @property
    def place_below(self) -> str:
        """Where the form of a new part stands that comes behind this one."""
        return f"new-{self.kind}-after-{self.pk}"


@dataclass(frozen=True)
class Footnote:
    """A footnote that is called, with the number that readers see."""

    number: int
    mark: str
    html: str


@dataclass(frozen=True)
class Reading:
    """A note as a page shows it."""

    document: ComposedNote
    front_matter: list[Piece]
    sections: list[Piece]
    annexes: list[Piece]
    footnotes: list[Piece]
    uncalled: list[Piece]


def document_of_note(note: InformationNote, *, with_mark: bool = True) -> NoteDocument:
    """Return the document of the text at work; it says what it is when `with_mark`."""
    content = with_data(of_note(note), note.conference)
    return _document(note.conference, content, draft_mark(note.status, note.language) if with_mark else "")


def document_of_edition(edition: Edition, conference) -> NoteDocument:
    """Return the document of a published text, as it was frozen; a correction names itself."""
    return _document(conference, edition.content, correction_mark(edition, conference))


def correction_mark(edition: Edition, conference) -> str:
    """Return how a correction is named on paper, by the day of its publication: “Corr.1, 24 November 2026”."""
    if not edition.is_correction:
        return ""
    day = edition.published_at.astimezone(conference.zone).date()
    return f"Corr.{edition.number - 1}, {written_days([day], edition.content['language'])}"


def read(content: dict, conference) -> Reading:
    """Compose a content for the screen; each piece carries the id of the part that it comes from."""
    document = _document(conference, content, "")
    marks = LinkedFootnotes(document.footnotes, document.language)
    composed = compose(document, marks)
    by_key = {str(each["number"]): each for each in content["footnotes"]}
    return Reading(
        document=composed,
        front_matter=_pieces("front-matter", content["front_matter"], composed.front_matter),
        sections=_pieces("section", content["sections"], composed.sections),
        annexes=_pieces("annex", content["annexes"], composed.annexes),
        footnotes=_pieces(
            "footnote",
            [by_key[key] for key in marks.numbers],
            [Footnote(number, mark_of(number), html) for number, html in marks.listed],
        ),
        uncalled=[Piece("footnote", by_key[key]["id"], by_key[key]["text"]) for key in marks.unused],
    )


def published_everywhere():
    """Return the notes of all conferences that anyone may read, the newest first."""
    return InformationNote.objects.for_everyone().with_editions().newest_first()


def changes_of_original(note: InformationNote) -> list[Change]:
    """Return what changed in a translation's original since the translation followed it; nothing for an original."""
    if note.follows is None:
        return []
    original = InformationNote.objects.whole().get(pk=note.follows_id)
    followed = original.revisions.filter(number__lte=note.follows_version or 0).first()
    return differences(followed.content if followed else None, of_note(original))


def _pieces(kind, parts, shown):
    return [Piece(kind, part["id"], each) for part, each in zip(parts, shown, strict=True)]


def author_of(conference, language: str) -> str:
    """Return whom the document names as its author: the organizers, in one sentence."""
    return organizers_sentence(conference.organizers.in_order(), language)


def _document(conference, content, mark):
    return document_of(
        content,
        subject=content.get("subject", conference.title),
        author=content["author"] if "author" in content else author_of(conference, content["language"]),
        draft_mark=mark,
    )

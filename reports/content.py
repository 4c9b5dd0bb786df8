"""A note as one value: what revisions keep, editions freeze, and documents are composed from. Pure over fetched rows."""

from lib.markup import plain_text
from reports.choices import HeadingNumbers, SectionLevel
from reports.labels import key_of, labels
from reports.note_text import ParsedNote

FRONT_MATTER = ("key", "label", "value", "groups")
SECTION = ("heading", "level", "text")
FOOTNOTE = ("number", "text", "is_on_title")
ANNEX = ("kind", "title", "text")
NOTE = ("language", "title", "series_number", "is_numbered", "first_number", "heading_numbers")


def of_note(note) -> dict:
    """Return everything that the note says, as plain data; wants a note fetched with `whole()`.

    Parts carry their `id`, so that two revisions can be compared part by part.
    """
    return {
        **{name: getattr(note, name) for name in NOTE},
        "created_at": note.created_at.isoformat(),
        "changed_at": note.changed_at.isoformat(),
        "front_matter": [_part(item, FRONT_MATTER) for item in note.front_matter.all()],
        "sections": [_part(section, SECTION) for section in note.sections.all()],
        "footnotes": [_part(footnote, FOOTNOTE) for footnote in note.footnotes.all()],
        "annexes": [_part(annex, ANNEX) for annex in note.annexes.all()],
    }


def of_parsed(parsed: ParsedNote, language: str) -> dict:
    """Return what was read from a text as the content of a note that is not saved yet."""
    return {
        "language": language,
        "title": parsed.title or labels(language)["title"],
        "series_number": "",
        "is_numbered": False,
        "first_number": 1,
        "heading_numbers": HeadingNumbers.NONE,
        "front_matter": [
            {"id": place, "key": key_of(label), "label": label, "value": value, "groups": []}
            for place, (label, value) in enumerate(parsed.front_matter)
        ],
        "sections": [
            {"id": place, "heading": heading, "level": SectionLevel.SECTION, "text": "\n\n".join(paragraphs)}
            for place, (heading, paragraphs) in enumerate(parsed.sections)
        ],
        "footnotes": [
            {"id": number, "number": number, "text": text, "is_on_title": number == parsed.title_footnote}
            for number, text in parsed.footnotes.items()
        ],
        "annexes": [],
    }


def plain_text_of(content: dict) -> str:
    """Return all words of a content, without marks, for searching."""
    texts = [content["title"], content["series_number"]]
    for item in content["front_matter"]:
        entries = [entry for group in item["groups"] for entry in [group["name"], *group["entries"]]]
        texts += [item["value"], *entries]
    for section in content["sections"]:
        texts += [section["heading"], section["text"]]
    texts += [each["text"] for each in (*content["footnotes"], *content["annexes"])]
    return "\n".join(plain_text(text) for text in texts)


def _part(part, fields):
    return {"id": part.pk, **{name: getattr(part, name) for name in fields}}

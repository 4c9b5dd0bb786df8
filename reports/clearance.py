"""What the organizers may comment on: each part of a note with its paragraphs. Pure."""

from dataclasses import dataclass

from lib.markup import plain_text

SHOWN = 90  # characters of a paragraph's beginning


@dataclass(frozen=True)
class Commentable:
    """A part of the note with the paragraphs that a comment can be about."""

    place: str
    label: str
    paragraphs: list[str]

    @property
    def beginnings(self) -> list[str]:
        return [text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…" for text in self.paragraphs]


def commentables(content: dict) -> dict[str, Commentable]:
    """Return the parts of a content (reports/content.py) by their place."""
    parts = [Commentable("title", "Title", [content["title"]])]
    for item in content["front_matter"]:
        parts.append(Commentable(f"front-matter-{item['id']}", item["label"], [plain_text(item["value"])]))
    for section in content["sections"]:
        label = section["heading"] or "Section without a heading"
        parts.append(Commentable(f"section-{section['id']}", label, _paragraphs(section["text"])))
    for footnote in content["footnotes"]:
        label = f"Footnote {footnote['number']}"
        parts.append(Commentable(f"footnote-{footnote['id']}", label, [plain_text(footnote["text"])]))
    for annex in content["annexes"]:
        parts.append(Commentable(f"annex-{annex['id']}", annex["title"], _paragraphs(annex["text"])))
    return {part.place: part for part in parts}


def _paragraphs(text):
    return [paragraph for paragraph in plain_text(text).split("\n\n") if paragraph]

"""What rules read, and what they find."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.facts import Data
from reports.starting import Known


@dataclass(frozen=True)
class Passage:
    """A text of the note with its place: kind and id of the part, and the field that holds it."""

    kind: str
    pk: int
    field: str
    label: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.kind}-{self.pk}" if self.kind != "title" else "title"


@dataclass(frozen=True)
class Evidence:
    """Everything that rules look at."""

    content: dict
    passages: list[Passage]
    data: Data
    known: Known
    unlisted: tuple[str, ...] = ()  # names of people who did not agree to be named
    families: Mapping[str, str] = field(default_factory=dict)  # their family names, where nobody else bears them

    @property
    def language(self) -> str:
        return self.content["language"]

    @property
    def prose(self) -> list[Passage]:
        """The passages without the front matter, which has rules of its own."""
        return [passage for passage in self.passages if passage.kind != "front-matter"]


@dataclass(frozen=True)
class Finding:
    """What a rule found: where, what stands there, why it is worth a look, and what could stand there instead."""

    rule: str
    title: str
    reason: str
    place: str = ""
    label: str = ""
    field: str = ""
    excerpt: str = ""
    before: str = ""
    after: str = ""
    start: int = 0
    suggestion: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same finding as long as its place and the words around it stay."""
        what = "\n".join([self.rule, self.place, self.before[-30:], self.excerpt, self.after[:30], self.reason])
        return hashlib.sha256(what.encode()).hexdigest()[:32]


AROUND = 60  # characters of context on each side, at most


def at(passage: Passage, start: int, end: int, **more) -> Finding:
    """Return a finding about a stretch of a passage, with the words around it."""
    text = passage.text
    return Finding(
        place=passage.place,
        label=passage.label,
        field=passage.field,
        excerpt=text[start:end],
        before=_words_before(text, start),
        after=_words_after(text, end),
        start=start,
        **more,
    )


def _words_before(text: str, start: int) -> str:
    """Return the whole words before a place; “…” where the text goes on."""
    words = text[max(0, start - AROUND) : start]
    if start <= AROUND:
        return words
    return "…" + (words.partition(" ")[2] or words)


def _words_after(text: str, end: int) -> str:
    words = text[end : end + AROUND]
    if end + AROUND >= len(text):
        return words
    return (words.rpartition(" ")[0] or words) + "…"


def passages_of(content: dict) -> list[Passage]:
    """Return every text that an author wrote, in reading order."""
    passages = [Passage("title", 0, "title", "Title", content["title"])]
    for item in content["front_matter"]:
        passages.append(Passage("front-matter", item["id"], "value", item["label"], item["value"]))
    for section in content["sections"]:
        label = section["heading"] or "Section without a heading"
        passages.append(Passage("section", section["id"], "heading", label, section["heading"]))
        passages.append(Passage("section", section["id"], "text", label, section["text"]))
    for footnote in content["footnotes"]:
        passages.append(Passage("footnote", footnote["id"], "text", f"Footnote {footnote['number']}", footnote["text"]))
    for annex in content["annexes"]:
        passages.append(Passage("annex", annex["id"], "text", annex["title"], annex["text"]))
    return passages

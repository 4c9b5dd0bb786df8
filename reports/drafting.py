"""The first text of a note: what the data give as sentences, each in the section where notes have it. Pure.

It is fact alone, in the order of a note: where the conference stands in its series; who took part, from where, for how
long; what was on the agenda. What was said and agreed there, and what it was worth, is left to the author.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lib.markup import escape
from reports.facts import Data, Fact, all_facts
from reports.facts.phrases import Phrases
from reports.labels import labels

# Paragraphs of each section, as the keys of their facts; “group” stands for all groups of States that took part whole.
BACKGROUND = [["series"]]
HIGHLIGHTS = [["total", "states", "group", "sectors", "length"], ["order", "keynotes"]]


@dataclass
class FirstText:
    """The text of one section, with the facts that it states."""

    text: str = ""
    facts: list[Fact] = field(default_factory=list)


def first_texts(headings: Sequence[str], data: Data, basis: str, language: str) -> list[FirstText]:
    """Return a text for each heading, counted on the basis; empty where the data say nothing that belongs there."""
    texts = [FirstText() for _ in headings]
    if not texts:
        return texts
    background, highlights, comments = _places(headings, language)
    by_key = _facts(data, basis, language)
    phrases = Phrases(language)
    for place, paragraphs in ((background, BACKGROUND), (highlights, HIGHLIGHTS)):
        for keys in paragraphs:
            facts = [fact for key in keys for fact in by_key.get(key, [])]
            _add(texts[place], phrases.sentences(*(escape(fact.sentence) for fact in facts)), facts)
    if comments is not None and data.conference.contact_email:
        _add(texts[comments], phrases.say_within("contact", address=escape(data.conference.contact_email)), [])
    return texts


def _places(headings, language):
    """Return in which sections background, highlights and the address stand: by their usual names, else by their order."""
    words, known = labels(language), [heading.casefold() for heading in headings]

    def place(name, otherwise):
        usual = words[name].casefold()
        return known.index(usual) if usual in known else otherwise

    return place("background", 0), place("highlights", min(1, len(known) - 1)), place("comments", None)


def _facts(data, basis, language):
    by_key = {}
    sizes = {f"group:{group.name}": len(set(group.codes)) for group in data.groups}
    for fact in all_facts(data, basis, language):
        if fact.key in sizes and len(fact.value) == sizes[fact.key]:
            by_key.setdefault("group", []).append(fact)
        elif fact.sentence:
            by_key[fact.key] = [fact]
    return by_key


def _add(section, paragraph, facts):
    section.text = "\n\n".join(part for part in (section.text, paragraph) if part)
    section.facts += facts

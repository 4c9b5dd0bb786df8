"""A text that comes back from outside, joined with the note that went out: same parts keep their identity. Pure."""

from lib.markup import plain_text, to_html
from reports.choices import FrontMatterKey, SectionLevel
from reports.composing import annexes_of, value_lines
from reports.labels import key_of
from reports.note_text import ParsedNote


def merged(content: dict, parsed: ParsedNote) -> dict:
    """Return the content that the note would have: parts are known by label, heading and number.

    Annexes are the note's own: what a file says of them is not taken.
    """
    came_back = _without_annexes(parsed.sections, content)
    front_matter, sections = list(content["front_matter"]), list(content["sections"])
    footnotes = {footnote["number"]: footnote for footnote in content["footnotes"]}
    return content | {
        "title": parsed.title or content["title"],
        "front_matter": [_item(front_matter, label, value, content) for label, value in parsed.front_matter],
        "sections": [_section(sections, heading, "\n\n".join(texts)) for heading, texts in came_back],
        "footnotes": [
            _footnote(footnotes.get(number), number, text, is_on_title=number == parsed.title_footnote)
            for number, text in parsed.footnotes.items()
        ],
    }


def _without_annexes(sections, content):
    """Leave out what stands from the first heading on that is an annex's."""
    headings = {f"{annex.heading}\n{annex.title}" for annex in annexes_of(content)}
    kept = []
    for heading, texts in sections:
        if plain_text(heading) in headings:
            break
        kept.append((heading, texts))
    return kept


def _item(items, label, value, content):
    known = _taken(items, lambda item: item["label"] == label)
    if known and _reads_alike(value_lines(known, content["language"]), value):
        return known
    key = known["key"] if known else key_of(label) or FrontMatterKey.OTHER
    return {"id": known["id"] if known else None, "key": key, "label": label, "value": value, "groups": []}


def _section(sections, heading, text):
    known = _taken(sections, lambda section: section["heading"] == heading)
    if known is None:
        return {"id": None, "heading": heading, "level": SectionLevel.SECTION, "text": text}
    return known if _reads_alike(known["text"], text) else known | {"text": text}


def _footnote(known, number, text, *, is_on_title):
    if known and _reads_alike(known["text"], text):
        text = known["text"]
    return {"id": known["id"] if known else None, "number": number, "text": text, "is_on_title": is_on_title}


def _reads_alike(one, other):
    """Whether two texts print the same, however their marks are written: then the author's own is kept."""
    return one == other or to_html(one) == to_html(other)


def _taken(parts, is_it):
    found = next((part for part in parts if is_it(part)), None)
    if found:
        parts.remove(found)
    return found

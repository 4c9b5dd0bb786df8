"""A text that comes back from outside, joined with the note that went out: same parts keep their identity. Pure."""

from dataclasses import replace

from lib.markup import FOOTNOTE, plain_text, to_html
from lib.text import whole_number
from reports.choices import FrontMatterKey, SectionLevel
from reports.composing import annexes_of, document_of, value_lines
from reports.groups import read_joined
from reports.labels import key_of
from reports.note_document import LinkedFootnotes, compose
from reports.note_text import ParsedNote


def merged(content: dict, parsed: ParsedNote) -> dict:
    """Return the content that the note would have: parts are known by label, heading and number.

    A section with another heading is known by its text. What was not changed keeps the marks that its author wrote.
    Annexes are the note's own: what a file says of them is not taken.
    """
    parsed = _with_own_numbers(parsed, content)
    came_back = _without_annexes(parsed.sections, content)
    headings = {heading for heading, _ in came_back}
    front_matter, sections = list(content["front_matter"]), list(content["sections"])
    footnotes = {footnote["number"]: footnote for footnote in content["footnotes"]}
    return content | {
        "title": parsed.title or content["title"],
        "front_matter": [_item(front_matter, label, value, content) for label, value in parsed.front_matter],
        "sections": [_section(sections, heading, "\n\n".join(texts), headings) for heading, texts in came_back],
        "footnotes": [
            _footnote(footnotes.get(number), number, text, is_on_title=number == parsed.title_footnote)
            for number, text in parsed.footnotes.items()
        ],
    }


def _with_own_numbers(parsed, content):
    """Number footnotes as the note does: a file counts them in the order of their calls, whatever their numbers are here.

    A footnote is known by its text, else by its place among those that are called; a new one gets a new number.
    """
    free = {footnote["number"]: footnote["text"] for footnote in content["footnotes"]}
    marks = LinkedFootnotes({str(number): text for number, text in free.items()})
    compose(document_of(content), marks)
    printed = dict(enumerate(map(int, marks.numbers), start=1))
    next_number, own = max(free, default=0) + 1, {}
    for number, text in parsed.footnotes.items():
        own[number] = next((known for known, said in free.items() if _reads_alike(said, text)), None)
        free.pop(own[number], None)
    for number in parsed.footnotes:
        if own[number] is None and printed.get(number) in free:
            own[number] = printed[number]
            free.pop(own[number])
        elif own[number] is None:
            own[number], next_number = next_number, next_number + 1

    def renamed(text):
        return FOOTNOTE.sub(lambda call: f"[^{own.get(whole_number(call[1]), call[1])}]", text)

    return replace(
        parsed,
        title_footnote=own.get(parsed.title_footnote),
        front_matter=[(renamed(label), renamed(value)) for label, value in parsed.front_matter],
        sections=[(renamed(heading), [renamed(text) for text in texts]) for heading, texts in parsed.sections],
        footnotes={own[number]: text for number, text in parsed.footnotes.items()},
    )


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
    groups = _groups(known, value, content["language"]) if known else None
    if groups:
        return known | {"groups": groups}
    key = known["key"] if known else key_of(label) or FrontMatterKey.OTHER
    return {"id": known["id"] if known else None, "key": key, "label": label, "value": value, "groups": []}


def _groups(known, value, language):
    """Return the named groups with what came back of them; None when anything else of the value changed too."""
    lines = plain_text(value).split("\n")
    own = plain_text(known["value"]).split("\n") if known["value"] else []
    if not known["groups"] or lines[: len(own)] != own:
        return None
    groups = [read_joined(line, known["groups"], language) for line in lines[len(own) :]]
    return groups if groups and all(groups) else None


def _section(sections, heading, text, headings):
    known = _taken(sections, lambda section: section["heading"] == heading) or _taken(
        sections,
        lambda section: text and section["heading"] not in headings and _reads_alike(section["text"], text),
    )
    if known is None:
        return {"id": None, "heading": heading, "level": SectionLevel.SECTION, "text": text}
    return known | {"heading": heading, "text": _in_own_marks(known["text"], text)}


def _in_own_marks(own, text):
    """Return a text whose paragraphs, lists and tables are written as the author wrote those that print the same."""
    if _reads_alike(own, text):
        return own
    blocks = own.split("\n\n")
    runs = ["\n\n".join(blocks[place : place + size]) for size in (3, 2, 1) for place in range(len(blocks))]
    known = {to_html(run): run for run in runs}  # lists that follow one another come back as one block
    return "\n\n".join(known.get(to_html(block), block) for block in text.split("\n\n"))


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

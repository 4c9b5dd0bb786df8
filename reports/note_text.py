"""Reading an information note from its plain text: title, front matter, sections, footnotes.

Generous about shapes, exact about text: labels and headings may have any words, a footnote may stand anywhere, a
paragraph may be one line or several; but no character of it is changed. What comes out is Markdown (lib.markup) with
each sign that would mean something escaped, and a superscript mark that has a footnote turned into a reference `[^2]`.
What cannot be placed is kept and listed with the reason.
"""

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from lib import markup

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
TO_FIGURES = str.maketrans(SUPERSCRIPTS, "0123456789")
MARK = re.compile(f"[{SUPERSCRIPTS}]{{1,6}}")
FOOTNOTE = re.compile(rf"([{SUPERSCRIPTS}]{{1,6}})[ \t\u00a0\u2009\u202f]*(?=\S)")
# "10²", "500 m²", "km³": a power, not the mark of a footnote.
POWER = re.compile(r"(?:\d|(?<![^\W\d_])[kcmdh]?m)$")
LABEL = re.compile(r"([^\W\d_][^:：.!?;“”\"\n]{0,58}?)[ \t\u00a0\u202f]*[:：](?!//)[ \t\u00a0]*(.*)", re.DOTALL)
ENDS = tuple(".!?;:,…。！？；：，")
LONGEST_LABEL = 6  # words
LONGEST_HEADING = 12  # words
LONGEST_TITLE = 30  # words
A_WRAPPED_LINE = 60  # characters: a line this long, with another below it, was broken by its editor
AN_UNWRAPPED_LINE = 140  # characters: nobody's editor breaks lines so late, so here each line is a paragraph


@dataclass(frozen=True)
class Unplaced:
    """A text that fits nowhere, or a mark that leads nowhere, and why."""

    text: str
    reason: str


@dataclass
class ParsedNote:
    """What was read. All texts but the title's and those unplaced are Markdown."""

    title: str = ""
    title_footnote: int | None = None
    front_matter: list[tuple[str, str]] = field(default_factory=list)
    sections: list[tuple[str, list[str]]] = field(default_factory=list)
    footnotes: dict[int, str] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)


def parse(text: str) -> ParsedNote:
    """Read a note's plain text."""
    paragraphs, footnotes, unplaced = _part_footnotes(_paragraphs(text))
    reader = _Reader(footnotes, unplaced)
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:], fillvalue=""):
        reader.take(paragraph, following)
    return reader.finish()


def _paragraphs(text):
    """Split a text into paragraphs: at blank lines, and at line ends where lines are not wrapped."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [line for line in lines if line.strip()]
    if len(filled) == len(lines) - (not lines[-1].strip()) or any(len(line) > AN_UNWRAPPED_LINE for line in filled):
        return [line.strip() for line in filled]
    blocks = re.split(r"\n\s*\n", "\n".join(lines))
    return [each for block in blocks if block.strip() for each in _opened(block.strip())]


def _opened(block):
    """Split a block of lines where one begins a labelled line or a footnote."""
    opened = []
    for line in block.split("\n"):
        if not opened or FOOTNOTE.match(line.strip()) or (_label(line.strip()) and _label(opened[0])):
            opened.append(line.strip())
        else:
            wrapped = len(opened[-1].rpartition("\n")[2]) >= A_WRAPPED_LINE
            opened[-1] += (" " if wrapped else "\n") + line.strip()
    return opened


def _part_footnotes(paragraphs):
    """Part the footnotes, wherever they stand, from the rest."""
    rest, footnotes, unplaced = [], {}, []
    for paragraph in paragraphs:
        found = FOOTNOTE.match(paragraph)
        if not found:
            rest.append(paragraph)
            continue
        number = int(found[1].translate(TO_FIGURES))
        if number in footnotes:
            unplaced.append(Unplaced(paragraph, f"There is already a footnote {number}."))
        else:
            footnotes[number] = paragraph[found.end() :]
    return rest, footnotes, unplaced


def _label(paragraph):
    """Return (label, value) of a line such as "Date and venue: 8 June 2017", or None."""
    found = LABEL.fullmatch(paragraph)
    if not found or len(found[1].split()) > LONGEST_LABEL or not _begins_like_a_heading(found[1]):
        return None
    return found[1].rstrip(), found[2].strip()


def _is_heading(paragraph, longest=LONGEST_HEADING):
    bare = MARK.sub("", paragraph).rstrip()
    return (
        "\n" not in bare
        and 0 < len(bare.split()) <= longest
        and not bare.endswith(ENDS)
        and _begins_like_a_heading(bare)
        and "@" not in bare
    )


def _heading_on_text(paragraph):
    """Return (heading, text) of a paragraph whose first line is a heading, or None."""
    heading, _, below = paragraph.partition("\n")
    if below and _is_heading(heading) and len(heading) < A_WRAPPED_LINE and _is_prose(below):
        return heading, below
    return None


def _is_prose(text):
    """Say whether a text reads as sentences rather than as a heading, a label or a name."""
    return not _label(text) and (len(text.partition("\n")[0]) >= A_WRAPPED_LINE or text.endswith(ENDS))


def _begins_like_a_heading(text):
    """Headings and labels begin with a letter that is not small, a figure, or a quotation mark before one."""
    first = text.lstrip("“”\"'«‘(")[:1]
    return first.isalnum() and not first.islower()


class _Reader:
    """Takes a note's paragraphs one by one and puts each where it belongs."""

    def __init__(self, footnotes, unplaced):
        self.note = ParsedNote(unplaced=unplaced)
        self.texts = footnotes
        self.referred = []
        self.has_begun = False

    def take(self, paragraph, following):
        if not self.has_begun:
            self.has_begun = True
            if self._take_title(paragraph):
                return
        if self.note.sections:
            self._take_body(paragraph)
        else:
            self._take_front_matter(paragraph, following)

    def _take_title(self, paragraph):
        if _label(paragraph) or not _is_heading(paragraph.replace("\n", " "), LONGEST_TITLE):
            self.note.unplaced.append(Unplaced("", "The note has no title."))
            return False
        mark = re.search(rf"[{SUPERSCRIPTS}]{{1,6}}$", paragraph)
        number = int(mark[0].translate(TO_FIGURES)) if mark else None
        if number in self.texts:
            self.note.title_footnote = number
            self.referred.append(number)
            paragraph = paragraph[: mark.start()].rstrip()
        elif mark:
            self._report_mark(mark[0], "the title")
        self.note.title = paragraph.replace("\n", " ")
        return True

    def _take_front_matter(self, paragraph, following):
        begins_the_text = _is_heading(paragraph) or _heading_on_text(paragraph)
        if pair := _label(paragraph):
            label, value = pair
            self.note.front_matter.append((self._marked(label, label), self._marked(value, label)))
        elif self._waits_for_a_value() and not (begins_the_text and _is_prose(following)):
            label = self.note.front_matter[-1][0]
            self.note.front_matter[-1] = (label, self._marked(paragraph, label))
        elif begins_the_text:
            self._take_body(paragraph)
        else:
            self.note.unplaced.append(Unplaced(paragraph, "It stands before the first heading and has no label."))

    def _waits_for_a_value(self):
        return bool(self.note.front_matter) and not self.note.front_matter[-1][1]

    def _take_body(self, paragraph):
        if _is_heading(paragraph):
            self.note.sections.append((self._marked(paragraph, paragraph), []))
        elif parts := _heading_on_text(paragraph):
            heading, below = parts
            self.note.sections.append((self._marked(heading, heading), [self._marked(below, heading)]))
        else:
            heading, paragraphs = self.note.sections[-1]
            paragraphs.append(self._marked(paragraph, heading))

    def _marked(self, text, place):
        """Return the Markdown of a text: its marks as references, all else escaped."""
        parts, end = [], 0
        for found in MARK.finditer(text):
            if POWER.search(text[: found.start()]):
                continue
            numbers = self._numbers(found[0])
            if not numbers:
                self._report_mark(found[0], f"“{place}”")
                continue
            self.referred += numbers
            parts += [markup.escape(text[end : found.start()]), *(f"[^{number}]" for number in numbers)]
            end = found.end()
        return "".join([*parts, markup.escape(text[end:])])

    def _numbers(self, mark):
        """Return the footnotes that a mark means: ¹² is the twelfth if there is one, else the first and the second."""
        whole = int(mark.translate(TO_FIGURES))
        if whole in self.texts:
            return [whole]
        single = [int(figure) for figure in mark.translate(TO_FIGURES)]
        return single if all(number in self.texts for number in single) else []

    def _report_mark(self, mark, place):
        self.note.unplaced.append(Unplaced(mark, f"The mark {mark} in {place} has no footnote."))

    def finish(self):
        for number, text in self.texts.items():
            if number in self.referred:
                self.note.footnotes[number] = markup.escape(text)
            else:
                sign = str(number).translate(str.maketrans("0123456789", SUPERSCRIPTS))
                self.note.unplaced.append(Unplaced(f"{sign} {text}", f"No mark {sign} refers to this footnote."))
        return self.note

"""Numbers in front of paragraphs and headings, the same on the page, on paper and in Word. Pure."""

import re

from django.utils.safestring import SafeString

from reports.choices import HeadingNumbers, SectionLevel

BLOCKS = re.compile(r"<(/?)(p|ul|ol|blockquote|table)\b[^>]*>")
ROMAN = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def number_paragraphs(html: SafeString, number: int) -> tuple[SafeString, int]:
    """Return a narrative with its own paragraphs numbered from `number`, and the number that comes next.

    Paragraphs inside lists, quotations and tables have none.
    """
    parts, end, depth = [], 0, 0
    for tag in BLOCKS.finditer(html):
        if tag[2] != "p":
            depth += -1 if tag[1] else 1
        elif not tag[1] and not depth:
            parts += [html[end : tag.end()], f'<span class="paragraph-number">{number}.</span> ']
            end, number = tag.end(), number + 1
    return SafeString("".join([*parts, html[end:]])), number


def heading_numbers(levels: list[str], form: str) -> list[str]:
    """Return what stands before each heading: “I. ”, “A. ”, or “1. ”, “1.1. ”; nothing when they are not numbered."""
    if not form:
        return ["" for _ in levels]
    numbers, section, below = [], 0, 0
    for level in levels:
        if level == SectionLevel.SECTION or not section:
            section, below = section + 1, 0
            numbers.append(f"{roman(section) if form == HeadingNumbers.ROMAN else section}. ")
        else:
            below += 1
            numbers.append(f"{_letter(below)}. " if form == HeadingNumbers.ROMAN else f"{section}.{below}. ")
    return numbers


def roman(number: int) -> str:
    """Write a number below forty in Roman figures."""
    text = ""
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def _letter(number):
    return LETTERS[number - 1] if number <= len(LETTERS) else str(number)

"""Numbers of paragraphs and headings."""

import pytest

from lib.markup import to_html
from reports.note_document import NoteDocument, Section
from reports.numbering import heading_numbers, number_paragraphs, roman
from tests.poppler import squash, tagged_blocks
from tests.reports.notes import print_note

LEVELS = ["1", "2", "2", "1", "2"]


def test_paragraphs_of_the_text_have_numbers_and_those_inside_other_blocks_have_none():
    html, following = number_paragraphs(to_html("One.\n\n- a\n\n- b\n\n> quoted\n\nTwo."), 7)

    assert html.count('class="paragraph-number"') == 2
    assert '<p><span class="paragraph-number">7.</span> One.</p>' in html
    assert '<p><span class="paragraph-number">8.</span> Two.</p>' in html
    assert following == 9


def test_numbers_go_on_across_sections_and_stand_in_the_pdf():
    document = NoteDocument(
        title="A note",
        sections=[Section("Background", "One.\n\nTwo."), Section("Highlights", "Three.")],
        is_numbered=True,
        first_number=12,
    )

    assert [squash(text) for kind, text in tagged_blocks(print_note(document)) if kind == "P"] == [
        "12.One.",
        "13.Two.",
        "14.Three.",
    ]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("", ["", "", "", "", ""]),
        ("roman", ["I. ", "A. ", "B. ", "II. ", "A. "]),
        ("arabic", ["1. ", "1.1. ", "1.2. ", "2. ", "2.1. "]),
    ],
)
def test_headings_are_numbered_in_either_form(form, numbers):
    assert heading_numbers(LEVELS, form) == numbers


def test_roman_figures():
    assert [roman(number) for number in (1, 4, 9, 14, 39)] == ["I", "IV", "IX", "XIV", "XXXIX"]

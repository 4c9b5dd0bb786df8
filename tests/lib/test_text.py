"""Folding of names for search and order."""

import pytest

from lib.text import search_key, whole_number, without_breaks, without_controls


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Núñez", "nunez"),
        ("Müller-Lüdenscheidt", "muller-ludenscheidt"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Søren  Kierkegård", "soren kierkegard"),
        ("McDonald", "mcdonald"),
        ("O’Neill", "o'neill"),
        ("محمد", "محمد"),
        ("李明", "李明"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_names_are_found_without_accents_and_case(text, key):
    assert search_key(text) == key


def test_several_texts_make_one_key():
    assert search_key("Elena", "", "Núñez", "elena@example.org") == "elena nunez elena@example.org"


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("٣", 3), ("9" * 9, 999_999_999), ("9" * 10, None), ("-1", None), ("²", None), ("", None)],
)
def test_a_number_is_read_when_it_is_one_and_not_too_long(text, number):
    assert whole_number(text) == number


def test_signs_that_xml_forbids_are_left_out():
    assert without_controls("a\x0bb\x00c\ud800\ufffe\tठ\U0001f600\n") == "abc\tठ\U0001f600\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ana  Muster", "Ana  Muster"),
        ("Ana,\r\n\r\n Muster\n", "Ana, Muster"),
        ("A\u2028B\x0bC\x85D", "A B C D"),
        ("", ""),
    ],
)
def test_what_keeps_to_one_line_has_its_line_breaks_as_blanks(text, line):
    assert without_breaks(text) == line

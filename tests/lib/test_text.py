"""Folding of names for search and order."""

import pytest

from lib.text import search_key


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

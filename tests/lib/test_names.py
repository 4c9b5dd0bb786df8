"""Whole names are taken apart where the list says where, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.names import take_apart


@pytest.mark.parametrize(
    ("text", "honorific", "given", "family"),
    [
        ("NÚÑEZ, Elena", "", "Elena", "NÚÑEZ"),
        ("Núñez Prado, Elena María", "", "Elena María", "Núñez Prado"),
        ("Núñez, Ms. Elena", "Ms.", "Elena", "Núñez"),
        ("Ms. Elena NÚÑEZ", "Ms.", "Elena", "NÚÑEZ"),
        ("H.E. Mr. Juan DE LA CRUZ", "H.E. Mr.", "Juan", "DE LA CRUZ"),
        ("Ana de la CRUZ", "", "Ana", "de la CRUZ"),
        ("Dr Iain McDONALD", "Dr", "Iain McDONALD", None),
        ("WANG Xiaoming", "", "Xiaoming", "WANG"),
        ("Iain McDonald", "", "", "Iain McDonald"),
        ("ELENA NÚÑEZ", "", "", "ELENA NÚÑEZ"),
        ("Suharto", "", "", "Suharto"),
        ("Ms. Suharto", "Ms.", "", "Suharto"),
        ("王小明", "", "", "王小明"),
        ("ليلى المنصوري", "", "", "ليلى المنصوري"),
        ("Anna B. MÜLLER-LÜDENSCHEIDT", "", "Anna B.", "MÜLLER-LÜDENSCHEIDT"),
        ("A. NÚÑEZ B. PRADO", "", "", "A. NÚÑEZ B. PRADO"),
        (",", "", "", ","),
    ],
)
def test_names_of_lists(text, honorific, given, family):
    name = take_apart(text)

    if family is None:  # capitals only in part of a word say nothing
        honorific, given, family = honorific, "", given
    assert (name.honorific, name.given, name.family) == (honorific, given, family)


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_no_letter_of_a_name_is_lost_and_none_is_changed(text):
    name = take_apart(text)

    parts = f"{name.honorific} {name.given} {name.family}"
    assert name.family
    assert sorted(parts.replace(",", "").split()) == sorted(text.replace(",", " ").split()) or "," in text
    assert sorted("".join(parts.split()).replace(",", "")) == sorted("".join(text.split()).replace(",", ""))

"""Personal links: signed, bound to a purpose, revocable by version, opened by older keys too (SEC-01)."""

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from lib import links

PURPOSE = "participants:invitation"


@given(pk=st.integers(1, 10**12), version=st.integers(0, 10**6))
def test_a_link_says_what_it_was_made_of(pk, version):
    assert links.read(PURPOSE, links.make(PURPOSE, pk, version)) == links.Link(pk, version)


@given(position=st.integers(0, 46), replacement=st.sampled_from("abcXYZ019-_."))
def test_no_character_of_a_link_may_be_changed(position, replacement):
    link = links.make(PURPOSE, 17, 3)
    changed = link[:position] + replacement + link[position + 1 :]

    assert links.read(PURPOSE, changed) in {None, links.Link(17, 3) if changed == link else None}


def test_a_link_opens_nothing_but_its_purpose():
    assert links.read("participants:me", links.make(PURPOSE, 17, 3)) is None


def test_the_signature_has_256_bits():
    signature = links.make(PURPOSE, 17, 3).rpartition(".")[2]

    assert len(signature) == 43


def test_links_made_with_an_older_key_still_open():
    with override_settings(SECRET_KEY="the key of last year, which was long enough"):
        old = links.make(PURPOSE, 17, 3)
    assert links.read(PURPOSE, old) is None

    with override_settings(SECRET_KEY_FALLBACKS=["the key of last year, which was long enough"]):
        assert links.read(PURPOSE, old) == links.Link(17, 3)


@pytest.mark.parametrize("text", ["", ".", "1.2", "1.2.3", "é.ü.ß", "1.2.", "x" * 5000])
def test_nonsense_is_no_link(text):
    assert links.read(PURPOSE, text) is None

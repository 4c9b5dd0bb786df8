"""Vague values in the environment stop the start, with the variable's name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


def test_a_flag_is_yes_or_no(monkeypatch):
    monkeypatch.setenv("SWITCH", "yes")
    assert env.flag("SWITCH") is True

    monkeypatch.setenv("SWITCH", "no")
    assert env.flag("SWITCH", default=True) is False

    monkeypatch.setenv("SWITCH", "true")
    with pytest.raises(ImproperlyConfigured, match="SWITCH must be 'yes' or 'no', not 'true'"):
        env.flag("SWITCH")


def test_a_number_is_whole(monkeypatch):
    assert env.number("COUNT", default=3) == 3

    monkeypatch.setenv("COUNT", "-1")
    with pytest.raises(ImproperlyConfigured, match="COUNT must be a whole number, not '-1'"):
        env.number("COUNT", default=3)


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("HOSTS", "a.example.org, b.example.org,,")

    assert env.words("HOSTS") == ["a.example.org", "b.example.org"]


@pytest.mark.parametrize("value", ["", "too short"])
def test_a_missing_secret_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("SECRET_KEY", value)

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is missing or shorter than 32 characters"):
        env.secret("SECRET_KEY")

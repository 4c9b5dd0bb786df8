"""What people type cannot forge a line of the log, and no line opens a personal page (SEC-03, PRIV-02)."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from lib import links
from lib.logs import LineFormatter
from tests.factories import make_conference, make_registration


def line(text, *args, exc_info=None):
    record = logging.LogRecord("x", logging.INFO, "f.py", 1, text, args, exc_info)
    return LineFormatter("{levelname} {message}", style="{").format(record)


@pytest.mark.parametrize(
    "typed",
    [
        "a\nINFO signed in: user 1",
        "a\r\nINFO b",
        "\x1b[2K\x1b[1A",
        "\u2028INFO b",
        "\x00",
        "\x9b31m",
        '{"level": "INFO"}\n',
    ],
)
def test_what_a_person_typed_stays_one_line_without_control_signs(typed):
    said = line("failed: %s", typed)

    assert len(said.splitlines()) == 1
    assert all(sign.isprintable() for sign in said)


def test_umlauts_and_other_scripts_stay_readable():
    assert line("%s", "Núñez 李小龍 منصور") == "INFO Núñez 李小龍 منصور"


def test_a_traceback_keeps_its_lines_and_loses_the_links():
    try:
        raise ValueError("/me/7.2.x-y/ is broken")
    except ValueError as error:
        said = line("fault", exc_info=(type(error), error, error.__traceback__))

    assert len(said.splitlines()) > 2
    assert "7.2.x-y" not in said
    assert "/me/…/ is broken" in said


@pytest.mark.django_db
def test_no_page_behind_a_link_leaves_the_link_in_the_log(caplog):
    registration = make_registration(make_conference())
    link = links.make("participants:me", registration.pk, registration.link_version)
    other = links.make("participants:me", registration.pk, registration.link_version + 1)
    caplog.set_level(logging.DEBUG)

    for text in (link, other, link + "x"):
        Client().get(reverse("participants:me", kwargs={"link": text}))
        Client().post(reverse("participants:me", kwargs={"link": text}))

    assert len(caplog.records) >= 4
    said = [LineFormatter("{message}", style="{").format(record) for record in caplog.records]
    assert [each for each in said if link[:20] in each or other[:20] in each] == []

"""Printed documents are kept; short ones are made at once, long ones wait for the worker."""

import fcntl
import os

import pytest

from lib.pdf import DocumentError
from reports import printing
from reports.printing import Order, ask_for, print_what_waits, seconds_waited, stored


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "documents"


def order(text="Text", length=0):
    comment = f"<!--{'x' * length}-->"
    html = f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><h1>T</h1>{text}{comment}</body></html>'
    return Order(html, ("document",))


LONG = printing.SHORT


class Broken:
    def render(self, *_, **__):
        raise AssertionError("nothing should be made anew")


def test_a_short_document_is_made_at_once_and_kept(monkeypatch):
    first = ask_for(order())
    monkeypatch.setattr(printing, "at_once", Broken())

    assert first.body.startswith(b"%PDF")
    assert ask_for(order()) == first == stored(order().digest)


def test_other_text_or_styles_make_another_document():
    assert len({order().digest, order("Other").digest, Order(order().html, ("document", "note")).digest}) == 3


def test_a_long_document_waits_for_the_worker(folder):
    long = order(length=LONG)
    os.utime(folder.parent)

    assert ask_for(long) is None
    assert ask_for(long) is None
    assert len(list((folder / "waiting").iterdir())) == 1
    assert 0 <= seconds_waited(long.digest) < 60

    assert print_what_waits()
    assert ask_for(long).body.startswith(b"%PDF")
    assert not print_what_waits()


def test_a_long_document_that_is_refused_says_why_for_a_while(folder):
    long = order("☃", length=LONG)
    ask_for(long)
    print_what_waits()

    with pytest.raises(DocumentError, match="☃"):
        ask_for(long)

    os.utime(folder / f"{long.digest}.refused", (0, 0))
    assert ask_for(long) is None


def test_two_workers_do_not_make_the_same_document(folder):
    long = order(length=LONG)
    ask_for(long)
    with (folder / "waiting" / f"{long.digest}.json").open("rb") as taken:
        fcntl.flock(taken, fcntl.LOCK_EX)
        assert not print_what_waits()

    assert print_what_waits()


def test_what_nobody_asked_for_in_a_month_is_dropped(folder):
    old, used = ask_for(order("Old")), ask_for(order("Used"))
    for each in (old, used):
        os.utime(folder / f"{each.digest}.pdf", (0, 0))
    stored(used.digest)

    ask_for(order("New"))

    assert stored(old.digest) is None
    assert stored(used.digest) == used

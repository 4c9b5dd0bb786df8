"""Documents are made in a process of their own, within limits, and nothing that one does harms the next (SEC-15)."""

import os
import signal
import threading
from pathlib import Path

import pytest

from lib import pdf
from lib.pdf import DocumentError
from lib.pdf_process import Limits, Press


def page(body):
    return f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><h1>T</h1>{body}</body></html>'


SHORT = page("<p>Short</p>")
ROWS = "<tr><td>One person</td><td>Of one delegation</td></tr>"


@pytest.fixture
def press():
    made = []

    def press(*, seconds=600, **limits):
        made.append(Press(Limits(seconds=seconds, **limits)))
        return made[-1]

    yield press
    for each in made:
        each.close()


def test_the_process_makes_what_the_press_makes_and_is_kept(press):
    asked = press()
    files = {"a.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>A</title></svg>'}
    html = page('<p><img src="given:a.svg" alt="A sign"></p>')

    first = asked.render(SHORT)
    process = asked._process.pid

    assert first == pdf.render(SHORT)
    assert asked.render(html, files=files) == pdf.render(html, files=files)
    assert asked._process.pid == process != os.getpid()


def test_a_refusal_comes_back_as_the_sentence(press):
    asked = press()

    with pytest.raises(DocumentError, match=r"cannot show “☃”"):
        asked.render(page("<p>☃</p>"))
    assert asked.render(SHORT).startswith(b"%PDF")


def test_a_document_of_50_000_rows_is_stopped_and_the_next_one_is_made(press):
    asked = press(seconds=6)

    with pytest.raises(DocumentError, match="stopped, because it takes longer than 6 seconds"):
        asked.render(page(f"<table>{ROWS * 50_000}</table>"))

    later = press()
    asked.limits = later.limits
    assert asked.render(SHORT).startswith(b"%PDF")


def test_the_number_of_pages_is_limited(press):
    long = page('<p class="x">x</p>' + '<div style="break-before: page">x</div>' * 4)

    with pytest.raises(DocumentError, match="has 5 pages; 4 are the most"):
        press(pages=4).render(long)
    assert press(pages=5).render(long).startswith(b"%PDF")


def test_the_memory_is_limited(press):
    asked = press(megabytes=290)

    with pytest.raises(DocumentError, match=r"takes more than the press has|needs more memory"):
        asked.render(page(f"<table>{ROWS * 6_000}</table>"))
    assert asked.render(SHORT).startswith(b"%PDF")


def test_what_is_far_too_large_is_not_even_begun(press):
    asked = press(characters=100)

    with pytest.raises(DocumentError, match="too large to be printed"):
        asked.render(page("x" * 100))
    assert asked._process is None


def test_a_process_that_died_is_replaced(press):
    asked = press()
    asked.render(SHORT)
    os.kill(asked._process.pid, signal.SIGKILL)
    asked._process.wait()

    assert asked.render(SHORT).startswith(b"%PDF")


def test_threads_wait_for_each_other(press):
    asked = press()
    made = []
    threads = [threading.Thread(target=lambda: made.append(asked.render(SHORT))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 4
    assert len(set(made)) == 1


def test_the_process_has_no_secrets(press, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    asked = press()
    asked.warm_up()

    environment = Path(f"/proc/{asked._process.pid}/environ").read_bytes()

    assert b"a secret" not in environment
    assert asked.render(SHORT).startswith(b"%PDF")

"""Printed documents are kept by what they are made of: a page that needs no new PDF serves the one that is there.

A short document is made while its reader waits. A long one is left as an order in a folder, where the worker finds it
(tasks.py); meanwhile its reader sees a page that comes back by itself. The folder is the queue: what a worker had begun
when it died is still there.
"""

import fcntl
import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from pathlib import Path

from django.conf import settings

from lib import pdf
from lib.pdf_fonts import missing_glyphs
from lib.pdf_process import Limits, Press
from reports.note_document import SHEETS, NoteDocument, print_html

TEXT = re.compile(r">([^<>]*\S[^<>]*)<")
SHORT = 30_000  # characters of HTML that take about a second
KEPT_DAYS = 30
REFUSAL_SECONDS = 300  # how long a refusal stands before the same document is tried again

at_once = Press(Limits(seconds=20, megabytes=768))
in_the_worker = Press(Limits(seconds=150, pages=2400, megabytes=1024))  # 2,000 badges, one on a page


@dataclass(frozen=True)
class Order:
    """What a document is made of: its HTML, and the names of its print styles."""

    html: str
    sheets: Sequence[str]

    @cached_property
    def digest(self) -> str:
        """A digest of all that the PDF depends on."""
        return hashlib.sha256(self.html.encode() + _press_digest(tuple(self.sheets))).hexdigest()

    @property
    def is_short(self) -> bool:
        return len(self.html) <= SHORT

    @property
    def unprintable(self) -> str:
        """The first text that holds a character which no print font has: whose name it is, in a list."""
        texts = (unescape(text) for text in TEXT.findall(self.html.partition("<body>")[2]))
        return next((text.strip() for text in texts if missing_glyphs(text)), "")


@dataclass(frozen=True)
class Printed:
    """A PDF with the digest of everything that it is made of."""

    body: bytes
    digest: str


def order_of(document: NoteDocument) -> Order:
    """Return what the PDF of a note is made of."""
    return Order(print_html(document), SHEETS)


def printed(order: Order, press: Press = in_the_worker) -> Printed:
    """Return the PDF; it is made only when there is none of the same text, styles and press."""
    made = stored(order.digest)
    if made is None:
        made = Printed(press.render(order.html, sheets=order.sheets), order.digest)
        _write(_path(order.digest), made.body)
    return made


def ask_for(order: Order) -> Printed | None:
    """Return the PDF, made now when it is short; None when it waits for the worker. What was refused stays so a while."""
    if order.is_short:
        return printed(order, at_once)
    if made := stored(order.digest):
        return made
    _raise_refusal(order.digest)
    if not _waiting(order.digest).exists():
        _write(_waiting(order.digest), json.dumps({"html": order.html, "sheets": list(order.sheets)}).encode())
    return None


def stored(digest: str) -> Printed | None:
    """Return a PDF that was made before."""
    try:
        body = _path(digest).read_bytes()
    except FileNotFoundError:
        return None
    os.utime(_path(digest))
    return Printed(body, digest)


def seconds_waited(digest: str) -> int:
    """Return how long an order waits already."""
    path = _waiting(digest)
    return max(int(time.time() - path.stat().st_mtime), 0) if path.exists() else 0


def is_anything_waiting() -> bool:
    """Return whether an order waits."""
    return any(_waiting("").parent.glob("*.json"))


def print_what_waits() -> bool:
    """Make the oldest document that waits and that nobody else makes; return whether there was one."""
    return any(_make(path) for path in sorted(_waiting("").parent.glob("*.json"), key=_modified))


def _make(path):
    try:
        file = path.open("rb")
    except FileNotFoundError:  # another worker has just made it
        return False
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        order = Order(**json.load(file))
        try:
            printed(order)
        except pdf.DocumentError as problem:
            _write(_path(order.digest, "refused"), str(problem).encode())
        path.unlink(missing_ok=True)
    return True


def _raise_refusal(digest):
    path = _path(digest, "refused")
    if _modified(path) > time.time() - REFUSAL_SECONDS:
        raise pdf.DocumentError(path.read_text())


def _modified(path):
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0


def _path(digest, kind="pdf"):
    return Path(settings.VAR_DIR) / "documents" / f"{digest}.{kind}"


def _waiting(digest):
    return Path(settings.VAR_DIR) / "documents" / "waiting" / f"{digest}.json"


@cache
def _press_digest(sheets):
    """Return a digest of what is the same for all documents: print styles, and the code that makes PDFs."""
    parts = [pdf.SHEETS / f"{name}.css" for name in sheets]
    parts += sorted(Path(pdf.__file__).parent.glob("pdf*"))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts if part.is_file())).digest()


def _write(path, body):
    """Write a file so that a reader sees all of it or nothing, and drop what nobody asked for in a long time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(body)
    os.replace(file.name, path)
    before = time.time() - KEPT_DAYS * 24 * 3600
    for old in path.parent.iterdir():
        if old.is_file() and _modified(old) < before:
            old.unlink(missing_ok=True)

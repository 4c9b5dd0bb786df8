"""Printed notes are kept by what they are made of: a page that needs no new PDF serves the one that is there."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from lib import pdf
from reports.note_document import SHEETS, NoteDocument, print_html


@dataclass(frozen=True)
class Printed:
    """A PDF with the digest of everything that it is made of."""

    body: bytes
    digest: str


def printed(document: NoteDocument) -> Printed:
    """Return the PDF of a note, made anew only when its text, the print styles or the press have changed."""
    html = print_html(document)
    digest = hashlib.sha256(html.encode() + _press_digest()).hexdigest()
    path = Path(settings.VAR_DIR) / "documents" / f"{digest}.pdf"
    if path.exists():
        return Printed(path.read_bytes(), digest)
    body = pdf.render(html, sheets=SHEETS)
    _write(path, body)
    return Printed(body, digest)


@cache
def _press_digest():
    """Return a digest of what is the same for all notes: print styles, and the code that makes PDFs."""
    parts = [pdf.SHEETS / f"{name}.css" for name in SHEETS]
    parts += sorted(Path(pdf.__file__).parent.glob("pdf*"))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts if part.is_file())).digest()


def _write(path, body):
    """Write a file so that a reader sees all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(body)
    os.replace(file.name, path)

"""Asks for documents from a process of their own, with limits of time, memory and pages (SEC-15).

The process (lib/pdf_worker.py) is started when it is first needed and kept, because its fonts and styles then are warm.
A document that takes too long is stopped with its process, and the next one gets a new process: nothing that a document
does can harm or hold up whoever asked for longer than its limit.
"""

import atexit
import base64
import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lib.pdf import DocumentError
from lib.pdf_worker import EXHAUSTED, MADE, SIZE, write_block

ROOT = Path(__file__).resolve().parent.parent
KEPT_ENVIRONMENT = ("PATH", "HOME", "XDG_CACHE_HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPYCACHEPREFIX")


@dataclass(frozen=True)
class Limits:
    """What one document may take."""

    seconds: int = 20
    pages: int = 600
    megabytes: int = 1536
    characters: int = 8_000_000


class Press:
    """One process that makes one document at a time; callers of several threads wait for each other."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self._start_anew()
        os.register_at_fork(after_in_child=self._start_anew)
        atexit.register(self.close)

    def render(self, html: str, *, sheets: Sequence[str] = ("document",), files: Mapping[str, bytes] | None = None):
        """Return the PDF of an HTML document, as `lib.pdf.render` does; what is too large is refused with a sentence."""
        if len(html) > self.limits.characters:
            raise DocumentError("The document is too large to be printed. Please print less of it at a time.")
        order = {
            "html": html,
            "sheets": list(sheets),
            "files": {name: base64.b64encode(body).decode() for name, body in (files or {}).items()},
            "seconds": self.limits.seconds,
            "pages": self.limits.pages,
        }
        with self._lock:
            answer = self._ask(json.dumps(order).encode())
            if answer[:1] == EXHAUSTED:  # it ends by itself, and must not be asked again
                self.close()
        if answer[:1] == MADE:
            return answer[1:]
        raise DocumentError(answer[1:].decode())

    def warm_up(self):
        """Start the process, and do not wait for it."""
        with self._lock:
            self._running()

    def close(self):
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            with contextlib.suppress(BrokenPipeError):  # what it did not read any more
                self._process.stdin.close()
            self._process = None

    def _start_anew(self):
        self._lock = threading.Lock()
        self._process = None

    def _ask(self, order):
        until = time.monotonic() + self.limits.seconds
        try:
            self._send(order)
            answer = self._answer(until)
        except TimeoutError as error:
            self.close()
            raise DocumentError(
                f"The document was stopped, because it takes longer than {self.limits.seconds} seconds. "
                "Please print less of it at a time."
            ) from error
        if answer is None:
            self.close()
            raise DocumentError(
                "The document could not be made: it takes more than the press has. Please print less of it."
            )
        return answer

    def _send(self, order):
        try:
            write_block(self._running().stdin, order)
        except BrokenPipeError:  # it has just ended by itself, because nobody had asked for a while
            self.close()
            write_block(self._running().stdin, order)

    def _running(self):
        if self._process is None or self._process.poll() is not None:
            self.close()
            environment = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "lib.pdf_worker", str(self.limits.megabytes)],
                cwd=ROOT,
                env=environment | {"PYTHONDONTWRITEBYTECODE": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        return self._process

    def _answer(self, until):
        """Return the answer's bytes, or None when the process has ended instead."""
        head = self._read(SIZE.size, until)
        return head and self._read(SIZE.unpack(head)[0], until)

    def _read(self, size, until):
        parts, stream = [], self._process.stdout
        while size:
            if not select.select([stream], [], [], max(until - time.monotonic(), 0))[0]:
                raise TimeoutError
            part = os.read(stream.fileno(), min(size, 1 << 20))
            if not part:
                return None
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

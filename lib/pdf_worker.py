"""The process in which documents are made, apart from the one that asks (lib/pdf_process.py starts it; SEC-15).

It reads orders from its standard input, one after the other, and answers each on its standard output. What it may use
of memory is limited from its start, its time by an alarm; the asking process ends it when it is late. It has no secrets
in its environment, and it ends by itself when nobody asks for a while or the asking process is gone.
"""

import base64
import contextlib
import json
import os
import resource
import select
import signal
import struct
import sys

SIZE = struct.Struct(">Q")
MADE, REFUSED, EXHAUSTED = b"+", b"-", b"!"
IDLE_SECONDS = 600


def read_block(stream) -> bytes | None:
    """Read what `write_block` wrote; None when the stream has ended."""
    head = stream.read(SIZE.size)
    if len(head) < SIZE.size:
        return None
    (length,) = SIZE.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_block(stream, body: bytes):
    """Write bytes with their length before them."""
    stream.write(SIZE.pack(len(body)) + body)
    stream.flush()


def main(megabytes: int):
    """Serve orders until there are no more."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    orders = os.fdopen(0, "rb", buffering=0)
    from lib import pdf  # noqa: PLC0415 - within the limit of memory

    with contextlib.suppress(pdf.DocumentError):  # what is missing is said to whoever asks for a document
        pdf.warm_up()
    while select.select([orders], [], [], IDLE_SECONDS)[0] and (order := read_block(_Whole(orders))):
        answer = _answer(pdf, json.loads(order))
        write_block(answers, answer)
        if answer.startswith(EXHAUSTED):
            return


class _Whole:
    """Reads as many bytes as asked for: nothing stays in a buffer that `select` cannot see."""

    def __init__(self, raw):
        self.raw = raw

    def read(self, size):
        parts = []
        while size and (part := self.raw.read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _answer(pdf, order):
    signal.alarm(order["seconds"] + 5)  # the asking process ends us before that, unless it is gone
    files = {name: base64.b64decode(body) for name, body in order["files"].items()}
    try:
        body = pdf.render(order["html"], sheets=order["sheets"], files=files, most_pages=order["pages"])
    except pdf.DocumentError as error:
        return REFUSED + str(error).encode()
    except MemoryError:
        return EXHAUSTED + b"The document needs more memory than one may take. Please print less of it at a time."
    finally:
        signal.alarm(0)
    return MADE + body


if __name__ == "__main__":
    main(int(sys.argv[1]))

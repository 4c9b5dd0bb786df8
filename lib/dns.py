"""Asking the domain name system for texts (TXT records): as much of RFC 1035 as that needs."""

import secrets
import socket
import struct
from pathlib import Path

TXT, INTERNET = 16, 1
TIMEOUT = 4
NO_SUCH_NAME = 3


class NoAnswer(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """No name server answered, or its answer cannot be read."""


def texts(name: str, *, server: tuple[str, int] | None = None) -> list[str]:
    """Return the texts published under a name; none when the name does not exist. Raises NoAnswer."""
    question = _question(name)
    address = server or (_name_server(), 53)
    try:
        answer = _ask_briefly(question, address)
        if answer[2] & 0x02:  # truncated: the whole answer comes over a connection
            answer = _ask_at_length(question, address)
        return _texts_in(answer, question)
    except (OSError, struct.error, IndexError, UnicodeError) as error:
        raise NoAnswer(f"The name server {address[0]} did not answer about {name}: {error}") from error


def _name_server() -> str:
    for line in Path("/etc/resolv.conf").read_text().splitlines():
        word, _, address = line.partition(" ")
        if word == "nameserver":
            return address.strip()
    raise NoAnswer("No name server is configured on this machine.")


def _question(name):
    labels = name.rstrip(".").encode("idna").split(b".")
    encoded = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    header = struct.pack(">HHHHHH", secrets.randbits(16), 0x0100, 1, 0, 0, 0)
    return header + encoded + struct.pack(">HH", TXT, INTERNET)


def _ask_briefly(question, address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.settimeout(TIMEOUT)
        line.connect(address)
        line.send(question)
        return _checked(line.recv(4096), question)


def _ask_at_length(question, address):
    with socket.create_connection(address, timeout=TIMEOUT) as line, line.makefile("rb") as stream:
        line.sendall(struct.pack(">H", len(question)) + question)
        (size,) = struct.unpack(">H", stream.read(2))
        return _checked(stream.read(size), question)


def _checked(answer, question):
    if answer[:2] != question[:2]:
        raise OSError("the answer belongs to another question")
    code = answer[3] & 0x0F
    if code not in {0, NO_SUCH_NAME}:
        raise OSError(f"code {code}")
    return answer


def _texts_in(answer, question):
    (count,) = struct.unpack(">H", answer[6:8])
    position = len(question)
    found = []
    for _ in range(count):
        position = _after_name(answer, position)
        kind, _, _, size = struct.unpack(">HHIH", answer[position : position + 10])
        position += 10
        if kind == TXT:
            found.append(_joined(answer[position : position + size]))
        position += size
    return found


def _after_name(answer, position):
    while answer[position]:
        if answer[position] & 0xC0:  # the rest of the name stands elsewhere
            return position + 2
        position += answer[position] + 1
    return position + 1


def _joined(data):
    """Join the strings of one record: each begins with its length."""
    parts, position = [], 0
    while position < len(data):
        size = data[position]
        parts.append(data[position + 1 : position + 1 + size])
        position += 1 + size
    return b"".join(parts).decode("utf-8", "replace")

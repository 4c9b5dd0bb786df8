"""An e-mail of Django's as the bytes that a mail server gets, quickly: what has only texts is written down directly.

Django builds an object for each part and each header and lets the standard library fold all of it, which takes most of
the time of sending a message. The parts and headers here are the same; tests compare the two.
"""

import re
import secrets
from binascii import b2a_qp
from email import policy

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import RFC5322_EMAIL_LINE_LENGTH_LIMIT, forbid_multi_line_headers

_AS_SENT = policy.compat32.clone(linesep="\r\n")
_LINE_END = re.compile(r"\r\n|\r|\n")


def encode(mail: EmailMultiAlternatives) -> bytes:
    """Return the e-mail with lines that end in CR LF; what this module does not know is built by Django.

    That is an e-mail with attachments, without a text, or without a Message-ID and Date of its own.
    """
    if mail.attachments or not mail.body or not mail.extra_headers.keys() >= {"Message-ID", "Date"}:
        return mail.message().as_bytes(linesep="\r\n")
    head = b"".join(_header(name, value) for name, value in _headers(mail)) + b"MIME-Version: 1.0\r\n"
    parts = [_part(mail.body, f"text/{mail.content_subtype}"), *(_part(*each) for each in mail.alternatives)]
    if len(parts) == 1:
        return head + parts[0]
    boundary = secrets.token_hex(16)
    kind = f'Content-Type: multipart/{mail.alternative_subtype}; boundary="{boundary}"\r\n\r\n'
    body = "".join(f"--{boundary}\r\n%b\r\n" for _ in parts).encode() % tuple(parts)
    return head + kind.encode() + body + f"--{boundary}--\r\n".encode()


def _part(content, kind) -> bytes:
    """Return a text with its headers, quoted where a line is too long for the wire."""
    text = "\n".join(_LINE_END.split(content)).encode()
    bits = "7bit" if text.isascii() else "8bit"
    if max(map(len, text.split(b"\n"))) > RFC5322_EMAIL_LINE_LENGTH_LIMIT:
        text, bits = b2a_qp(text), "quoted-printable"
    head = f'Content-Type: {kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {bits}\r\n\r\n'
    return head.encode() + text.replace(b"\n", b"\r\n")


def _headers(mail):
    """Yield the names and values of the headers, in Django's order."""
    yield "Subject", str(mail.subject)
    yield "From", mail.from_email
    for name, addresses in (("To", mail.to), ("Cc", mail.cc), ("Reply-To", mail.reply_to)):
        if addresses:
            yield name, ", ".join(addresses)
    yield from mail.extra_headers.items()


def _header(name, value) -> bytes:
    if value.isascii() and value.isprintable() and len(name) + len(value) <= 76:  # a blank and a colon beside them
        return f"{name}: {value}\r\n".encode()
    return _AS_SENT.fold_binary(*forbid_multi_line_headers(name, value, "utf-8"))

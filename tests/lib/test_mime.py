"""What a mail server gets is what Django would have built, whatever the texts and names are."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError
from hypothesis import given
from hypothesis import strategies as st

from lib import mime

LINE = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)
TEXT = st.lists(LINE | st.just("long " * 300) | st.just(".") | st.just("From the office"), max_size=6).map("\n".join)
NAMES = {"Message-ID": "<plenary.1@example.org>", "Date": "Mon, 24 Nov 2026 09:00:00 +0000"}


def make_mail(subject="You are invited", text="Dear Ana\n", html="<p>Dear Ana</p>", **more):
    mail = EmailMultiAlternatives(
        subject,
        text,
        "Plenary <plenary@example.org>",
        ["Ana Muster <ana@example.org>"],
        reply_to=["office@example.org"],
        **({"headers": NAMES} | more),
    )
    if html:
        mail.attach_alternative(html, "text/html")
    return mail


def parse(raw):
    """Return the headers that people and programs read, and each part's type and content."""
    mail = message_from_bytes(raw, policy=policy.default)
    kinds = {"Content-Type", "Content-Transfer-Encoding"}
    headers = sorted((name, str(value)) for name, value in mail.items() if name not in kinds)
    parts = [
        (part.get_content_type(), part.get_content_charset(), part.get_payload(decode=True).rstrip(b"\r\n"))
        for part in mail.walk()
        if not part.is_multipart()
    ]
    return headers, mail.get_content_type(), parts


@given(subject=LINE, text=TEXT, html=TEXT)
def test_the_bytes_say_what_djangos_say(subject, text, html):
    mail = make_mail(subject, text, html)

    assert parse(mime.encode(mail)) == parse(mail.message().as_bytes(linesep="\r\n"))


@given(text=TEXT, html=TEXT)
def test_no_line_is_too_long_for_the_wire_and_all_end_alike(text, html):
    raw = mime.encode(make_mail("Ein langer Betreff für Prüfungen " * 8, text, html))

    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")


def test_a_plain_text_alone_is_one_part():
    raw = mime.encode(make_mail(html=""))

    assert parse(raw)[1:] == ("text/plain", [("text/plain", "utf-8", b"Dear Ana")])


def test_files_and_missing_names_are_left_to_django():
    with_file, without_names = make_mail(), make_mail(headers={})
    with_file.attach("list.pdf", b"%PDF-1.7", "application/pdf")

    assert parse(mime.encode(with_file))[2][-1] == ("application/pdf", None, b"%PDF-1.7")
    assert "Message-ID" in dict(parse(mime.encode(without_names))[0])


@pytest.mark.parametrize("name", ["Subject", "To", "X-Note"])
def test_a_line_break_makes_no_header(name):
    mail = make_mail()
    planted = "Ana\r\nBcc: all@example.org"
    if name == "Subject":
        mail.subject = planted
    elif name == "To":
        mail.to = [f"{planted} <ana@example.org>"]
    else:
        mail.extra_headers = NAMES | {name: planted}

    with pytest.raises(BadHeaderError):
        mime.encode(mail)

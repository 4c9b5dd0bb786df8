"""What goes to the mail server: right for mail programs, and safe whatever people type."""

from email import message_from_bytes, policy
from email.headerregistry import Address
from smtplib import quoteaddr

import pytest
from django.core.mail.message import sanitize_address
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from correspondence import actions, emails, wording
from correspondence.models import Message
from lib import links, mime
from tests.factories import BEFORE, OPENING, make_conference, make_message

HEADERS = {
    "Content-Type", "MIME-Version", "Subject", "From", "To", "Reply-To", "Message-ID", "Date", "Auto-Submitted",
    "Content-Language",
}  # fmt: skip
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def parsed(message):
    return message_from_bytes(emails.as_mail(message, at=OPENING).message().as_bytes(), policy=policy.default)


def filled(text, **values):
    return wording.fill("For {name}", text, values, conference=make_conference_unsaved())


@pytest.mark.django_db
def test_a_message_has_text_and_html_one_recipient_and_says_that_a_program_wrote_it():
    message = make_message(
        make_conference(),
        to_name="Ana Núñez",
        to_email="ana@example.org",
        reply_to="office@example.org",
        html="<p>Dear Ana</p>",
        text="Dear Ana",
    )

    mail = parsed(message)

    assert mail["To"].addresses == (Address("Ana Núñez", "ana", "example.org"),)
    assert mail["Reply-To"] == "office@example.org"
    assert mail["Message-ID"] == message.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == OPENING
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert set(mail.keys()) == HEADERS


@pytest.mark.django_db
def test_a_repeated_hand_over_is_the_same_message():
    message = make_message(make_conference())

    first, second = parsed(message), parsed(Message.objects.get(pk=message.pk))

    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.django_db
def test_a_calendar_goes_along_as_an_invitation_and_as_a_file():
    message = make_message(make_conference(), html="<p>x</p>", calendar=CALENDAR, calendar_method="REQUEST")

    mail = parsed(message)

    alternative, file = list(mail.iter_parts())
    invitation = list(alternative.iter_parts())[-1]
    assert (invitation.get_content_type(), invitation.get_param("method")) == ("text/calendar", "REQUEST")
    assert invitation.get_content().replace("\r\n", "\n") == CALENDAR.replace("\r\n", "\n")
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "conference.ics")


@pytest.mark.django_db
def test_the_link_is_put_in_at_hand_over_and_is_never_in_the_row():
    message = actions.write(
        conference=make_conference(),
        kind="invitation",
        occasion="invitation:1",
        to_email="ana@example.org",
        **dict(zip(("subject", "text", "html"), filled("Answer: {personal_link}"), strict=True)),
        link=("participants:me", 7, 2),
        by=None,
        at=BEFORE,
    )
    link = links.url("participants:me", 7, 2)

    mail = parsed(message)

    assert mail.get_body(("plain",)).get_content() == f"Answer: {link}\n"
    assert f'<a href="{link}" rel="noopener noreferrer">' in mail.get_body(("html",)).get_content()
    stored = Message.objects.filter(pk=message.pk).values().get()
    assert links.make("participants:me", 7, 2) not in str(stored)
    assert message.readable_text == "Answer: [personal link of the recipient]\n"


@pytest.mark.django_db
def test_a_person_who_types_the_place_of_the_link_gets_no_link_there():
    name = "Ana {personal_link} Muster"
    _, text, html = filled("Dear {name}: {personal_link}", name=name)
    message = make_message(
        make_conference(), text=text, html=html, link_purpose="participants:me", link_pk=7, link_version=2
    )
    link = links.url("participants:me", 7, 2)

    mail = parsed(message)

    assert mail.get_body(("plain",)).get_content() == f"Dear {name}: {link}\n"
    assert f"<p>Dear {name}: <a href" in mail.get_body(("html",)).get_content()
    assert mail.get_body(("html",)).get_content().count(f'href="{link}"') == 1


def test_text_is_plain_and_html_is_escaped():
    name = "Müller & <b>Söhne</b>"

    subject, text, html = filled("Dear {name}", name=name)

    assert subject == f"For {name}"
    assert text == f"Dear {name}\n"
    assert "<p>Dear Müller &amp; &lt;b&gt;Söhne&lt;/b&gt;</p>" in html


def test_the_layout_loads_nothing_from_elsewhere():
    conference = make_conference_unsaved()

    _, _, html = filled("Hello")

    assert "<p>Hello</p>" in html
    assert conference.title in html
    for word in ("<img", "<script", "<link", "url(", "http://", "https://"):
        assert word not in html


def make_conference_unsaved():
    from conference.models import Conference

    return Conference(title="Conference on Export Controls", starts_on=OPENING.date(), ends_on=OPENING.date())


anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=120)
nasty = st.sampled_from(
    [
        "Ana\r\nBcc: eve@example.org",
        "Ana\nSubject: other",
        "=?utf-8?b?QmNjOiBldmU=?=",
        '"Ana", <eve@example.org>',
        "Ana\u2028Bcc: eve@example.org",
        "Ana\x0b\x0c\x1c\x1d\x85Muster",
        "ñ" * 300,
        "de la Cruz; McDonald: (chair) <x>",
        "محمد بن سلمان",
        "王小明",
        "\\",
        '"',
    ]
)


class TestHeaders(TestCase):
    """Whatever stands in a person's fields, the message has the headers that we gave it, and one recipient."""

    @classmethod
    def setUpTestData(cls):
        cls.conference = make_conference()

    @given(name=anything | nasty, subject=anything | nasty, text=anything | nasty)
    def test_no_text_of_a_person_makes_a_header(self, name, subject, text):
        message = actions.write(
            conference=self.conference,
            kind="test",
            occasion="test:1",
            to_email="ana@example.org",
            to_name=name,
            subject=subject,
            text=text,
            html="<p>x</p>",
            by=None,
            at=BEFORE,
        )
        message.refresh_from_db()

        built = emails.as_mail(message, at=OPENING)
        raw = mime.encode(built)
        mail = message_from_bytes(raw, policy=policy.default)

        assert set(mail.keys()) == HEADERS
        assert len(mail.keys()) == len(HEADERS)
        assert [address.addr_spec for address in mail["To"].addresses] == ["ana@example.org"]
        assert [quoteaddr(sanitize_address(each, "utf-8")) for each in built.recipients()] == ["<ana@example.org>"]
        assert mail["Message-ID"] == message.message_id
        assert mail.get_content_type() == "multipart/alternative"
        assert not mail.defects


@pytest.mark.django_db
def test_encoded_words_that_somebody_typed_are_read_as_they_were_typed():
    planted = "=?utf-8?q?Bcc=3A_all=40example=2Eorg?="
    message = make_message(make_conference(), to_name=planted, subject=f"Re: {planted}", to_email="ana@example.org")

    mail = message_from_bytes(mime.encode(emails.as_mail(message, at=OPENING)), policy=policy.default)

    assert mail["Subject"] == f"Re: {planted}"
    assert mail["To"].addresses == (Address(planted, "ana", "example.org"),)

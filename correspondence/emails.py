"""From a kind of message to its words, and from a row to what the mail server gets."""

import re
from email.header import Header
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from correspondence import facts, letter_words, link_place, smtp, wording
from correspondence.models import Message
from lib import links

_CALENDARS = re.compile(r"^BEGIN:VCALENDAR.*?^END:VCALENDAR\r?\n?", re.DOTALL | re.MULTILINE)
_ENCODED_WORD = re.compile(r"=\?.*\?=")
_METHOD = re.compile(r"^METHOD:(\w+)", re.MULTILINE)

UNSUBSCRIBE = "correspondence:unsubscribe"


def compose(conference, kind: str, language: str, values: dict) -> tuple[str, str, str]:
    """Return (subject, text, html) of a kind of message in a language.

    `values` are what its placeholders stand for beside what is known of the conference (kinds.PLACEHOLDERS).
    """
    return wording.compose(conference, kind, language, facts.values(conference, language) | values)


def as_mail(message: Message, *, at, connection=None) -> EmailMultiAlternatives:
    """Return the e-mail that a row stands for, with its personal link: the same each time, but for the Date."""
    link = links.url(message.link_purpose, message.link_pk, message.link_version) if message.link_purpose else ""
    text, html = link_place.fill(message.text, link), link_place.fill(message.html, link)
    more = {}
    if message.is_optional:
        way_out = unsubscribe_url(message)
        more = {"List-Unsubscribe": f"<{way_out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        no_more = letter_words.no_more(message.language)
        text = f"{text}\n-- \n{no_more}: {way_out}\n"
        html = html.replace("</body>", f'<p class="foot"><a href="{way_out}">{no_more}</a></p></body>')
    mail = EmailMultiAlternatives(
        subject=_as_typed(message.subject),
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[_address(message.to_name, message.to_email)],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
            **more,
        },
        connection=connection,
    )
    mail.metadata = {"message_id": message.message_id}  # what a mail service says later names it (mail_service)
    if message.html:
        mail.attach_alternative(html, "text/html")
    if message.calendar:
        _attach_calendars(mail, link_place.fill(message.calendar, link), message.calendar_method or "PUBLISH")
    for attachment in message.attachments.all():
        mail.attach(attachment.name, _content(attachment), attachment.content_type)
    return mail


def _content(attachment):
    """Return the bytes of a file that goes with a message; a missing one is a fault of this message alone."""
    try:
        with attachment.file.open() as file:
            return file.read()
    except (FileNotFoundError, ValueError) as error:  # gone, or destroyed on purpose
        raise LookupError(f"the file “{attachment.name}” is not there any more") from error
    except OSError as error:  # a disk that is away, too many open files: it may pass
        raise smtp.NotNow(f"The file “{attachment.name}” cannot be read now: {error}") from error


def unsubscribe_url(message: Message) -> str:
    """Return the address behind which the recipient says: no more of these."""
    proof = links.make(UNSUBSCRIBE, message.pk, 0)
    return settings.SITE_URL + reverse(UNSUBSCRIBE, kwargs={"proof": proof})


def _attach_calendars(mail, text, method):
    """Add each calendar of the text as a part of its own: one that invites may be followed by one that cancels."""
    for calendar in _CALENDARS.findall(text) or [text]:
        said = _METHOD.search(calendar)
        _attach_calendar(mail, calendar, said[1] if said else method)


def _attach_calendar(mail, calendar, method):
    """Add the calendar as a part that calendar programs answer (RFC 6047), and as a file that people can keep."""
    if method != "PUBLISH":
        mail.attach_alternative(calendar, f"text/calendar; method={method}")
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename="conference.ics")
    mail.attach(part)


def _address(name, email):
    """Write an address with its name on one line."""
    if not name:
        return email
    if name.isascii() and not _ENCODED_WORD.search(name):
        return formataddr((name, email))
    return f"{_encoded(name)} <{email}>"


def _as_typed(subject):
    """Return a subject that reads as it was typed, also where somebody typed what mail programs decode (RFC 2047)."""
    return _encoded(subject) if _ENCODED_WORD.search(subject) else subject


def _encoded(text):
    """Return a text in encoded words, joined by blanks and never by line breaks."""
    return Header(text, "utf-8", maxlinelen=75).encode(linesep="")

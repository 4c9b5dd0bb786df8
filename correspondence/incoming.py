"""What a received e-mail says about one that we sent: a delivery report (RFC 3464) or a calendar's answer (RFC 5546).

Only what names the Message-ID of a message, or the calendar entry that one carried, says anything; the rest is left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256

from icalendar import Calendar

from correspondence import smtp
from correspondence.choices import FeedbackKind

OURS = re.compile(r"<plenary\.(\d+)\.[0-9a-f]{32}@[^>\s]+>")
CALENDAR_ANSWERS = {
    "ACCEPTED": FeedbackKind.ACCEPTED,
    "TENTATIVE": FeedbackKind.TENTATIVE,
    "DECLINED": FeedbackKind.DECLINED,
}


@dataclass(frozen=True)
class Report:
    """One statement about one message: which it is about follows from its Message-ID, or from a calendar entry."""

    kind: str
    source: str
    message_id: str = ""
    message_pk: int | None = None
    code: str = ""
    detail: str = ""
    calendar_uid: str = ""
    attendee: str = ""

    @property
    def says_the_address_is_closed(self) -> bool:
        return self.kind == FeedbackKind.COMPLAINED or (
            self.kind == FeedbackKind.BOUNCED and bool(smtp.CLOSED_ADDRESS.match(self.code))
        )


def read(raw: bytes) -> list[Report]:
    """Return what an e-mail reports; an ordinary letter reports nothing."""
    mail = message_from_bytes(raw, policy=policy.default)
    source = _one_line(mail.get("Message-ID", "") or sha256(raw).hexdigest())
    if mail.get_content_type() == "multipart/report":
        return list(_delivery_reports(mail, source))
    return list(_calendar_answers(mail, source))


def _delivery_reports(mail, source) -> Iterator[Report]:
    original = OURS.search(_original_headers(mail))
    if original is None:
        return
    names = {"message_id": original.group(0), "message_pk": int(original.group(1))}
    if mail.get_param("report-type") == "feedback-report":
        yield Report(FeedbackKind.COMPLAINED, source, detail="The recipient reported the message as unwanted.", **names)
        return
    for fields in _per_recipient(mail):
        action, code = fields.get("action", "").lower(), fields.get("status", "")
        kind = {"failed": FeedbackKind.BOUNCED, "delayed": FeedbackKind.DELAYED}.get(action)
        if kind:
            said = fields.get("diagnostic-code", "").partition(";")[2] or f"Status {code}"
            yield Report(kind, source, code=code.split()[0] if code else "", detail=_one_line(said), **names)


def _per_recipient(mail) -> Iterator[dict[str, str]]:
    """Yield the fields of each recipient in the part message/delivery-status; its first block is about the server."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload()[1:] if part.is_multipart() else []:
                yield {name.lower(): str(value) for name, value in block.items()}


def _original_headers(mail) -> str:
    """Return the returned message, or what is left of its headers, as text."""
    texts = []
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822":
            texts.extend(f"{name}: {value}" for inner in part.get_payload() for name, value in inner.items())
        elif part.get_content_type() == "text/rfc822-headers":
            texts.append(part.get_payload(decode=True).decode("utf-8", "replace"))
    return "\n".join(texts)


def _calendar_answers(mail: EmailMessage, source) -> Iterator[Report]:
    for part in mail.walk():
        if part.get_content_type() != "text/calendar":
            continue
        try:
            calendar = Calendar.from_ical(part.get_payload(decode=True))
        except ValueError:
            continue
        if calendar.get("METHOD") != "REPLY":
            continue
        for event in calendar.walk("VEVENT"):
            yield from _answers_in(event, source)


def _answers_in(event, source):
    attendees = event.get("ATTENDEE", [])
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        kind = CALENDAR_ANSWERS.get(str(attendee.params.get("PARTSTAT", "")).upper())
        if kind:
            address = str(attendee).lower().removeprefix("mailto:")
            detail = _one_line(str(event.get("COMMENT", "")))
            yield Report(kind, source, detail=detail, calendar_uid=str(event.get("UID", "")), attendee=address)


def _one_line(text):
    return " ".join(text.split())[:250]

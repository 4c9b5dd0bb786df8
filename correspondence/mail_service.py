"""What a mail service says by its webhook about messages that left through it (django-anymail, docs/mail.md).

django-anymail verifies who calls and gives all services' events one form. Here an event becomes a report like one that
came by mail, and counts only when it names the Message-ID, which went along as metadata and is made with our secret.
"""

import re
from hashlib import sha256

from django.utils import timezone

from correspondence import actions
from correspondence.choices import FeedbackKind
from correspondence.incoming import OURS, Report

NAME = "message_id"  # of the metadata that goes along
KINDS = {
    "bounced": FeedbackKind.BOUNCED,
    "rejected": FeedbackKind.BOUNCED,
    "failed": FeedbackKind.BOUNCED,
    "deferred": FeedbackKind.DELAYED,
    "complained": FeedbackKind.COMPLAINED,
    "unsubscribed": FeedbackKind.COMPLAINED,
}
NO_SUCH_ADDRESS = "5.1.1"
_CODE = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


def take_in(sender, event, esp_name, **_) -> None:
    """Act on one event of a mail service; what was said before, or says nothing about a message, changes nothing."""
    if report := read(event, esp_name):
        actions.take_in(report, by=None, at=timezone.now())


def read(event, service: str) -> Report | None:
    """Return what an event of django-anymail reports about one of our messages, or None."""
    kind = KINDS.get(event.event_type)
    named = OURS.fullmatch(str((event.metadata or {}).get(NAME, "")))
    if kind is None or named is None:
        return None
    said = " ".join((event.mta_response or event.description or f"{service}: {event.event_type}").split())
    code = _CODE.search(said)
    return Report(
        kind,
        source=f"{service}:{_name_of(event)}"[:255],
        message_id=named[0],
        message_pk=int(named[1]),
        code=NO_SUCH_ADDRESS if event.reject_reason == "invalid" else code[0] if code else "",
        detail=said[:250],
    )


def _name_of(event) -> str:
    """Return what an event is called, so that hearing it twice counts once; some services give no id."""
    told = f"{event.event_type} {event.message_id} {event.recipient} {event.timestamp}"
    return event.event_id or sha256(told.encode()).hexdigest()

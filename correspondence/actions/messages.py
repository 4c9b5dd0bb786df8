"""Messages: written, written again, cancelled, and what is heard of them."""

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import validate_email
from django.db import transaction

from conference import audit
from conference.statements import insert
from correspondence import delivery, facts, tasks
from correspondence.choices import FeedbackKind, MessageStatus
from correspondence.incoming import Report
from correspondence.models import Feedback, Letter, Message
from correspondence.signals import written_again
from lib.refusal import NotPossible, still_there

WHAT_IS_SAID = [
    "conference", "kind", "to_email", "to_name", "reply_to", "language", "subject", "text", "html", "link_purpose",
    "link_pk", "link_version", "calendar", "calendar_method", "is_optional",
]  # fmt: skip
VERB_OF_FEEDBACK = {
    FeedbackKind.BOUNCED: "message.bounced",
    FeedbackKind.DELAYED: "message.delayed",
    FeedbackKind.COMPLAINED: "message.complained_about",
    FeedbackKind.ACCEPTED: "message.answered",
    FeedbackKind.TENTATIVE: "message.answered",
    FeedbackKind.DECLINED: "message.answered",
}
FEW_BYTES = 7 * 1024 * 1024  # as text in an e-mail a third more: what mail servers take without asking
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def write(
    *, conference, kind, occasion, to_email, to_name="", subject, text, html="", link=None, calendar="",
    calendar_method="", reply_to="", language="en", not_before=None, attachments: Sequence[File] = (),
    has_letter=False, is_optional=False, is_first=False, kept_back: str | None = None, by, at,
) -> Message:  # fmt: skip
    """Write a message to one person, to be handed over once the transaction is committed.

    The same occasion and address twice return the first message. `link` is (purpose, pk, version) of a personal
    link that stands where the text says Message.LINK_PLACE; `calendar` is an iCalendar text with its method. Answers
    go to `reply_to`, else to the conference's contact. `not_before` keeps the message until then. A message to an
    address from which mail came back for good is written and kept back; so is one that `is_optional`, a reminder or
    an announcement, to a person who wants no more of these.

    `attachments` are files named as the recipient sees them, FEW_BYTES together at most. A message that `has_letter`
    waits until its letter is made and attached (correspondence.letters).

    For those in a hurry: `is_first` says that nothing can have been written for the occasion yet, `kept_back` what
    facts.reason_to_keep_back has answered already.
    """
    attachments = _few(attachments)
    to_email = _checked(to_email)
    purpose, pk, version = link or ("", None, None)
    reason = (
        facts.reason_to_keep_back(conference, to_email, is_optional=is_optional) if kept_back is None else kept_back
    )
    ready = MessageStatus.PREPARING if has_letter else MessageStatus.QUEUED
    said = {
        "conference": conference,
        "kind": kind,
        "to_name": _one_line(to_name),
        "reply_to": _one_line(reply_to or conference.contact_email),
        "language": language,
        "subject": _one_line(subject),
        "text": _CONTROL.sub("", text),
        "html": _CONTROL.sub("", html),
        "link_purpose": purpose,
        "link_pk": pk,
        "link_version": version,
        "calendar": calendar,
        "calendar_method": calendar_method,
        "created_at": at,
        "not_before": not_before or at,
        "is_optional": is_optional,
        "status": MessageStatus.SUPPRESSED if reason else ready,
        "last_error": reason,
    }
    key = {"occasion": occasion, "to_email": to_email}
    with transaction.atomic(savepoint=False):
        if is_first:
            message, is_new = Message(**key, **said), True
            insert(message)
        else:
            message, is_new = Message.objects.get_or_create(**key, defaults=said)
        if is_new:
            for file in attachments:
                message.attachments.create(name=file.name[:150], file=file, size=file.size)
            audit.record("message.written", message, conference=conference, by=by, at=at)
            _wake_the_worker()
    return message


@transaction.atomic
def send_again(message: Message, *, is_address_good: bool = False, by, at) -> Message:
    """Write the same message anew, as a row of its own; what became of the first stays on record.

    When mail to the address came back for good, `is_address_good` says that the organiser knows better.
    """
    message = _lock(message)
    if message.is_waiting:
        raise NotPossible("This message has not left yet. It will be tried until it does.")
    if facts.is_destroyed(message):
        raise NotPossible("What this message said was destroyed on its day. It cannot be sent again.")
    letter = Letter.objects.filter(message=message).first()
    if letter and not letter.made_at:
        raise NotPossible("The letter that belongs to this message is not made yet.")
    if message.repeats.waiting().exists():
        raise NotPossible("This message was written again already, and that one waits to be sent.")
    if message.is_optional and message.conference.opt_outs.filter(email=message.to_email.lower()).exists():
        raise NotPossible(facts.OPTED_OUT)
    closed = facts.closed_address(message.to_email)
    if closed and not is_address_good:
        raise NotPossible(f"Mail to {message.to_email} came back: {closed.reason}")
    if closed:
        closed.lifted_at = at
        closed.save(update_fields=["lifted_at"])
        audit.record("suppression.lifted", closed, conference=message.conference, by=by, at=at, reason=closed.reason)
    written = Message.objects.create(
        **{name: getattr(message, name) for name in WHAT_IS_SAID},
        occasion=f"again:{message.pk}:{message.repeats.count() + 1}",
        created_at=at,
        not_before=at,
        again_of=message,
    )
    for each in message.attachments.all():
        written.attachments.create(
            name=each.name, file=each.file.name, size=each.size, is_confidential=each.is_confidential
        )
    audit.record("message.written_again", written, conference=written.conference, by=by, at=at)
    written_again.send(Message, first=message, written=written, by=by, at=at)
    _wake_the_worker()
    return written


@transaction.atomic
def cancel(message: Message, *, by, at) -> Message:
    """Keep a message from being sent, as long as no sender has taken it."""
    message = _lock(message)
    if message.status == MessageStatus.CANCELLED:
        raise NotPossible("This message is cancelled already.")
    if message.status not in {MessageStatus.PREPARING, MessageStatus.QUEUED, MessageStatus.HELD}:
        raise NotPossible("This message can no longer be cancelled: it has left, or is just leaving.")
    before = message.status
    message.status = MessageStatus.CANCELLED
    message.save(update_fields=["status"])
    audit.record(
        "message.cancelled", message, conference=message.conference, by=by, at=at,
        before={"status": before}, after={"status": message.status},
    )  # fmt: skip
    return message


@transaction.atomic
def opt_out(message: Message, *, by, at) -> None:
    """Send its recipient no more reminders and announcements of the conference; what waits is kept back at once."""
    email = message.to_email.lower()
    conference = message.conference
    _, is_new = conference.opt_outs.get_or_create(email=email, defaults={"opted_out_at": at})
    if is_new:
        audit.record("message.unsubscribed", message, conference=conference, by=by, at=at)
    waiting = conference.messages.to_address(email).filter(is_optional=True)
    waiting.filter(status__in=[MessageStatus.QUEUED, MessageStatus.HELD]).update(
        status=MessageStatus.SUPPRESSED, last_error=facts.OPTED_OUT
    )


@transaction.atomic
def take_in(report: Report, *, by, at) -> Feedback | None:
    """Keep what a received e-mail says about one of ours; the same report twice, or a forged one, changes nothing."""
    message = _message_of(report)
    if message is None:
        return None
    feedback, is_new = message.feedback.get_or_create(
        source=report.source,
        defaults={"at": at, "kind": report.kind, "code": report.code[:20], "detail": report.detail},
    )
    if not is_new:
        return feedback
    audit.record(VERB_OF_FEEDBACK[report.kind], message, conference=message.conference, by=by, at=at)
    if report.kind == FeedbackKind.BOUNCED and message.status in {MessageStatus.SENT, MessageStatus.SENDING}:
        message.status = MessageStatus.BOUNCED
        message.sent_at, message.leased_until = message.sent_at or at, None  # it may be quicker than the sender's mark
        message.last_error = f"{report.code} {report.detail}".strip()[:500]
        message.save(update_fields=["status", "sent_at", "leased_until", "last_error"])
    if report.says_the_address_is_closed:
        delivery.close_address(message.to_email, report.detail, at, because_of=message)
    return feedback


def _message_of(report):
    """Return the message that a report is about, locked; None when nothing proves that it got one of ours."""
    messages = Message.objects.locked()
    if report.message_pk is not None:
        message = messages.filter(pk=report.message_pk).first()
        return message if message and message.is_named_by(report.message_id) else None
    if len(report.calendar_uid) < 8:
        return None
    sent = messages.to_address(report.attendee).filter(calendar__contains=report.calendar_uid)
    return sent.newest_first().first()


def _lock(message):
    return still_there(Message.objects.locked(), pk=message.pk)


def _wake_the_worker():
    transaction.on_commit(tasks.wake, robust=True)


def _checked(email):
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise NotPossible(f"“{email}” is not an e-mail address.") from None
    return email


def _few(attachments):
    """Return the files as they go with a message, or refuse them for their size."""
    if sum(file.size for file in attachments) > FEW_BYTES:
        raise NotPossible(f"The files with a message may have {FEW_BYTES // (1024 * 1024)} MB together, not more.")
    return [File(file, name=_one_line(file.name)) for file in attachments]


def _one_line(text):
    return _CONTROL.sub("", " ".join(text.split()))[:300]

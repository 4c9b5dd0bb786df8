"""What takes people out of the messages: all of a conference on its day, or one person. That a message left stays."""

from django.db import transaction
from django.db.models import Q

from conference import audit
from correspondence.choices import MessageStatus
from correspondence.facts import NOBODY
from correspondence.models import DeliveryAttempt, Feedback, Letter, Message, OptOut

ERASED = "The text was erased."
WAITING = [MessageStatus.QUEUED, MessageStatus.SENDING, MessageStatus.HELD, MessageStatus.PREPARING]


def still_readable(conference):
    """Return the messages that still say something about somebody."""
    return conference.messages.exclude(to_email__endswith=f"@{NOBODY}")


@transaction.atomic
def erase_messages(conference, *, by, at, emails: list[str] | None = None) -> int:
    """Erase text, name and address of messages: of all, or of those to some addresses; return how many.

    What waits is erased too, and never leaves. Attached files go; kind, times and outcome stay for the count.
    """
    found = still_readable(conference)
    if emails is not None:
        found = found.filter(to_email__in=emails)
    count = 0
    for message in found.select_for_update(of=("self",)).prefetch_related("attachments"):
        _erase(message, at=at)
        count += 1
    OptOut.objects.filter(conference=conference).filter(
        Q() if emails is None else Q(email__in=[email.lower() for email in emails])
    ).delete()
    return count


def _erase(message: Message, *, at):
    for attachment in message.attachments.all():
        if attachment.file and not _is_shared(attachment):
            attachment.file.delete(save=False)
        attachment.file, attachment.erased_at = "", attachment.erased_at or at
        attachment.save(update_fields=["file", "erased_at"])
    if message.status in WAITING:
        message.status = MessageStatus.CANCELLED
    address = message.to_email
    message.to_email, message.to_name = f"message-{message.pk}@{NOBODY}", ""
    message.subject, message.text, message.html, message.calendar = ERASED, ERASED, "", ""
    message.last_error, message.link_pk, message.link_version = "", None, None
    message.save(
        update_fields=[
            "status", "to_email", "to_name", "subject", "text", "html", "calendar", "last_error", "link_pk", "link_version",
        ]
    )  # fmt: skip
    DeliveryAttempt.objects.filter(message=message).update(detail="")
    Feedback.objects.filter(message=message).update(detail="")
    Letter.objects.filter(message=message).update(values={}, addressee="")
    entries = message.conference.history.about(message)
    audit.black_out(entries, words={address: "(erased)"})


def _is_shared(attachment) -> bool:
    same = type(attachment).objects.filter(file=attachment.file.name).exclude(pk=attachment.pk)
    return same.exclude(message__to_email__endswith=f"@{NOBODY}").exists()

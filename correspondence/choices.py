"""States of a message."""

from django.db.models import TextChoices


class MessageStatus(TextChoices):
    """`sent` means that the next mail server said 250, nothing more; the screen says so."""

    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being handed over"
    SENT = "sent", "Handed to the mail server"
    FAILED = "failed", "Refused"
    CANCELLED = "cancelled", "Cancelled"


class AttemptOutcome(TextChoices):
    """How one try to hand a message over ended."""

    ACCEPTED = "accepted", "Accepted"
    DEFERRED = "deferred", "Put off by the mail server"
    REFUSED = "refused", "Refused by the mail server"
    UNREACHABLE = "unreachable", "Mail server not reached"

"""States of a message, and what is heard of it later."""

from django.db.models import TextChoices


class MessageStatus(TextChoices):
    """`sent` means that the next mail server said 250, nothing more; the screen says so."""

    PREPARING = "preparing", "Waits for its letter"
    QUEUED = "queued", "Waiting"
    HELD = "held", "Paused"
    SENDING = "sending", "Being handed over"
    SENT = "sent", "Handed to the mail server"
    FAILED = "failed", "Refused"
    BOUNCED = "bounced", "Came back"
    SUPPRESSED = "suppressed", "Kept back"
    CANCELLED = "cancelled", "Cancelled"


class AttemptOutcome(TextChoices):
    """How one try to hand a message over ended."""

    ACCEPTED = "accepted", "Accepted"
    DEFERRED = "deferred", "Put off by the mail server"
    REFUSED = "refused", "Refused by the mail server"
    UNREACHABLE = "unreachable", "Mail server not reached"


class FeedbackKind(TextChoices):
    """What came back after a message was handed over."""

    BOUNCED = "bounced", "Could not be delivered"
    DELAYED = "delayed", "Delayed on its way"
    COMPLAINED = "complained", "Reported as unwanted"
    ACCEPTED = "accepted", "Accepted in the calendar"
    TENTATIVE = "tentative", "Accepted in the calendar with reserve"
    DECLINED = "declined", "Declined in the calendar"


class ReminderAnchor(TextChoices):
    """What the day of a reminder is counted from."""

    BEFORE_FIRST_DAY = "before_first_day", "days before the first day"
    BEFORE_CLOSE = "before_close", "days before registration closes"
    AFTER_LAST_DAY = "after_last_day", "days after the last day"


class LetterKind(TextChoices):
    """What a letter is; the values are kinds of wording."""

    INVITATION = "invitation_letter", "Invitation letter"
    VISA = "visa_letter", "Letter for a visa"
    NOTE_VERBALE = "note_verbale_letter", "Note verbale"

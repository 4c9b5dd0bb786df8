"""Every message that leaves the house: a row, always. The table is the queue."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from conference.models import Conference
from correspondence import link_place
from correspondence.choices import AttemptOutcome, FeedbackKind, LetterKind, MessageStatus, ReminderAnchor
from correspondence.querysets import (
    DeliveryAttemptQuerySet,
    LetterQuerySet,
    MailingQuerySet,
    MessageQuerySet,
    ReminderQuerySet,
    SuppressionQuerySet,
)
from lib import uploads


class MessageTemplate(models.Model):
    """A conference's own text for a kind of message in a language; without one, ours is used (wording.shipped)."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="message_templates")
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=10, default="en")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "kind", "language"], name="one_text_per_kind_and_language"),
        ]

    def __str__(self):
        return f"{self.kind} ({self.language})"


class Mailing(models.Model):
    """One text to many people: each gets a message of their own. What became of it is counted from the messages."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="mailings")
    audience = models.CharField("to", max_length=40)
    selection = models.TextField(blank=True, help_text="What was chosen on a list (audiences.Selections).")
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True, help_text="Empty when each message was written by itself.")
    is_optional = models.BooleanField(
        "people may unsubscribe", default=True, help_text="Each message then carries a way to say: no more of these."
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    leaves_at = models.DateTimeField(null=True, help_text="Nothing of it leaves before: until then it can be stopped.")
    paused_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    to_write = models.JSONField(default=list, help_text="Ids of those for whom no message was written yet.")

    objects = MailingQuerySet.as_manager()

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("correspondence:mailing", kwargs={"conference": self.conference.slug, "pk": self.pk})

    @property
    def unwritten_count(self) -> int:
        """For how many people no message was written yet; once it is cancelled, none will be."""
        return len(self.to_write)

    @property
    def people_count(self) -> int:
        """To how many people it goes. This and the next two are for rows of MailingQuerySet.with_counts."""
        return self.message_count + self.unwritten_count

    @property
    def waiting_count(self) -> int:
        """How many have not got it yet, and will."""
        return self.waiting_message_count + (0 if self.cancelled_at else self.unwritten_count)

    @property
    def cancelled_count(self) -> int:
        """How many will not get it."""
        return self.cancelled_message_count + (self.unwritten_count if self.cancelled_at else 0)


class Reminder(models.Model):
    """A mailing that sends itself on a day counted from the conference's dates, to whom it then concerns."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="reminders")
    audience = models.CharField("to", max_length=40)
    kind = models.CharField("text", max_length=40)
    days = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=20, choices=ReminderAnchor)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_for_on = models.DateField(
        null=True, help_text="The day of which it was dealt with; a later one brings it back."
    )
    mailing = models.ForeignKey(Mailing, models.SET_NULL, null=True, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "audience", "kind", "days", "anchor"],
                name="the_same_reminder_once",
                violation_error_message="This reminder is there already.",
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.days} {self.get_anchor_display()}"


class OptOut(models.Model):
    """A person who wants no more reminders and announcements of a conference; what concerns a place is still sent."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="opt_outs")
    email = models.EmailField(help_text="In lower case.")
    opted_out_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "email"], name="one_opt_out_per_address"),
        ]

    def __str__(self):
        return self.email


class Message(models.Model):
    """One e-mail to one person, with the exact text that is sent.

    `occasion` names what it is about ("invitation:17"), and is unique per recipient: the same act twice writes one
    message. Where the text says LINK_PLACE, the personal link is put in at hand-over; the row keeps only what the
    link is made of (purpose, id, version).
    """

    LINK_PLACE = link_place.PLACE

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=40)
    occasion = models.CharField(max_length=120)
    to_email = models.EmailField("to")
    to_name = models.CharField("name", max_length=300, blank=True)
    reply_to = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="en")
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    link_purpose = models.CharField(max_length=60, blank=True)
    link_pk = models.BigIntegerField(null=True)
    link_version = models.PositiveIntegerField(null=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=20, blank=True)

    status = models.CharField(max_length=20, choices=MessageStatus, default=MessageStatus.QUEUED)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempt_count = models.PositiveIntegerField("tries", default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    mailing = models.ForeignKey(Mailing, models.SET_NULL, null=True, blank=True, related_name="messages")
    is_optional = models.BooleanField(default=False, help_text="A reminder or an announcement: people may unsubscribe.")
    again_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="repeats")

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occasion", "to_email"], name="one_message_per_occasion_and_recipient"),
        ]
        indexes = [
            models.Index(fields=["status", "not_before"], name="messages_that_are_due"),
            models.Index(fields=["conference", "-created_at"], name="messages_newest_first"),
        ]

    def __str__(self):
        return f"{self.subject} → {self.to_email}"

    def get_absolute_url(self):
        return reverse("correspondence:message", kwargs={"conference": self.conference.slug, "pk": self.pk})

    @property
    def message_id(self) -> str:
        """The Message-ID header, derived from the row: a repetition is the same message to every mailbox.

        Its second part is made with the site's secret, so that a report that names it comes from who got the message.
        """
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "localhost"
        return f"<plenary.{self.pk}.{self._proof(settings.SECRET_KEY)}@{domain}>"

    def is_named_by(self, message_id: str) -> bool:
        """Say whether a Message-ID is this message's, made with the secret of now or with an earlier one that counts."""
        proof = message_id.partition("@")[0].rpartition(".")[2]
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(constant_time_compare(self._proof(key), proof) for key in keys)

    def _proof(self, key):
        said = f"{self.pk}.{self.created_at.isoformat()}"
        return salted_hmac("plenary.message-id", said, secret=key).hexdigest()[:32]

    @property
    def is_waiting(self) -> bool:
        """Whether it has not left yet and still may."""
        waiting = {MessageStatus.PREPARING, MessageStatus.QUEUED, MessageStatus.HELD, MessageStatus.SENDING}
        return self.status in waiting

    @property
    def trouble(self) -> str:
        """Why it did not arrive, or what the last try has brought; an empty text when all is well."""
        words = {
            MessageStatus.FAILED: self.last_error,
            MessageStatus.BOUNCED: self.last_error or "It came back.",
            MessageStatus.SUPPRESSED: f"It is kept back: {self.last_error}",
            MessageStatus.CANCELLED: "The message was cancelled.",
        }
        return words.get(self.status, self.last_error if self.is_waiting else "")

    @property
    def readable_text(self) -> str:
        """The text as it is read here: the place of the personal link is named, never filled."""
        return link_place.fill(self.text, "[personal link of the recipient]")


def attachment_path(attachment, name):
    """Return where a file that goes with a message is kept: under a random name, with the ending of its content."""
    return f"messages/{uuid4().hex}{uploads.ending(name)}"


class Attachment(models.Model):
    """A file that goes with a message, kept exactly as it is sent. A message that is written again shares the file."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=150, help_text="As the recipient sees it.")
    file = models.FileField(upload_to=attachment_path)
    size = models.PositiveIntegerField("bytes")
    is_confidential = models.BooleanField(default=False, help_text="Only those who work at the desk may read it.")
    erased_at = models.DateTimeField(null=True, help_text="When its content was destroyed; the log keeps its name.")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name

    @property
    def content_type(self) -> str:
        return uploads.content_type(self.file.name)


def letterhead_path(letterhead, name):
    """Return where a picture of a letterhead is kept: under a random name, with the ending of its content."""
    return f"letterheads/{uuid4().hex}{uploads.ending(name)}"


class Letterhead(models.Model):
    """How a conference's letters look and who signs them. A letter that is made already keeps the one it was made with."""

    conference = models.OneToOneField(Conference, models.CASCADE, related_name="letterhead")
    office = models.CharField("name of the office", max_length=200)
    lines = models.CharField("lines below the name", max_length=400, blank=True)
    address = models.TextField("address, telephone and the like", max_length=600, blank=True)
    name_in_notes = models.CharField("name in notes verbales", max_length=200, blank=True)
    place = models.CharField("place that stands before the date", max_length=100, blank=True)
    signatory_name = models.CharField("who signs", max_length=200, blank=True)
    signatory_title = models.CharField("in which function", max_length=200, blank=True)
    reference_prefix = models.CharField("first part of the references", max_length=30, blank=True)
    logo = models.FileField(upload_to=letterhead_path, blank=True)
    signature = models.FileField(upload_to=letterhead_path, blank=True)
    has_visa_letters = models.BooleanField("people may ask for a letter for a visa", default=True)
    has_passport = models.BooleanField("the letter for a visa names the passport", default=False)
    changed_at = models.DateTimeField()

    def __str__(self):
        return f"the letterhead of {self.conference}"


class Letter(models.Model):
    """A letter on paper that goes with a message: ordered, made by the worker, then a file of the message for good.

    `values` are what its placeholders stand for; they are forgotten once it is made. `number` counts the conference's
    letters, and `reference` is what is printed.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="letters")
    message = models.OneToOneField(Message, models.CASCADE, related_name="letter")
    kind = models.CharField(max_length=40, choices=LetterKind)
    language = models.CharField(max_length=10, default="en")
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=60)
    dated_on = models.DateField()
    addressee = models.TextField(blank=True)
    values = models.JSONField(default=dict)
    ordered_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="each_letter_has_its_own_number"),
        ]
        indexes = [models.Index(fields=["made_at", "failed_at"], name="letters_to_be_made")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.reference}"

    @property
    def is_confidential(self) -> bool:
        """Whether it names somebody's passport."""
        return self.kind == LetterKind.VISA

    @property
    def state(self) -> tuple[str, str]:
        """Where it stands: a word for its badge, and what people read."""
        if self.made_at:
            return "confirmed", "Made"
        return ("failed", "Could not be made") if self.failed_at else ("preparing", "Being made")

    @property
    def file_name(self) -> str:
        """What the recipient's file is called."""
        return f"{self.get_kind_display()} {self.reference.replace('/', '-')}.pdf"


class DeliveryAttempt(models.Model):
    """One try to hand a message to the mail server."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=AttemptOutcome)
    code = models.PositiveSmallIntegerField("SMTP code", null=True)
    detail = models.CharField(max_length=500, blank=True)

    objects = DeliveryAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["-at"], name="attempts_newest_first")]

    def __str__(self):
        return f"{self.get_outcome_display()} {self.at:%Y-%m-%d %H:%M}"


class Feedback(models.Model):
    """What was heard of a message after it was handed over: a delivery report, an answer from a calendar."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="feedback")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=FeedbackKind)
    code = models.CharField("status code", max_length=20, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=255, help_text="Names the report, so that reading it twice counts once.")

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "feedback"
        constraints = [models.UniqueConstraint(fields=["message", "source"], name="each_report_counts_once")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class Suppression(models.Model):
    """An address to which nothing is sent, because mail to it came back for good. An organiser may lift it."""

    email = models.EmailField(unique=True, help_text="In lower case.")
    reason = models.CharField(max_length=500)
    suppressed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    objects = SuppressionQuerySet.as_manager()

    def __str__(self):
        return self.email


class Heartbeat(models.Model):
    """When a background process was last alive: the worker and the clock each keep one row."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self):
        return self.name

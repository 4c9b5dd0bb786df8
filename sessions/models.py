"""The agenda: sessions, contributions, who speaks in them, and the versions that were released."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import FileExtensionValidator
from django.db import models
from django.urls import reverse

from conference.models import Conference, Room
from correspondence.models import Mailing
from participants.models import Participant
from sessions.choices import SessionKind, SpeakerAnswer, SpeakerRoleKind
from sessions.querysets import (
    AgendaReleaseQuerySet,
    DocumentQuerySet,
    PickQuerySet,
    SessionQuerySet,
    SpeakerRoleQuerySet,
)

DOCUMENT_KINDS = ["pdf", "docx", "pptx", "xlsx", "odt", "odp", "ods", "jpg", "png", "txt"]


class Session(models.Model):
    """One item of the agenda. Without a time it is not placed yet.

    `version` rises with every change, so that an organiser who began to edit an earlier version is told.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=20, choices=SessionKind, default=SessionKind.PRESENTATIONS)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="sessions")
    position = models.PositiveSmallIntegerField("order", default=0)
    is_published = models.BooleanField("shown to readers", default=True)
    changed_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=models.Q(starts_at__isnull=True, ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message="The session must end after it starts.",
            ),
        ]
        indexes = [models.Index(fields=["conference", "starts_at"], name="sessions_in_order")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("sessions:session", kwargs={"conference": self.conference.slug, "pk": self.pk})

    @property
    def is_break(self) -> bool:
        return self.kind == SessionKind.BREAK


class Contribution(models.Model):
    """A speaker's presentation within a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="contributions")
    title = models.CharField(max_length=300)
    abstract = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title


class SpeakerRole(models.Model):
    """What a participant does in a session, and for which contribution."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="speaker_roles")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="speaker_roles")
    contribution = models.ForeignKey(Contribution, models.SET_NULL, null=True, blank=True, related_name="speaker_roles")
    role = models.CharField(max_length=20, choices=SpeakerRoleKind, default=SpeakerRoleKind.SPEAKER)
    position = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=20, choices=SpeakerAnswer, default=SpeakerAnswer.OPEN, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    TAKEN_OVER = ("contribution", "answer", "answered_at")  # when two entries of one person become one

    objects = SpeakerRoleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "participant", "role"],
                name="one_role_of_a_kind_per_session",
                violation_error_message="This person has this role in the session already.",
            ),
        ]

    def __str__(self):
        return f"{self.participant}, {self.get_role_display()}"


class SpeakerProfile(models.Model):
    """What a speaker tells readers: a short biography, a photo; and when the speaker cannot come."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="speaker_profile")
    biography = models.TextField("short biography", blank=True)
    photo = models.FileField(
        upload_to="speakers/%Y/", blank=True, validators=[FileExtensionValidator(["jpg", "jpeg", "png"])]
    )
    unavailable = models.CharField("when you cannot", max_length=300, blank=True)
    invited_at = models.DateTimeField(null=True, editable=False)
    link_version = models.PositiveIntegerField(default=0, editable=False)

    TAKEN_OVER = ("biography", "photo", "unavailable")  # when two entries of one person become one

    def __str__(self):
        return f"{self.participant} as a speaker"

    @property
    def conference(self) -> Conference:
        return self.participant.conference


class Document(models.Model):
    """A file that readers of a session can download: slides, a paper."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="documents")
    contribution = models.ForeignKey(Contribution, models.SET_NULL, null=True, blank=True, related_name="documents")
    uploaded_by = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to="sessions/%Y/", validators=[FileExtensionValidator(DOCUMENT_KINDS)])
    uploaded_at = models.DateTimeField(editable=False)
    removed_at = models.DateTimeField(null=True, editable=False, help_text="Kept for a while, to be put back.")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]

    def __str__(self):
        return self.title

    @property
    def kind(self) -> str:
        """The kind of file, as its name ends: “pdf”."""
        return self.file.name.rpartition(".")[2].lower()


class Pick(models.Model):
    """A session that a registered participant chose for the own agenda."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="picks")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="picks")
    picked_at = models.DateTimeField()

    objects = PickQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "participant"], name="one_pick_per_session_and_participant"),
        ]

    def __str__(self):
        return f"{self.participant} picked {self.session}"


class AcceptedClash(models.Model):
    """A clash that the team lets stand, and why. `key` names the clash as clashes.py finds it."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="accepted_clashes")
    key = models.CharField(max_length=120)
    sentence = models.TextField(editable=False)
    reason = models.CharField(max_length=300)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "key"], name="one_reason_per_clash")]

    def __str__(self):
        return self.sentence


class AgendaRelease(models.Model):
    """A numbered version of the agenda as readers saw it. `snapshot` is frozen (facts/snapshot.py gives its shape)."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="agenda_releases")
    number = models.PositiveIntegerField()
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField("what changed, in a sentence", max_length=300, blank=True)
    snapshot = models.JSONField(encoder=DjangoJSONEncoder)
    mailing = models.ForeignKey(
        Mailing, models.SET_NULL, null=True, related_name="+", help_text="The messages that tell people of it."
    )

    objects = AgendaReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="one_release_per_number")]

    def __str__(self):
        return f"Version {self.number}"

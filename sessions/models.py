"""The agenda: sessions, contributions, and who speaks in them."""

from django.db import models
from django.urls import reverse

from conference.models import Conference, Room
from participants.models import Participant
from sessions.choices import SessionKind, SpeakerRoleKind
from sessions.querysets import SessionQuerySet


class Session(models.Model):
    """One item of the agenda. Without a time it is not placed yet."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=20, choices=SessionKind, default=SessionKind.PRESENTATIONS)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="sessions")
    position = models.PositiveSmallIntegerField("order", default=0)
    is_published = models.BooleanField("published", default=True)
    changed_at = models.DateTimeField(editable=False)

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

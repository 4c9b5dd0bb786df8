"""The ground: conferences, series, organizers, rooms, teams, history."""

from datetime import datetime, time
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse

from conference.choices import ConferenceStatus, OrganizerRole, Phase, TeamRole
from conference.querysets import AuditEntryQuerySet, ConferenceQuerySet, OrganizerQuerySet, SeriesQuerySet


def validate_time_zone(value):
    """Refuse what is not an IANA time zone name."""
    if value not in available_timezones():
        raise ValidationError(f"“{value}” is not a time zone. Use an IANA name, such as America/Mexico_City.")


class Series(models.Model):
    """Conferences that follow one another; gives the ordinal."""

    name = models.CharField(max_length=200, unique=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "series"

    def __str__(self):
        return self.name


class Conference(models.Model):
    """One conference: what it is, when, where, for how many."""

    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=100)
    slug = models.SlugField(
        "address", max_length=80, unique=True, help_text="The last part of the conference's address."
    )
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="conferences")
    ordinal = models.PositiveSmallIntegerField("number in the series", null=True, blank=True)
    summary = models.TextField(blank=True, help_text="Two or three sentences for the conference's page.")

    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])
    is_online = models.BooleanField("takes place online", default=False)
    venue_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 code")
    default_language = models.CharField(max_length=10, default="en")

    status = models.CharField(max_length=20, choices=ConferenceStatus, default=ConferenceStatus.DRAFT)
    capacity = models.PositiveIntegerField("places", null=True, blank=True, help_text="Empty: no limit.")
    is_moderated = models.BooleanField("registrations need approval", default=True)
    registration_opens_at = models.DateTimeField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)

    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    disclaimer = models.TextField(blank=True, help_text="The footnote that information notes carry on their title.")
    created_at = models.DateTimeField(editable=False)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "title"]
        constraints = [
            models.CheckConstraint(
                name="conference_ends_after_it_starts",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="The last day is before the first one.",
            ),
            models.UniqueConstraint(
                fields=["series", "ordinal"],
                name="one_conference_per_number_in_a_series",
                violation_error_message="Another conference has this number in the series.",
            ),
        ]

    def __str__(self):
        return self.short_title or self.title

    def get_absolute_url(self):
        return reverse("conference:conference", kwargs={"conference": self.slug})

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_public(self) -> bool:
        return self.status != ConferenceStatus.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.status == ConferenceStatus.CANCELLED

    @property
    def opening_at(self) -> datetime:
        """The first moment of the first day, in the conference's zone."""
        return datetime.combine(self.starts_on, time.min, tzinfo=self.zone)

    @property
    def registration_ends_at(self) -> datetime:
        """Until when registrations are taken: as settled, else until the conference begins."""
        return self.registration_closes_at or self.opening_at

    def phase(self, at) -> Phase:
        """Return what readers see at this moment (an aware datetime)."""
        if self.status == ConferenceStatus.DRAFT:
            return Phase.DRAFT
        if self.status == ConferenceStatus.ARCHIVED:
            return Phase.ARCHIVED
        if self.is_cancelled:
            return Phase.CANCELLED
        if at.astimezone(self.zone).date() > self.ends_on:
            return Phase.OVER
        if self.registration_opens_at is None or at < self.registration_opens_at:
            return Phase.ANNOUNCED
        if at >= self.registration_ends_at:
            return Phase.REGISTRATION_CLOSED
        return Phase.REGISTRATION_OPEN


class Organizer(models.Model):
    """Who holds the conference, and how. The name stands as it reads in a sentence: “the UN Office for …”."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="organizers")
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=20, choices=OrganizerRole, default=OrganizerRole.HOST)
    position = models.PositiveSmallIntegerField(default=0)

    objects = OrganizerQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name


class Room(models.Model):
    """A room of the venue."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=100)
    seat_count = models.PositiveIntegerField("seats", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "name"],
                name="one_room_per_name",
                violation_error_message="The conference has a room of this name already.",
            ),
        ]

    def __str__(self):
        return self.name


class TeamMember(models.Model):
    """A user's role in a conference's team."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=TeamRole)
    added_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "user"],
                name="one_role_per_team_member",
                violation_error_message="This person is in the team already.",
            ),
        ]

    def __str__(self):
        return f"{self.user} ({self.get_role_display()})"


class RetentionDate(models.Model):
    """The day from which a conference wants a class of personal data erased (conference/holdings.py names the classes)."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="retention_dates")
    holding = models.CharField(max_length=40)
    erase_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "holding"], name="one_date_per_class_of_data")]

    def __str__(self):
        return f"{self.holding}: {self.erase_on}"


class AuditEntry(models.Model):
    """One line of history: who changed what, when, from what to what. Written once, never changed: the database refuses.

    `verb` is a dotted code in the past tense ("registration.confirmed") that is never renamed; each app gives its
    verbs their sentences (conference/audit.py). `actor_label` keeps the name as it was, also of those who have no
    sign-in ("Elena Núñez, by personal link").
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="history")
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=300)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=300)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=500, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["conference", "-at"], name="history_newest_first"),
            models.Index(fields=["subject_kind", "subject_id"], name="history_of_an_object"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject_label}"

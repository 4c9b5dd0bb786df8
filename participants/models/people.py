"""People at a conference: participants, registrations, invitations; and the desk's words and views for them."""

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from phonenumber_field.modelfields import PhoneNumberField

from conference.models import Conference
from correspondence.models import Message
from participants.choices import (
    DelegationRole,
    Gender,
    InvitationAnswer,
    NameOrder,
    RegistrationStatus,
)
from participants.models.organisations import Delegation, Organisation
from participants.querysets import (
    InvitationQuerySet,
    ParticipantQuerySet,
    RegistrationQuerySet,
)


class Participant(models.Model):
    """A person at one conference, with or without an e-mail address. Names are kept to the letter.

    Who has only one name has it as the family name.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="participants")
    honorific = models.CharField("title", max_length=40, blank=True, help_text="Such as Ms., Mr., H.E. Ms., Dr.")
    given_name = models.CharField(max_length=150, blank=True)
    family_name = models.CharField(max_length=150)
    name_order = models.CharField(max_length=20, choices=NameOrder, default=NameOrder.GIVEN_FIRST)
    job_title = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="participants")
    delegation = models.ForeignKey(Delegation, models.SET_NULL, null=True, blank=True, related_name="members")
    delegation_role = models.CharField(max_length=20, choices=DelegationRole, default=DelegationRole.DELEGATE)
    delegation_position = models.PositiveSmallIntegerField(default=0)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 code")
    email = models.EmailField("e-mail address", blank=True)
    phone = PhoneNumberField(blank=True)
    language = models.CharField("language for correspondence", max_length=10, blank=True, help_text="Empty: not known.")
    needs = models.TextField("diet, access and other needs", blank=True)
    gender = models.CharField(max_length=10, choices=Gender, default=Gender.NOT_STATED, blank=True)
    is_listed = models.BooleanField("agrees to be named in the list of participants", default=False)
    consent_version = models.PositiveSmallIntegerField(
        "version of the wording", null=True, blank=True, help_text="participants/consents.py; empty: noted by the team"
    )
    consented_at = models.DateTimeField("agreed to be named", null=True, blank=True)
    created_at = models.DateTimeField(editable=False)
    search_key = models.TextField(editable=False, blank=True)
    sort_key = models.CharField(max_length=320, editable=False, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "conference",
                Lower("email"),
                condition=~models.Q(email=""),
                name="one_participant_per_address",
                violation_error_message="Somebody with this e-mail address takes part already.",
            ),
        ]
        indexes = [
            models.Index(fields=["conference", "sort_key"], name="participants_by_name"),
            models.Index(fields=["conference", "country"], name="participants_by_country"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name as people write it, without the title."""
        parts = [self.given_name, self.family_name]
        if self.name_order == NameOrder.FAMILY_FIRST:
            parts.reverse()
        return " ".join(part for part in parts if part)

    @property
    def reads(self) -> str:
        """The language in which we write to the person: the own one if it is known, else the conference's."""
        return self.language or self.conference.default_language

    @property
    def formal_name(self) -> str:
        """The name with the title: “Ms. Elena Núñez”."""
        return f"{self.honorific} {self.name}".strip()


class Tag(models.Model):
    """A word that the desk puts on registrations to find them again."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=50)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "conference",
                Lower("name"),
                name="one_tag_per_name",
                violation_error_message="The conference has this tag already.",
            ),
        ]

    def __str__(self):
        return self.name


class SavedView(models.Model):
    """A state of the desk's list, kept under a name for the whole team: filters, columns and order, as an address."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "name"],
                name="one_saved_view_per_name",
                violation_error_message="The conference has a view of this name already.",
            ),
        ]

    def __str__(self):
        return self.name


class Registration(models.Model):
    """A participant's place at the conference."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="registrations")
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="registration")
    reference = models.CharField(max_length=20, unique=True, editable=False)
    status = models.CharField(max_length=20, choices=RegistrationStatus, default=RegistrationStatus.PENDING)
    registered_at = models.DateTimeField()
    status_changed_at = models.DateTimeField()
    checked_in_at = models.DateTimeField(null=True, blank=True)
    review_asked_at = models.DateTimeField("changed since the approval", null=True, blank=True)
    offer_expires_at = models.DateTimeField("place offered until", null=True, blank=True)
    offer_missed_at = models.DateTimeField("let an offered place pass", null=True, blank=True)
    lined_up_at = models.DateTimeField("stands in the line as of", null=True, blank=True)
    tags = models.ManyToManyField(Tag, related_name="registrations", blank=True)
    link_version = models.PositiveIntegerField(default=0, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["conference", "status"], name="registrations_by_status"),
            models.Index(fields=["conference", "-registered_at"], name="registrations_newest_first"),
            models.Index(
                fields=["conference"],
                condition=models.Q(status=RegistrationStatus.CONFIRMED) | models.Q(offer_expires_at__isnull=False),
                name="registrations_with_a_place",
            ),
        ]

    def __str__(self):
        return f"{self.participant} ({self.reference})"

    def get_absolute_url(self):
        return reverse("participants:registration", kwargs={"conference": self.conference.slug, "pk": self.pk})

    @property
    def holds_a_place(self) -> bool:
        """Whether a place is kept for the person: confirmed, or offered."""
        return self.status == RegistrationStatus.CONFIRMED or self.offer_expires_at is not None

    @property
    def has_arrived(self) -> bool:
        return self.checked_in_at is not None


class Invitation(models.Model):
    """A personal offer of a place. Its state is derived (InvitationQuerySet.with_state), never stored."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="invitations")
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="invitation")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField("personal words", blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=20, choices=InvitationAnswer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=500, blank=True)
    delegated_to = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="sends in the own place"
    )
    in_place_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="successors")
    has_letter = models.BooleanField("a letter goes with it", default=False)
    letter_language = models.CharField(max_length=10, blank=True)
    opened_at = models.DateTimeField("first used by its link", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    link_version = models.PositiveIntegerField(default=0, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["conference", "-created_at"], name="invitations_newest_first")]

    def __str__(self):
        return f"invitation of {self.participant}"

    def get_absolute_url(self):
        return reverse("participants:invitation_detail", kwargs={"conference": self.conference.slug, "pk": self.pk})

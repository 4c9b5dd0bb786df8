"""Whom people represent: the dictionary of organisations, and their delegations to a conference."""

from uuid import uuid4

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from conference.models import Conference
from correspondence.models import Message
from lib import states, uploads
from participants.choices import DelegationRole, NominationState, Sector
from participants.querysets import DelegationQuerySet, OrganisationQuerySet


class Organisation(models.Model):
    """A State, UN entity, company, university…; the dictionary is shared by all conferences."""

    official_name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100, blank=True)
    aliases = models.JSONField(default=list, blank=True, help_text="Other spellings, found by the search.")
    sector = models.CharField(max_length=30, choices=Sector)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 code")
    is_state = models.BooleanField("is a State itself", default=False)
    mission_name = models.CharField("mission or ministry that notes verbales address", max_length=200, blank=True)
    mission_address = models.TextField(max_length=600, blank=True)
    mission_email = models.EmailField(blank=True)
    search_key = models.TextField(editable=False, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["official_name"]
        constraints = [
            models.UniqueConstraint(
                Lower("official_name"),
                name="one_organisation_per_name",
                violation_error_message="The dictionary has an organisation of this name already.",
            ),
        ]

    def __str__(self):
        return self.short_name or self.official_name

    @property
    def names(self) -> list[str]:
        """All that people call it, the official name first."""
        return [name for name in (self.official_name, self.short_name, *self.aliases) if name]

    @property
    def country_name(self) -> str:
        return states.name(self.country) if self.country else ""


def nomination_path(delegation, name):
    """Return where a nomination letter is kept: under a random name, with the ending that its content has."""
    return f"nominations/{uuid4().hex}{uploads.ending(name)}"


class Delegation(models.Model):
    """The people one organisation sends to one conference. Its focal point nominates them by a personal link."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="delegations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="delegations")
    focal_point_name = models.CharField(max_length=200, blank=True)
    focal_point_email = models.EmailField("focal point’s e-mail address", blank=True)
    language = models.CharField("language for correspondence", max_length=10, blank=True, help_text="Empty: not known.")
    seat_limit = models.PositiveSmallIntegerField("seats", null=True, blank=True, help_text="Empty: no limit.")
    nomination_document = models.FileField(upload_to=nomination_path, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.CharField(max_length=1000, blank=True)
    link_version = models.PositiveIntegerField(default=0, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "organisation"],
                name="one_delegation_per_organisation",
                violation_error_message="This organisation has a delegation at this conference already.",
            ),
        ]

    def __str__(self):
        return str(self.organisation)

    def get_absolute_url(self):
        return reverse("participants:delegation", kwargs={"conference": self.conference.slug, "pk": self.pk})

    @property
    def state(self) -> NominationState:
        """Where the nomination stands, from its times."""
        if self.accepted_at:
            return NominationState.ACCEPTED
        if self.submitted_at:
            return NominationState.SUBMITTED
        if self.sent_back_at:
            return NominationState.SENT_BACK
        return NominationState.ASKED if self.message_id else NominationState.NOT_ASKED

    @property
    def reads(self) -> str:
        """The language in which we write to the focal point: the own one if it is known, else the conference's."""
        return self.language or self.conference.default_language

    @property
    def is_open(self) -> bool:
        """Whether the focal point may still change the list."""
        return not (self.submitted_at or self.accepted_at)


class Nominee(models.Model):
    """A person whom a focal point nominates; once accepted, a participant."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="nominees")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=20, choices=DelegationRole, default=DelegationRole.DELEGATE)
    honorific = models.CharField("title", max_length=40, blank=True)
    given_name = models.CharField(max_length=150, blank=True)
    family_name = models.CharField(max_length=150, blank=True)
    job_title = models.CharField("position", max_length=200, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    participant = models.ForeignKey(
        "participants.Participant", models.SET_NULL, null=True, blank=True, related_name="nominations"
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return " ".join(part for part in (self.honorific, self.given_name, self.family_name) if part)

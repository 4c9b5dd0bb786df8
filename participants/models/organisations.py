"""Whom people represent: the dictionary of organisations, and their delegations to a conference."""

from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models.functions import Lower

from conference.models import Conference
from lib import states
from participants.choices import Sector
from participants.querysets import OrganisationQuerySet


class Organisation(models.Model):
    """A State, UN entity, company, university…; the dictionary is shared by all conferences."""

    official_name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100, blank=True)
    aliases = models.JSONField(default=list, blank=True, help_text="Other spellings, found by the search.")
    sector = models.CharField(max_length=30, choices=Sector)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 code")
    is_state = models.BooleanField("is a State itself", default=False)
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


class Delegation(models.Model):
    """The people one organisation sends to one conference."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="delegations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="delegations")
    focal_point_name = models.CharField(max_length=200, blank=True)
    focal_point_email = models.EmailField(blank=True)
    seat_limit = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: no limit.")
    nomination_document = models.FileField(
        upload_to="nominations/%Y/", blank=True, validators=[FileExtensionValidator(["pdf", "jpg", "png"])]
    )
    link_version = models.PositiveIntegerField(default=0, editable=False)

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

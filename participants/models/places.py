"""How many places there are beside the conference's own number, and what becomes of one that is free again."""

from django.core.validators import MinValueValidator
from django.db import models

from conference.models import Conference
from participants.choices import Sector


class SectorLimit(models.Model):
    """The most people of one sector that can have a place."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="sector_limits")
    sector = models.CharField(max_length=30, choices=Sector)
    place_count = models.PositiveIntegerField("places")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "sector"],
                name="one_limit_per_sector",
                violation_error_message="This sector has a limit already.",
            ),
        ]

    def __str__(self):
        return f"{self.get_sector_display()}: {self.place_count}"


class WaitingListSettings(models.Model):
    """Whether a free place is given to the first in line or offered, and for how long the offer stands."""

    conference = models.OneToOneField(Conference, models.CASCADE, related_name="waiting_list_settings")
    is_offered = models.BooleanField("a free place is offered first", default=False)
    offer_days = models.PositiveSmallIntegerField("days to take an offer", default=3, validators=[MinValueValidator(1)])

    def __str__(self):
        return f"offered for {self.offer_days} days" if self.is_offered else "given"

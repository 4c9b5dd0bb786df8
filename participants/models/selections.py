"""What somebody has ticked on the desk's list."""

from datetime import timedelta

from django.db import models

from conference.models import Conference

DAYS_KEPT = timedelta(days=7)


class Selection(models.Model):
    """Registrations that somebody has ticked and does something with: an address names the row, however many they are."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="selections")
    registrations = models.JSONField(default=list, help_text="Their ids.")
    made_at = models.DateTimeField()

    def __str__(self):
        return f"{len(self.registrations)} registrations"

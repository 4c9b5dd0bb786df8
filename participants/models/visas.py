"""Letters for visas that people ask for. What is known of passports is for the desk alone, and is forgotten."""

from django.db import models
from django.urls import reverse

from conference.models import Conference
from correspondence.models import Message
from participants.choices import VisaState
from participants.models.people import Participant
from participants.querysets import VisaRequestQuerySet


class VisaRequest(models.Model):
    """A person's wish for a letter for a visa. Changed after it was sent, it waits for the desk again."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="visa_requests")
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="visa_request")
    passport_name = models.CharField("name as in the passport", max_length=200, blank=True)
    passport_number = models.CharField(max_length=30, blank=True)
    nationality = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 code")
    born_on = models.DateField("date of birth", null=True, blank=True)
    addressed_to = models.CharField("embassy or consulate", max_length=200, blank=True)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal_reason = models.CharField(max_length=500, blank=True)
    erased_at = models.DateTimeField(null=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = VisaRequestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["conference", "asked_at"], name="visa_requests_by_time")]

    def __str__(self):
        return f"letter for a visa of {self.participant}"

    def get_absolute_url(self):
        return reverse("participants:visa_request", kwargs={"conference": self.conference.slug, "pk": self.pk})

    @property
    def state(self) -> VisaState:
        """Where it stands, from its times."""
        if self.refused_at:
            return VisaState.REFUSED
        return VisaState.SENT if self.sent_at else VisaState.ASKED

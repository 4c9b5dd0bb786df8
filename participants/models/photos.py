"""Photos of people, and what a conference asks of those who register beside its questions."""

from uuid import uuid4

from django.db import models

from conference.models import Conference
from participants.choices import PhotoRule
from participants.models.drafts import RegistrationDraft
from participants.models.people import Participant


class RegistrationSettings(models.Model):
    """What a conference asks beside its questions: photos, substitutes, and to what people agree who are named."""

    conference = models.OneToOneField(Conference, models.CASCADE, related_name="registration_settings")
    photo = models.CharField("photo", max_length=20, choices=PhotoRule, default=PhotoRule.NONE)
    is_substitution_allowed = models.BooleanField("people may send somebody else in their place", default=True)
    substitute_until_on = models.DateField("last day to send somebody else", null=True, blank=True)
    consent_wordings = models.JSONField(
        default=list, blank=True, help_text="What people agree to, from version 2 on (participants/consents.py)."
    )

    def __str__(self):
        return f"registration for {self.conference}"


def photo_path(photo, name):
    """Return where a photo is kept: under a random name."""
    return f"photos/{uuid4().hex}.jpg"


class Photo(models.Model):
    """The photo of somebody who registers or is registered: as it was uploaded, and the square that is kept of it.

    `cut` is empty until the square is chosen; an upload that comes later changes nothing of it until then.
    """

    draft = models.OneToOneField(RegistrationDraft, models.CASCADE, null=True, related_name="photo")
    participant = models.OneToOneField(Participant, models.CASCADE, null=True, related_name="photo")
    source = models.FileField(upload_to=photo_path)
    cut = models.FileField(upload_to=photo_path, blank=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_photo_shows_somebody",
                condition=models.Q(draft=None, participant__isnull=False)
                | models.Q(draft__isnull=False, participant=None),
            ),
        ]

    def __str__(self):
        return f"photo of {self.participant or self.draft}"

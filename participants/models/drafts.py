"""Public registrations while they are being filled in."""

from django.db import models

from conference.models import Conference
from participants.querysets import RegistrationDraftQuerySet


class RegistrationDraft(models.Model):
    """A public registration on its way: answers per step, kept after each. `key` makes a double click one draft.

    Whoever holds its link may go on with it. `announced` is the status that the last page told; it is the
    same whether the address was known or not.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="drafts")
    key = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(max_length=20, unique=True, editable=False)
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    announced = models.CharField(max_length=20, blank=True)
    link_version = models.PositiveIntegerField(default=0, editable=False)

    objects = RegistrationDraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["submitted_at", "changed_at"], name="drafts_left_behind")]

    def __str__(self):
        return f"draft {self.reference}"

    @property
    def email(self) -> str:
        return self.answers.get("person", {}).get("email", "")

    @property
    def reads(self) -> str:
        """The language in which we write: as chosen, else as the browser asked for, else the conference's."""
        chosen = self.answers.get("stay", {}).get("language") or self.answers.get("person", {}).get("language")
        return chosen or self.conference.default_language

    @property
    def name(self) -> str:
        person = self.answers.get("person", {})
        return " ".join(person[key] for key in ("given_name", "family_name") if person.get(key))

"""What a conference asks its participants beyond names and addresses, and what they answer."""

from uuid import uuid4

from django.db import models
from django.db.models.functions import Lower

from conference.choices import TeamRole
from conference.models import Conference
from lib import uploads
from participants.choices import QuestionKind
from participants.models.people import Participant
from participants.querysets import AnswerQuerySet, QuestionQuerySet


class Question(models.Model):
    """A question of the conference's own. Retired, it is asked no more; its answers stay."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="questions")
    label = models.CharField("question", max_length=300)
    help_text = models.CharField("hint", max_length=500, blank=True)
    kind = models.CharField(max_length=20, choices=QuestionKind, default=QuestionKind.SHORT_TEXT)
    is_required = models.BooleanField("has to be answered", default=False)
    due_on = models.DateField("answer due on", null=True, blank=True)
    sectors = models.JSONField(default=list, blank=True)
    is_after_confirmation = models.BooleanField("asked only once the registration is confirmed", default=False)
    roles = models.JSONField("answers shown to", default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label

    @property
    def has_choices(self) -> bool:
        return self.kind in {QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES}

    def is_needed(self, day) -> bool:
        """Whether a form has to insist on an answer on this day: at once, or from the day when it is due."""
        return self.is_required and (self.due_on is None or day >= self.due_on)

    def is_asked_of(self, sector: str, *, is_confirmed: bool) -> bool:
        """Whether somebody of this sector is asked, with or without a confirmed registration."""
        return (not self.sectors or sector in self.sectors) and (is_confirmed or not self.is_after_confirmation)

    def is_shown_to(self, role: str | None) -> bool:
        """Whether members of the team with this role read the answers; organisers always do."""
        return role == TeamRole.ORGANISER or role in self.roles


class Choice(models.Model):
    """One of the answers that a question offers, perhaps with a number of places."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    label = models.CharField(max_length=200)
    place_limit = models.PositiveIntegerField("places", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "question",
                Lower("label"),
                condition=models.Q(retired_at=None),
                name="one_choice_per_label",
                violation_error_message="The question has this choice already.",
            ),
        ]

    def __str__(self):
        return self.label


def answer_path(answer, name):
    """Return where an attached file is kept: under a random name, with the ending that its content has."""
    return f"answers/{uuid4().hex}{uploads.ending(name)}"


class Answer(models.Model):
    """What a participant answered. `text` keeps the words as they were given, whatever becomes of the question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="answers")
    text = models.TextField(blank=True)
    choices = models.ManyToManyField(Choice, related_name="answers", blank=True)
    file = models.FileField(upload_to=answer_path, blank=True)
    answered_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "participant"],
                name="one_answer_per_question",
                violation_error_message="This question is answered already.",
            ),
        ]

    def __str__(self):
        return self.text[:100]

"""Work at the desk that takes longer than a page should."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from conference.models import Conference
from participants.choices import WorkKind, WorkState
from participants.models.imports import Import
from participants.querysets import WorkQuerySet


class Work(models.Model):
    """A piece of work that the worker does in parts, while its page shows how far it is. The row is the queue.

    `wish` is what was asked for, `left` the ids that are still to do. A worker takes the work with a lease and renews it
    with every part; when the worker dies the lease runs out, and the next one goes on where the last part ended.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="work")
    kind = models.CharField(max_length=20, choices=WorkKind)
    run = models.ForeignKey(Import, models.CASCADE, null=True, blank=True, related_name="work")
    wish = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    done = models.JSONField(default=list)
    skipped = models.JSONField(default=list)
    total_count = models.PositiveIntegerField(default=0)
    passed_count = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    take_count = models.PositiveIntegerField("times that a worker took it up", default=0)
    try_count = models.PositiveSmallIntegerField("of these, since a part was done", default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField("why it could not be done", max_length=500, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], condition=models.Q(finished_at=None), name="work_that_waits"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.conference})"

    def get_absolute_url(self):
        return reverse("participants:work", kwargs={"conference": self.conference.slug, "pk": self.pk})

    @property
    def progress_key(self) -> str:
        """Under what a worker tells how far a part is that is one transaction (lib/progress.py)."""
        return f"work:{self.pk}:{self.asked_at.timestamp()}:{self.take_count}"

    def state(self, at) -> WorkState:
        """Say how the work stands at a moment."""
        if self.finished_at:
            return WorkState.STOPPED if self.problem else WorkState.DONE
        if self.leased_until is None:
            return WorkState.WAITING
        return WorkState.RUNNING if self.leased_until > at else WorkState.INTERRUPTED

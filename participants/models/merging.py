"""Entries that were found to be the same: what was merged, and what is known to be different."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from conference.models import Conference
from participants.choices import MergeKind
from participants.querysets import MergeQuerySet


class Merge(models.Model):
    """Two entries made one. `record` keeps what was moved, changed and removed, so that it can be undone."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="merges")
    kind = models.CharField(max_length=20, choices=MergeKind)
    kept_id = models.BigIntegerField()
    gone_id = models.BigIntegerField()
    kept_label = models.CharField(max_length=300)
    gone_label = models.CharField(max_length=300)
    record = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "kept_id"], name="merges_into_an_entry")]

    def __str__(self):
        return f"{self.gone_label} into {self.kept_label}"


class DistinctPair(models.Model):
    """Two entries that look alike and are known to be different; the lower id comes first."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="distinct_pairs")
    kind = models.CharField(max_length=20, choices=MergeKind)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_id", "second_id"],
                name="one_word_on_a_pair",
                violation_error_message="These two are known to be different already.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.first_id} and {self.second_id}"

"""Words for messages."""

from django.db import models
from django.db.models import Q

from correspondence.choices import MessageStatus


class MessageQuerySet(models.QuerySet):
    """Messages; the table is the queue."""

    def waiting(self):
        """Not handed over yet, and not given up."""
        return self.filter(status__in=[MessageStatus.QUEUED, MessageStatus.SENDING])

    def due(self, at):
        """What a sender may take now: queued and not before its time, or left behind by a sender that died."""
        return self.filter(
            Q(status=MessageStatus.QUEUED, not_before__lte=at) | Q(status=MessageStatus.SENDING, leased_until__lt=at)
        )

    def oldest_first(self):
        return self.order_by("not_before", "pk")

    def newest_first(self):
        return self.order_by("-created_at", "-pk")

    def with_attempts(self):
        return self.prefetch_related("attempts")

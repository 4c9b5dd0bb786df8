"""Words for the agenda."""

from django.db import models
from django.db.models import F, Prefetch


class SessionQuerySet(models.QuerySet):
    """Sessions of the agenda."""

    def published(self):
        return self.filter(is_published=True)

    def placed(self):
        """Those that have a time."""
        return self.filter(starts_at__isnull=False)

    def in_order(self):
        return self.order_by(F("starts_at").asc(nulls_last=True), "position", "room__position", "pk")

    def with_people(self):
        """Room, speakers with their organisations, and contributions, in a fixed number of queries."""
        roles = self.model._meta.get_field("speaker_roles").related_model
        return self.select_related("room").prefetch_related(
            Prefetch(
                "speaker_roles",
                roles.objects.select_related("participant__organisation", "contribution").order_by("position", "pk"),
            ),
            "contributions",
        )

"""Words for the agenda."""

from django.db import models
from django.db.models import F, Prefetch

from sessions.choices import NOT_EXPECTED


class SessionQuerySet(models.QuerySet):
    """Sessions of the agenda. A session that was removed stays in the table, so that it can be brought back."""

    def kept(self):
        """Those that were not removed: the draft as the team sees it."""
        return self.filter(removed_at__isnull=True)

    def removed(self):
        return self.filter(removed_at__isnull=False)

    def published(self):
        """Those that readers may see."""
        return self.kept().filter(is_published=True)

    def placed(self):
        """Those that have a time."""
        return self.kept().filter(starts_at__isnull=False)

    def in_order(self):
        return self.order_by(F("starts_at").asc(nulls_last=True), "position", "room__position", "pk")

    def with_people(self):
        """Room, speakers with their organisations, and contributions, in a fixed number of queries."""
        roles = self.model._meta.get_field("speaker_roles").related_model
        return self.select_related("room").prefetch_related(
            Prefetch(
                "speaker_roles",
                roles.objects.select_related("participant__organisation", "participant__registration").in_order(),
            ),
            "contributions",
        )


class SpeakerRoleQuerySet(models.QuerySet):
    """Who does what in which session."""

    def in_order(self):
        return self.order_by("position", "pk")

    def in_kept_sessions(self):
        return self.filter(session__removed_at__isnull=True)


class DocumentQuerySet(models.QuerySet):
    """Files of sessions. One that was taken away stays for a while, so that it can be put back."""

    def kept(self):
        """Those that were not taken away."""
        return self.filter(removed_at=None)

    def removed(self):
        return self.filter(removed_at__isnull=False)


class AgendaReleaseQuerySet(models.QuerySet):
    """Released versions of the agenda."""

    def newest_first(self):
        return self.order_by("-number")


class PickQuerySet(models.QuerySet):
    """Sessions that participants chose."""

    def of_expected(self):
        """Those of people who still come: a cancelled or rejected registration takes no seat and is told nothing."""
        return self.exclude(participant__registration__status__in=NOT_EXPECTED)

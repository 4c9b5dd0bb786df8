"""Words for conferences and what belongs to them."""

from datetime import datetime, time

from django.db import models
from django.db.models import F, Q, Value

from conference.choices import ConferenceStatus, TeamRole


class SeriesQuerySet(models.QuerySet):
    """Series of conferences."""

    def named(self, name: str):
        """Return the series of this name, whatever the case of its letters, or None."""
        return self.filter(name__iexact=name.strip()).first() if name.strip() else None


class ConferenceQuerySet(models.QuerySet):
    """Conferences."""

    def public(self):
        """Those that anyone may read."""
        return self.exclude(status=ConferenceStatus.DRAFT)

    def visible_to(self, user):
        """Those whose team area the user may enter, with the user's role there as `own_role`."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.annotate(own_role=Value(TeamRole.ORGANISER))
        return self.filter(team__user=user).annotate(own_role=F("team__role"))

    def readable_by(self, user):
        """Those that the user may read: the public ones and the own."""
        if not user.is_authenticated:
            return self.public()
        if user.is_superuser:
            return self
        return self.filter(~Q(status=ConferenceStatus.DRAFT) | Q(team__user=user)).distinct()

    def newest_first(self):
        return self.order_by("-starts_on", "title")

    def locked(self):
        """For an action that counts places: one at a time per conference. What only refers to the row does not wait."""
        return self.select_for_update(no_key=True)


class OrganizerQuerySet(models.QuerySet):
    """Organizers of a conference."""

    def in_order(self):
        return self.order_by("position", "pk")


class AuditEntryQuerySet(models.QuerySet):
    """History."""

    def newest_first(self):
        return self.order_by("-at", "-pk")

    def with_actor(self):
        return self.select_related("actor")

    def mentioning(self, word):
        """Those whose object, verb or reason contains the word."""
        return self.filter(Q(subject_label__icontains=word) | Q(verb__icontains=word) | Q(reason__icontains=word))

    def since(self, day, zone):
        """Those from the start of a day in a time zone."""
        return self.filter(at__gte=datetime.combine(day, time.min, tzinfo=zone))

    def by_links_of(self, *names):
        """What was done through personal links by people called so: “Ms. Ana Muster, by personal link”."""
        done = Q(pk__in=[])
        for name in filter(None, names):
            done |= Q(actor_label__istartswith=f"{name}, ") | Q(actor_label__icontains=f" {name}, ")
        return self.filter(done)

    def about(self, subject):
        """The history of one object."""
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)

"""What changes how many places there are, and what becomes of one that is free again."""

from django.db import transaction

from conference import actions as conferences
from conference import audit
from lib.refusal import NotPossible
from participants import places
from participants.actions.registrations import fill_free_places
from participants.choices import Sector
from participants.models import SectorLimit, WaitingListSettings


@transaction.atomic
def set_places(
    conference, *, capacity: int | None, limits: dict[str, int], is_offered: bool, offer_days: int, by, at
) -> None:
    """Settle the places of a conference and of its sectors; what becomes free goes to those who wait.

    Fewer places than are taken are refused, with the number: whom to take a place from is for people to decide.
    """
    conference = places.lock(conference)
    taken = places.taken_by_sector(conference)
    for sector, limit in limits.items():
        if taken.get(sector, 0) > limit:
            raise NotPossible(f"{taken[sector]} places for {Sector(sector).label} are taken; there cannot be fewer.")
    before = _settled(conference)
    conference.sector_limits.exclude(sector__in=limits).delete()
    for sector, limit in limits.items():
        SectorLimit.objects.update_or_create(conference=conference, sector=sector, defaults={"place_count": limit})
    WaitingListSettings.objects.update_or_create(
        conference=conference, defaults={"is_offered": is_offered, "offer_days": offer_days}
    )
    if not is_offered:
        conference.registrations.exclude(offer_missed_at=None).update(offer_missed_at=None)
    old, new = audit.changes(before, _settled(conference))
    if new:
        audit.record("places.changed", conference, conference=conference, by=by, at=at, before=old, after=new)
    conferences.change(conference, capacity=capacity, by=by, at=at)
    fill_free_places(conference, by=by, at=at)


def give_new_places(sender, *, conference, before, by, at, **kwargs):
    """Give places that a change of the conference's details has added to those who wait."""
    if "capacity" in before:
        fill_free_places(conference, by=by, at=at)


def _settled(conference) -> dict:
    settings = WaitingListSettings.objects.filter(conference=conference).first()
    limits = conference.sector_limits.order_by("sector").values_list("sector", "place_count")
    return {
        "sectors": ", ".join(f"{Sector(sector).label} {count}" for sector, count in limits),
        "waiting list": str(settings) if settings else "given",
    }

"""What pages ask for that is more than one word of a queryset."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from conference.models import Conference
from lib.text import search_key
from participants.models import Organisation


def organisation_named(text: str) -> Organisation | None:
    """Return the organisation that people call exactly this: by official name, short name or alias, accents aside."""
    wanted = search_key(text)
    if not wanted:
        return None
    for organisation in Organisation.objects.matching(text)[:200]:
        names = [organisation.official_name, organisation.short_name, *organisation.aliases]
        if wanted in {search_key(name) for name in names}:
            return organisation
    return None


def neighbours(registrations, pk: int) -> tuple[int | None, int | None]:
    """Return the ids before and after a registration in a list, as the list is filtered and sorted."""
    pks = list(registrations.values_list("pk", flat=True))
    if pk not in pks:
        return None, None
    at = pks.index(pk)
    return (pks[at - 1] if at else None), (pks[at + 1] if at + 1 < len(pks) else None)


@dataclass(frozen=True)
class Figures:
    """How many registrations a conference has of each status, how many have arrived, invitations by state."""

    by_status: Counter
    by_state: Counter
    arrived_count: int

    @property
    def is_empty(self) -> bool:
        return not self.by_status and not self.by_state


def figures(conference: Conference, at) -> Figures:
    """Count a conference's registrations and invitations, in three queries."""
    statuses = conference.registrations.order_by().values_list("status").annotate(Count("pk"))
    states = conference.invitations.with_state(at).order_by().values_list("state").annotate(Count("pk"))
    return Figures(Counter(dict(statuses)), Counter(dict(states)), conference.registrations.arrived().count())

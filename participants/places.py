"""Places of a conference and seats of its delegations: the lock under which they are counted, and the count."""

from django.db.models import Q

from conference.models import Conference
from participants.choices import InvitationAnswer
from participants.choices import RegistrationStatus as Status
from participants.models import Delegation


def lock(conference) -> Conference:
    """Take the conference's row until the transaction ends, so that one at a time counts and gives places.

    On SQLite the transaction itself is exclusive (IMMEDIATE), and this only rereads the row.
    """
    return Conference.objects.locked().get(pk=conference.pk)


def free_count(conference) -> int | None:
    """Return how many places are free, or None when there is no limit. Meaningful under `lock`."""
    if conference.capacity is None:
        return None
    return max(conference.capacity - conference.registrations.confirmed().count(), 0)


def has_free(conference) -> bool:
    """Say whether one more can be confirmed. Meaningful under `lock`."""
    free = free_count(conference)
    return free is None or free > 0


def seats_taken(delegation) -> int:
    """Return how many members of a delegation are confirmed. Meaningful under `lock`."""
    return delegation.members.filter(registration__status=Status.CONFIRMED).count()


def seats_held_beside(delegation, emails: list[str]) -> int:
    """Return how many members hold a seat or may still claim one, apart from those with one of these addresses."""
    gone = Q(registration__status__in=[Status.CANCELLED, Status.REJECTED])
    gone |= Q(registration=None, invitation__answer=InvitationAnswer.DECLINED)
    on_list = [pk for pk, email in delegation.members.values_list("pk", "email") if email.lower() in emails]
    return delegation.members.exclude(gone).exclude(pk__in=on_list).count()


def has_seat(delegation: Delegation | None) -> bool:
    """Say whether one more of a delegation can be confirmed; who belongs to none needs no seat. Under `lock`."""
    if delegation is None or delegation.seat_limit is None:
        return True
    return seats_taken(delegation) < delegation.seat_limit


def delegation_of(participant) -> Delegation | None:
    """Return the participant's delegation as it stands now."""
    return Delegation.objects.select_related("organisation").filter(pk=participant.delegation_id).first()


def first_in_line(waiting, free: int | None) -> list:
    """Return whom the free places go to, in order of arrival; whose delegation has no seat is passed over."""
    chosen, seats = [], {}
    for registration in waiting.select_related("participant__delegation"):
        if free is not None and len(chosen) >= free:
            break
        delegation = registration.participant.delegation
        if delegation and delegation.seat_limit is not None:
            left = seats.setdefault(delegation.pk, delegation.seat_limit - seats_taken(delegation))
            if left <= 0:
                continue
            seats[delegation.pk] -= 1
        chosen.append(registration)
    return chosen

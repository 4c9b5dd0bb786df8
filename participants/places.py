"""Places of a conference: the lock under which they are counted, and the count."""

from conference.models import Conference


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

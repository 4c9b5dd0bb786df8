"""How quickly a mailing may leave: not before a moment has passed, so many messages a second, so many to one domain."""

from datetime import datetime, timedelta

MOMENT = timedelta(seconds=30)  # in which what goes to many can be stopped


def leaves_at(at: datetime) -> datetime:
    """Return when something that is sent to many at this time leaves: at the full minute after a moment to stop it.

    A full minute, because a page names the time by hours and minutes, and what it says is to be true.
    """
    earliest = at + MOMENT
    minute = earliest.replace(second=0, microsecond=0)
    return minute if minute == earliest else minute + timedelta(minutes=1)


class Pace:
    """Keeps count of when the next message may leave, in all and per receiving domain."""

    def __init__(self, per_second: int, per_second_and_domain: int):
        self._step = timedelta(seconds=1) / max(per_second, 1)
        self._step_of_domain = timedelta(seconds=1) / max(per_second_and_domain, 1)
        self._next_of_domain: dict[str, datetime] = {}
        self.next_at: datetime | None = None

    def turn_of(self, email: str, at: datetime) -> datetime:
        """Return when a message to this address may leave, as far as its domain goes.

        No turn is further away than one step: one that seems so was counted before the clock was put back.
        """
        self.next_at = min(self.next_at or at, at + self._step)
        return min(self._next_of_domain.get(_domain(email), at), at + self._step_of_domain)

    def spend(self, email: str, at: datetime) -> None:
        """Note that a message to this address leaves now."""
        self.next_at = at + self._step
        self._next_of_domain[_domain(email)] = at + self._step_of_domain


def _domain(email):
    return email.rpartition("@")[2].lower()

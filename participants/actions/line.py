"""The line of those who wait: what becomes free goes to the first of them, whatever made it free."""

import logging
from contextlib import contextmanager
from datetime import timedelta

from conference import audit
from participants import emails, places, rules
from participants.actions.answers import release_full_choices
from participants.choices import RegistrationStatus as Status
from participants.models import WaitingListSettings

OUT = {Status.WAITLISTED, Status.CANCELLED, Status.REJECTED}  # they hold no places of choices
STILL_TO_APPROVE = "What changed meanwhile is still to be approved."
logger = logging.getLogger(__name__)


@contextmanager
def within_places(*conferences, by, at):
    """Move people between sectors and delegations, inside an action that holds the locks of the conferences.

    Refused is what gives a sector or a delegation more people than it has places, and more than it had before; what
    became free goes to those who wait.
    """
    before = {each.pk: places.excess(each) for each in conferences}
    yield
    for each in conferences:
        places.refuse_excess(each, before[each.pk])
        fill(each, by=by, at=at)


def fill(conference, *, at, by=None, except_for=None, is_left_over=False) -> int:
    """Give or offer, as the conference has it, the free places to those who wait; return how many.

    A place that `is_left_over`, because somebody did not take it, is for those who have not let one pass: the same
    person is not asked day after day. For an action that holds the conference's lock.
    """
    waiting = places.in_line(conference)
    if except_for is not None:
        waiting = waiting.exclude(pk=except_for.pk)
    if is_left_over:
        waiting = waiting.filter(offer_missed_at=None)
    free = places.free_count(conference)
    chosen = places.first_in_line(conference, waiting, free) if free != 0 else []
    settings = WaitingListSettings.objects.filter(conference=conference, is_offered=True).first() if chosen else None
    for registration in chosen:
        registration.participant.conference = conference
        if settings and registration.participant.email and at < rules.opening(conference):
            _offer(registration, settings.offer_days, by=by, at=at)
        else:
            move(registration, Status.CONFIRMED, "registration.promoted", ends_review=False, by=by, at=at)
            emails.send_promoted(registration, by=by, at=at)
    if not chosen:
        logger.info("%s: nobody promoted, %s", conference.slug, "no place is free" if free == 0 else "nobody waits")
    return len(chosen)


def move(registration, status, verb, *, by, at, reason="", ends_review=True) -> None:
    """Give a registration another status; an offer ends with the old one.

    A wish for approval ends too, because somebody decides; where the line itself moves, nobody has looked, and it stays.
    Who comes from the waiting list, or back at all, gives up choices whose places others took meanwhile.
    """
    before, was_out = registration.status, registration.status in OUT and not registration.offer_expires_at
    registration.status = status
    registration.status_changed_at = at
    registration.offer_expires_at = registration.offer_missed_at = None
    if ends_review:
        registration.review_asked_at = None
    elif registration.review_asked_at:
        reason = STILL_TO_APPROVE
    ended = ["offer_expires_at", "offer_missed_at", "review_asked_at"]
    registration.save(update_fields=["status", "status_changed_at", *ended])
    audit.record(
        verb,
        registration,
        conference=registration.conference,
        by=by,
        at=at,
        before={"status": before},
        after={"status": str(status)},
        reason=reason,
    )
    if was_out and status not in OUT:
        release_full_choices(registration.conference, registration.participant, by=by, at=at)


def _offer(registration, days, *, by, at):
    registration.offer_expires_at = min(at + timedelta(days=days), rules.opening(registration.conference))
    registration.save(update_fields=["offer_expires_at"])
    after = {"offer_expires_at": registration.offer_expires_at}
    audit.record("registration.place_offered", registration, conference=registration.conference, by=by, at=at, after=after)  # fmt: skip
    release_full_choices(registration.conference, registration.participant, by=by, at=at)
    emails.send_offer(registration, by=by, at=at)

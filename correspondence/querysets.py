"""Words for messages."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower

from conference.choices import ConferenceStatus
from correspondence.choices import AttemptOutcome, MessageStatus

NO_LEASE_IS_LONGER = timedelta(minutes=10)
NOT_DELIVERED = [MessageStatus.FAILED, MessageStatus.BOUNCED, MessageStatus.SUPPRESSED]


def _is_over(at):
    """Return the condition that a lease is over, or ends so late that the clock must have been put back since."""
    return Q(leased_until__lt=at) | Q(leased_until__gt=at + NO_LEASE_IS_LONGER)


def _left_behind(at):
    """Return the condition that a sender took a message and did not mark it in its time."""
    return Q(status=MessageStatus.SENDING) & _is_over(at)


class MessageQuerySet(models.QuerySet):
    """Messages; the table is the queue."""

    def waiting(self):
        """Not handed over yet, and not given up."""
        waiting = [MessageStatus.PREPARING, MessageStatus.QUEUED, MessageStatus.HELD, MessageStatus.SENDING]
        return self.filter(status__in=waiting)

    def due(self, at):
        """What a sender may take now: queued and not before its time, or left behind by a sender that died."""
        return self.filter(Q(status=MessageStatus.QUEUED, not_before__lte=at) | _left_behind(at))

    def left_behind(self, at):
        """What a sender took and did not mark in its time."""
        return self.filter(_left_behind(at))

    def of_mailings(self, wanted=True):
        """Those that belong to a mailing, which leave at its pace; or all others."""
        return self.filter(mailing__isnull=not wanted)

    def overdue(self, at):
        """What should have left before `at` and waits still; one that waits for its letter is no fault of delivery."""
        ready = self.waiting().exclude(status=MessageStatus.PREPARING)
        return ready.filter(not_before__lt=at, mailing=None)

    def undelivered(self):
        """Those that the organiser has to look at: refused, come back, or kept back, and not written again since."""
        return self.filter(status__in=NOT_DELIVERED, repeats=None)

    def stuck_counts(self) -> dict[str, int]:
        """Return how many are `undelivered`, and how many wait for a letter that could not be made (`without_letter`)."""
        stuck = self.filter(status__in=[*NOT_DELIVERED, MessageStatus.PREPARING])
        lost = Q(status__in=NOT_DELIVERED, repeats=None)
        waiting = Q(status=MessageStatus.PREPARING, letter__failed_at__isnull=False)
        return stuck.aggregate(
            undelivered=Count("pk", filter=lost), without_letter=Count("pk", filter=waiting, distinct=True)
        )

    def repeating(self, message):
        """Those that were written again because of this one."""
        return self.filter(again_of=message)

    def to_address(self, email):
        return self.filter(to_email__iexact=email)

    def matching(self, text, addresses):
        """Those whose recipient, subject or kind holds every word of the text.

        `addresses(word)` returns queries for the addresses of whom a word names beside, such as by the organisation.
        """
        found = self.alias(address=Lower("to_email"))
        for word in text.split():
            named = (
                Q(to_email__icontains=word)
                | Q(to_name__icontains=word)
                | Q(subject__icontains=word)
                | Q(kind__icontains=word)
            )
            for known in addresses(word):
                named |= Q(address__in=known)
            found = found.filter(named)
        return found

    def oldest_first(self):
        return self.order_by("not_before", "pk")

    def newest_first(self):
        return self.order_by("-created_at", "-pk")

    def by_name(self):
        return self.order_by("to_name", "to_email", "pk")

    def with_attempts(self):
        return self.prefetch_related("attempts", "feedback")

    def with_conference(self):
        return self.select_related("conference")

    def with_attachments(self):
        return self.prefetch_related("attachments")

    def with_letter(self):
        return self.select_related("letter")

    def locked(self):
        return self.select_for_update()


class LetterQuerySet(models.QuerySet):
    """Letters."""

    def to_be_made(self, at):
        """Ordered and not taken by a worker, or left behind by one that died; the oldest first."""
        untouched = Q(leased_until=None) | _is_over(at)
        return self.filter(untouched, made_at=None, failed_at=None).order_by("pk")

    def failed(self):
        """Those that could not be made, of messages that still wait for them."""
        return self.filter(made_at=None, failed_at__isnull=False, message__status=MessageStatus.PREPARING)

    def newest_first(self):
        return self.order_by("-number")

    def with_message(self):
        return self.select_related("message").prefetch_related("message__attachments")

    def locked(self):
        return self.select_for_update(of=("self",))


class DeliveryAttemptQuerySet(models.QuerySet):
    """Tries to hand messages over."""

    def newest_first(self):
        return self.order_by("-at", "-pk")

    def put_off(self):
        """The mail server was there and asked to come again."""
        return self.filter(outcome=AttemptOutcome.DEFERRED)

    def unanswered(self):
        """The mail server was not there."""
        return self.filter(outcome=AttemptOutcome.UNREACHABLE)

    def answered(self):
        """The mail server was there and said something about the message."""
        return self.exclude(outcome=AttemptOutcome.UNREACHABLE)


class SuppressionQuerySet(models.QuerySet):
    """Addresses to which nothing is sent."""

    def in_force(self):
        return self.filter(lifted_at=None)

    def of_address(self, email):
        return self.filter(email=email.lower())


class MailingQuerySet(models.QuerySet):
    """Mailings."""

    def unwritten(self):
        """Started, and there are people for whom no message was written yet."""
        return self.filter(started_at__isnull=False, cancelled_at=None).exclude(to_write=[])

    def oldest_first(self):
        return self.order_by("started_at", "pk")

    def newest_first(self):
        return self.order_by("-created_at", "-pk")

    def with_counts(self):
        """Each with how many messages it wrote, and how many of them left, wait, or stayed behind."""

        def count(*statuses):
            return Count("messages", filter=Q(messages__status__in=statuses))

        return self.annotate(
            message_count=Count("messages"),
            sent_count=count(MessageStatus.SENT, MessageStatus.BOUNCED),
            waiting_message_count=count(MessageStatus.QUEUED, MessageStatus.SENDING, MessageStatus.HELD),
            cancelled_message_count=count(MessageStatus.CANCELLED),
            refused_count=count(MessageStatus.FAILED, MessageStatus.SUPPRESSED),
        )

    def locked(self):
        return self.select_for_update()


class ReminderQuerySet(models.QuerySet):
    """Reminders."""

    def of_announced(self):
        """Of conferences that are announced: a draft, a cancelled or an archived one reminds nobody."""
        return self.filter(conference__status=ConferenceStatus.ANNOUNCED)

    def with_conference(self):
        return self.select_related("conference")

    def locked(self):
        return self.select_for_update(of=("self",))

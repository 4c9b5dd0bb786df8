"""Handing messages to the mail server: takes what is due with a lease, hands over, marks at once.

Any number of senders may run. A lease is a time until which the row belongs to one of them; every mark is
conditional on the lease, and a row whose lease has run out is taken again. The one possible repetition, a sender
killed between the server's 250 and our mark, carries the same Message-ID.

The marks are written here and not by actions: they follow what the mail server said, not what a person decided.
"""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection, transaction
from django.db.models import Q

from conference import audit
from conference.models import Conference
from correspondence import facts, smtp
from correspondence.choices import AttemptOutcome, MessageStatus
from correspondence.exchange import Exchange
from correspondence.models import DeliveryAttempt, Heartbeat, Mailing, Message, Suppression
from correspondence.pace import Pace

BATCH_SIZE = 50
LEASE = timedelta(seconds=75)
RENEW_BELOW = timedelta(seconds=45)  # more than one exchange takes at worst: a few answers within EMAIL_TIMEOUT
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_PAUSE = timedelta(hours=4)
HANG_UPS = 3  # after so many in a row it is about the message, when the server was there for others in between
SERVER_PAUSE = timedelta(seconds=30)  # for a message that found the server away; the others are not delayed at all
MARK = (
    "UPDATE correspondence_message SET status = %s, sent_at = %s, not_before = %s, last_error = %s,"
    " leased_until = NULL, attempt_count = attempt_count + 1 WHERE id = %s AND status = %s AND leased_until = %s"
)
SENDER_OF_MAILINGS = "mailings"
logger = logging.getLogger(__name__)


def deliver(
    now: Callable, *, for_at_most: timedelta = timedelta(seconds=60), call_for_help: Callable | None = None
) -> bool:
    """Hand over what is due until nothing is, the time is up, or the mail server is away.

    `now` is asked for the time of each mark; `call_for_help` is called once when there is more than one batch. Return
    whether more may be due, so that the caller comes again.
    """
    until = now() + for_at_most
    with Exchange() as exchange:
        while now() < until:
            batch = take(now())
            if not batch:
                return False
            if len(batch) == BATCH_SIZE and call_for_help:
                call_for_help()
                call_for_help = None
            if not _hand_over(batch, exchange, now, until=until):
                return False
    return True


def deliver_mailings(
    now: Callable, *, pace: Pace, for_at_most: timedelta = timedelta(seconds=60), sleep: Callable = time.sleep
) -> bool:
    """Hand over what belongs to mailings, at their pace; only one sender at a time does, so that the pace holds.

    Return whether more is to come soon.
    """
    turn = _begin_alone(now())
    until = now() + for_at_most
    with Exchange() as exchange:
        try:
            while turn and now() < until:
                turn = _go_on_alone(turn, now())
                _follow_what_was_left_behind(now())
                batch = take(now(), of_mailings=True) if turn else []
                if batch and not _hand_over(batch, exchange, now, until=until, pace=pace, sleep=sleep):
                    return False
                if not batch and not _mailings_go_on(now()):
                    return False
                if not batch:
                    sleep(0.2)
        finally:
            _end_alone(turn, now())
    return bool(turn)


def _begin_alone(at) -> datetime | None:
    """Return until when nobody else sends mailings; None when somebody does.

    A turn that ends too late was taken by a clock that was put back since.
    """
    sign = _sign_of_the_sender()
    sign.get_or_create(name=SENDER_OF_MAILINGS, defaults={"at": at - LEASE})
    is_free = sign.filter(Q(at__lte=at) | Q(at__gt=at + LEASE))
    return at + LEASE if is_free.update(at=at + LEASE) else None


def _go_on_alone(turn, at) -> datetime | None:
    """Prolong the own turn; None when it was over, and another sender has begun."""
    is_still_ours = _sign_of_the_sender().filter(at=turn)
    return at + LEASE if is_still_ours.update(at=at + LEASE) else None


def _end_alone(turn, at):
    is_still_ours = _sign_of_the_sender().filter(at=turn)
    is_still_ours.update(at=at)


def _sign_of_the_sender():
    """The one row that says until when somebody sends mailings."""
    return Heartbeat.objects.filter(name=SENDER_OF_MAILINGS)


def _mailings_go_on(at) -> bool:
    """Say whether a message of a mailing is due within seconds: its turn was put off by the pace."""
    soon = at + timedelta(seconds=5)
    return Message.objects.of_mailings().filter(status=MessageStatus.QUEUED, not_before__lte=soon).exists()


@transaction.atomic
def _follow_what_was_left_behind(at):
    """Hold or cancel what a sender that died had taken of a mailing that was paused or cancelled since."""
    stopped = Q(mailing__cancelled_at__isnull=False) | Q(mailing__paused_at__isnull=False)
    left = list(Message.objects.of_mailings().left_behind(at).filter(stopped))
    if left:
        mailings = _locked_mailings(left)
        _ours(left).update(status=MessageStatus.QUEUED, leased_until=None)
        _follow(mailings, left)


def take(at, size: int = BATCH_SIZE, *, of_mailings: bool = False) -> list[Message]:
    """Lease up to `size` due messages, oldest first; another sender cannot take them meanwhile."""
    until = at + LEASE
    with transaction.atomic():
        due = Message.objects.of_mailings(of_mailings).due(at).oldest_first().select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:size])
        taken = Message.objects.filter(pk__in=ids)
        taken.update(status=MessageStatus.SENDING, leased_until=until)
    return list(taken.filter(leased_until=until).oldest_first().with_attachments())


def _hand_over(batch, exchange, now, *, until, pace=None, sleep=time.sleep) -> bool:
    """Hand a leased batch over until the time is up; return False when the mail server is away. The rest is given back.

    Each message is marked as soon as it was answered, with the record of a try that failed; the record of those that
    were accepted is written once for the batch.
    """
    failures_in_a_row = 0
    tries = []
    ours = {message.pk for message in batch}
    try:
        for position, message in enumerate(batch):
            if now() >= until:
                _give_back(batch[position:])
                return True
            if message.pk in ours and not RENEW_BELOW <= message.leased_until - now() <= LEASE:
                ours = _renew(batch[position:], now())
            if message.pk not in ours:
                continue
            if pace and (turn := pace.turn_of(message.to_email, now())) > now():
                _put_off(message, turn)
                continue
            if pace:
                sleep(max((pace.next_at - now()).total_seconds(), 0))
                pace.spend(message.to_email, now())
            answer = _told_apart(message, exchange.hand_over(message, now()), now())
            tries.append(mark(message, answer, now()))
            failures_in_a_row = failures_in_a_row + 1 if answer.is_about_the_server else 0
            if failures_in_a_row == 2:
                logger.warning("Mail waits: %s", answer.detail)
                _give_back(batch[position + 1 :])
                return False
    finally:
        record = DeliveryAttempt.objects.all()
        record.bulk_create([each for each in tries if each])
    return True


def mark(message: Message, answer: smtp.Answer, at) -> DeliveryAttempt | None:
    """Write down what became of a message; return the record of a try that is not written yet.

    None: it is written, together with what follows from a refusal; or the row is not ours any more.
    """
    said = {"outcome": answer.outcome, "code": answer.code, "detail": answer.detail}
    record, attempt = DeliveryAttempt.objects.all(), DeliveryAttempt(message=message, at=at, **said)
    outcome = _outcome(message, answer, at)
    if answer.outcome == AttemptOutcome.ACCEPTED:
        return attempt if _write_down(message, **outcome) else None
    with transaction.atomic():
        mailings = _locked_mailings([message])
        if _write_down(message, **outcome):
            record.bulk_create([attempt])
            _follow(mailings, [message])
            if answer.says_the_address_is_closed:
                close_address(message.to_email, answer.detail, at, because_of=message)
    return None


def _write_down(message, *, status, last_error, sent_at=None, not_before=None) -> bool:
    """Mark the row if it is still ours. As SQL: it runs for every message, and to compose it takes longer than to do."""
    moment = connection.ops.adapt_datetimefield_value
    values = [status, moment(sent_at), moment(not_before or message.not_before), last_error]
    with connection.cursor() as cursor:
        cursor.execute(MARK, [*values, message.pk, MessageStatus.SENDING, moment(message.leased_until)])
        return cursor.rowcount == 1


@transaction.atomic
def close_address(email: str, reason: str, at, *, because_of: Message | None = None) -> None:
    """Send nothing more to an address, neither what waits nor what will be written, until an organiser lifts it.

    The history says so in each conference that has messages waiting for it, and in that of the message it was about.
    """
    email, reason = email.lower(), reason[:500]
    closed = Suppression.objects.all()
    was_closed = closed.in_force().of_address(email).exists()
    suppression, _ = closed.update_or_create(
        email=email, defaults={"reason": reason, "suppressed_at": at, "lifted_at": None}
    )
    messages = Message.objects.to_address(email)
    concerned = Conference.objects.filter(pk__in=messages.waiting().values("conference"))
    for conference in {*concerned, *([because_of.conference] if because_of else [])}:
        told = conference.history.filter(verb="suppression.made", subject_id=suppression.pk)
        if not (was_closed and told.exists()):
            audit.record("suppression.made", suppression, conference=conference, by=None, at=at, reason=reason)
    at_rest = messages.filter(status__in=[MessageStatus.PREPARING, MessageStatus.QUEUED, MessageStatus.HELD])
    at_rest.update(status=MessageStatus.SUPPRESSED, last_error=reason)


def _outcome(message, answer, at):
    if answer.outcome == AttemptOutcome.ACCEPTED:
        return {"status": MessageStatus.SENT, "sent_at": at, "last_error": ""}
    if answer.outcome == AttemptOutcome.REFUSED:
        return {"status": MessageStatus.FAILED, "last_error": answer.detail}
    next_at = at + pause(answer, message.attempts.put_off().count())
    if not answer.is_about_the_server and next_at - _first_put_off_at(message, at) > GIVE_UP_AFTER:
        return {"status": MessageStatus.FAILED, "last_error": f"Given up after 24 hours: {answer.detail}"[:500]}
    return {"status": MessageStatus.QUEUED, "not_before": next_at, "last_error": answer.detail}


def _told_apart(message, answer, at) -> smtp.Answer:
    """Return a hang-up as an answer about the message when the server has answered about others between its last tries.

    Else one message at which a filter hangs up would be tried every half minute for ever.
    """
    if not answer.is_about_the_server:
        return answer
    earlier = message.attempts.unanswered().newest_first().values_list("at", flat=True)[: HANG_UPS - 1]
    moments = [at, *earlier]
    answered = DeliveryAttempt.objects.answered()
    between = [answered.filter(at__gt=first, at__lt=second).exists() for second, first in pairwise(moments)]
    is_alone = len(between) == HANG_UPS - 1 and all(between)
    return replace(answer, outcome=AttemptOutcome.DEFERRED) if is_alone else answer


def pause(answer: smtp.Answer, times_put_off: int) -> timedelta:
    """Return how long a message rests after a failed try: longer each time, never all at one moment."""
    if answer.is_about_the_server:
        longest = SERVER_PAUSE
    else:
        longest = min(timedelta(minutes=2) * 2 ** min(times_put_off, 10), LONGEST_PAUSE)
    return longest * random.uniform(0.5, 1)  # noqa: S311 - jitter, not a secret


def _first_put_off_at(message, at):
    """When the mail server first put the message off; times at which it was away itself do not count."""
    return message.attempts.put_off().order_by("at").values_list("at", flat=True).first() or at


@transaction.atomic
def _renew(messages, at) -> set[int]:
    """Prolong the leases that are still ours; return the ids of those, without what another sender took meanwhile."""
    until = at + LEASE
    renewed = set(_ours(messages).select_for_update().values_list("pk", flat=True))
    _ours(messages).filter(pk__in=renewed).update(leased_until=until)
    for message in messages:
        if message.pk in renewed:
            message.leased_until = until
    return renewed


@transaction.atomic
def _put_off(message, until):
    """Give a message back for a moment, without a try: its domain has had its share."""
    mailings = _locked_mailings([message])
    _ours([message]).update(status=MessageStatus.QUEUED, leased_until=None, not_before=until)
    _follow(mailings, [message])


@transaction.atomic
def _give_back(messages):
    mailings = _locked_mailings(messages)
    _ours(messages).update(status=MessageStatus.QUEUED, leased_until=None)
    _follow(mailings, messages)


def _locked_mailings(messages) -> list[Mailing]:
    """Return the mailings of these messages, locked: nobody pauses or cancels one while its messages are given back."""
    ids = {message.mailing_id for message in messages if message.mailing_id}
    return list(Mailing.objects.locked().filter(pk__in=ids)) if ids else []


def _follow(mailings, messages):
    """Hold or cancel what was given back and belongs to a mailing that was paused or cancelled meanwhile.

    What may not be sent any more is kept back: its address was closed, or the recipient has unsubscribed, while it was
    just being sent.
    """
    given_back = Message.objects.filter(pk__in=[each.pk for each in messages], status=MessageStatus.QUEUED)
    for each in given_back.with_conference():
        if reason := facts.reason_to_keep_back(each.conference, each.to_email, is_optional=each.is_optional):
            given_back.filter(pk=each.pk).update(status=MessageStatus.SUPPRESSED, last_error=reason)
    for mailing in mailings:
        if mailing.cancelled_at:
            given_back.filter(mailing=mailing).update(status=MessageStatus.CANCELLED)
        elif mailing.paused_at:
            given_back.filter(mailing=mailing).update(status=MessageStatus.HELD)


def _ours(messages):
    """Those rows of a batch whose lease is still the one we took."""
    ids = [message.pk for message in messages]
    leases = {message.leased_until for message in messages}
    return Message.objects.filter(pk__in=ids, status=MessageStatus.SENDING, leased_until__in=leases)

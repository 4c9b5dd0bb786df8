"""Handing messages to the mail server: takes what is due with a lease, hands over, marks at once.

Any number of senders may run. A lease is a time until which the row belongs to one of them; every mark is
conditional on the lease, and a row whose lease has run out is taken again. The one possible repetition, a sender
killed between the server's 250 and our mark, carries the same Message-ID.

The marks are written here and not by actions: they follow what the mail server said, not what a person decided.
"""

import logging
import random
import smtplib
import time
from collections.abc import Callable
from datetime import timedelta
from email.utils import parseaddr

from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import get_connection
from django.core.mail.message import sanitize_address
from django.db import connection, transaction

from conference import audit
from conference.models import Conference
from correspondence import emails, smtp
from correspondence.choices import AttemptOutcome, MessageStatus
from correspondence.models import DeliveryAttempt, Heartbeat, Mailing, Message, Suppression
from correspondence.pace import Pace
from lib import mime

BATCH_SIZE = 50
LEASE = timedelta(seconds=75)
RENEW_BELOW = timedelta(seconds=45)  # more than one exchange takes at worst: a few answers within EMAIL_TIMEOUT
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_PAUSE = timedelta(hours=4)
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
    if not _begin_alone(now()):
        return False
    until = now() + for_at_most
    with Exchange() as exchange:
        try:
            while now() < until:
                _go_on_alone(now())
                batch = take(now(), of_mailings=True)
                if batch and not _hand_over(batch, exchange, now, until=until, pace=pace, sleep=sleep):
                    return False
                if not batch and not _mailings_go_on(now()):
                    return False
                if not batch:
                    sleep(0.2)
        finally:
            _end_alone(now())
    return True


def _begin_alone(at) -> bool:
    sign = _sign_of_the_sender()
    sign.get_or_create(name=SENDER_OF_MAILINGS, defaults={"at": at - LEASE})
    return sign.filter(at__lte=at).update(at=at + LEASE) == 1


def _go_on_alone(at):
    _sign_of_the_sender().update(at=at + LEASE)


def _end_alone(at):
    _sign_of_the_sender().update(at=at)


def _sign_of_the_sender():
    """The one row that says until when somebody sends mailings."""
    return Heartbeat.objects.filter(name=SENDER_OF_MAILINGS)


def _mailings_go_on(at) -> bool:
    """Say whether a message of a mailing is due within seconds: its turn was put off by the pace."""
    soon = at + timedelta(seconds=5)
    return Message.objects.of_mailings().filter(status=MessageStatus.QUEUED, not_before__lte=soon).exists()


def take(at, size: int = BATCH_SIZE, *, of_mailings: bool = False) -> list[Message]:
    """Lease up to `size` due messages, oldest first; another sender cannot take them meanwhile."""
    until = at + LEASE
    with transaction.atomic():
        due = Message.objects.of_mailings(of_mailings).due(at).oldest_first().select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:size])
        taken = Message.objects.filter(pk__in=ids)
        taken.update(status=MessageStatus.SENDING, leased_until=until)
    return list(taken.filter(leased_until=until).oldest_first().with_attachments())


class Exchange:
    """One connection to the mail server, kept over many messages and opened anew after a break."""

    def __init__(self):
        self.connection = get_connection()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.connection.close()
        except OSError as error:
            logger.info("The mail server was gone before the connection was closed: %s", error)

    def hand_over(self, message: Message, at) -> smtp.Answer:
        """Hand one message over; return the server's answer. Only the end of our own time is raised."""
        try:
            self._send(emails.as_mail(message, at=at))
        except SoftTimeLimitExceeded:  # says nothing about the message, whose lease runs out by itself
            self._drop()
            raise
        except Exception as error:  # whatever it is, it belongs to this message, and the next one gets its try
            answer = smtp.judge(error)
            if answer.is_about_the_server:
                self._drop()
            return answer
        return smtp.ACCEPTED

    def _send(self, mail):
        was_open = self.connection.open() is False
        try:
            self._pass(mail)
        except OSError as error:
            # Servers end connections that are old or have carried enough: once more, on a new one.
            if not was_open or isinstance(error, TimeoutError) or not smtp.judge(error).is_about_the_server:
                raise
            self._drop()
            self.connection.open()
            self._pass(mail)

    def _pass(self, mail):
        line = self._line()
        if line is None:  # mail leaves in another way, such as into the local mailbox
            self.connection.send_messages([mail])
        else:
            smtp.send(line, _on_envelope(mail.from_email), _on_envelope(mail.to[0]), mime.encode(mail))

    def _line(self) -> smtplib.SMTP | None:
        """The open connection to a mail server, where mail leaves by SMTP."""
        line = getattr(self.connection, "connection", None)
        return line if isinstance(line, smtplib.SMTP) else None

    def _drop(self):
        """Forget a connection that failed, without another word to the server."""
        if line := self._line():
            line.close()
            self.connection.connection = None


def _on_envelope(address: str) -> str:
    """Return an address as SMTP's commands name it: without a name, its domain in ASCII."""
    bare = parseaddr(address)[1]
    return bare if bare.isascii() else sanitize_address(bare, "utf-8")


def _hand_over(batch, exchange, now, *, until, pace=None, sleep=time.sleep) -> bool:
    """Hand a leased batch over until the time is up; return False when the mail server is away. The rest is given back.

    Each message is marked as soon as it was answered; the record of the tries is written once for the batch.
    """
    failures_in_a_row = 0
    tries = []
    ours = {message.pk for message in batch}
    try:
        for position, message in enumerate(batch):
            if now() >= until:
                _give_back(batch[position:])
                return True
            if message.pk in ours and message.leased_until - now() < RENEW_BELOW:
                ours = _renew(batch[position:], now())
            if message.pk not in ours:
                continue
            if pace and (turn := pace.turn_of(message.to_email, now())) > now():
                _put_off(message, turn)
                continue
            if pace:
                sleep(max((pace.next_at - now()).total_seconds(), 0))
                pace.spend(message.to_email, now())
            answer = exchange.hand_over(message, now())
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
    """Write down what became of a message; return the record of the try, not yet written. None: the row is not ours."""
    outcome = _outcome(message, answer, at)
    if message.mailing_id and outcome["status"] == MessageStatus.QUEUED:
        with transaction.atomic():
            mailings = _locked_mailings([message])
            is_ours = _write_down(message, **outcome)
            _follow(mailings, [message])
    else:
        is_ours = _write_down(message, **outcome)
    if not is_ours:
        return None
    if answer.says_the_address_is_closed:
        close_address(message.to_email, answer.detail, at, because_of=message)
    return DeliveryAttempt(message=message, at=at, outcome=answer.outcome, code=answer.code, detail=answer.detail)


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
    next_at = at + pause(answer, message.attempt_count)
    if not answer.is_about_the_server and next_at - _first_put_off_at(message, at) > GIVE_UP_AFTER:
        return {"status": MessageStatus.FAILED, "last_error": f"Given up after 24 hours: {answer.detail}"[:500]}
    return {"status": MessageStatus.QUEUED, "not_before": next_at, "last_error": answer.detail}


def pause(answer: smtp.Answer, attempt_count: int) -> timedelta:
    """Return how long a message rests after a failed try: longer each time, never all at one moment."""
    if answer.is_about_the_server:
        longest = SERVER_PAUSE
    else:
        longest = min(timedelta(minutes=2) * 2 ** min(attempt_count, 10), LONGEST_PAUSE)
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
    """Hold or cancel what was given back and belongs to a mailing that was paused or cancelled meanwhile."""
    given_back = Message.objects.filter(pk__in=[each.pk for each in messages], status=MessageStatus.QUEUED)
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

"""Mailings: prepared, sent by one word, paused, resumed, cancelled; each person gets a message of their own."""

from django.db import transaction

from conference import audit
from correspondence import audiences, facts, kinds, tasks, wording
from correspondence.choices import MessageStatus
from correspondence.composing import Composer
from correspondence.models import Mailing, Message, Suppression
from correspondence.pace import leaves_at
from lib.refusal import NotPossible, still_there
from lib.text import without_breaks

AT_MOST = 20_000
AT_ONCE = 100  # people for whom messages are written in one transaction, which takes a fraction of a second


@transaction.atomic
def prepare(
    conference, *, audience: str, selection: str = "", subject: str, text: str, is_optional: bool = True, by, at
) -> Mailing:
    """Keep a mailing as a draft: nothing leaves before it is started."""
    _check(subject, text)
    mailing = conference.mailings.create(
        audience=audience, selection=selection, subject=subject, text=text, is_optional=is_optional, created_at=at
    )
    _record("mailing.prepared", mailing, by=by, at=at)
    return mailing


@transaction.atomic
def change_mailing(mailing: Mailing, *, audience: str, subject: str, text: str, is_optional: bool, by, at) -> Mailing:
    """Change a draft."""
    mailing = _lock(mailing)
    if mailing.started_at:
        raise NotPossible("This mailing was sent already; what people got cannot be changed.")
    _check(subject, text)
    before = audit.snapshot(mailing, ["audience", "subject", "text", "is_optional"])
    mailing.audience, mailing.subject, mailing.text, mailing.is_optional = audience, subject, text, is_optional
    mailing.save(update_fields=["audience", "subject", "text", "is_optional"])
    old, new = audit.changes(before, audit.snapshot(mailing, list(before)))
    if new:
        _record("mailing.changed", mailing, by=by, at=at, before=old, after=new)
    return mailing


@transaction.atomic
def start(mailing: Mailing, *, by, at) -> Mailing:
    """Send it to those who belong to the audience now; the worker writes the messages, which leave after a moment."""
    mailing = _lock(mailing)
    if mailing.started_at:
        raise NotPossible("This mailing was sent already.")
    ids = audiences.find(mailing.audience, mailing.conference, at, mailing.selection)
    if not ids:
        raise NotPossible("Nobody with an e-mail address is in this group at the moment.")
    if len(ids) > AT_MOST:
        raise NotPossible(f"A mailing goes to {AT_MOST:,} people at most; this group has {len(ids):,}.")
    mailing.started_at, mailing.leaves_at, mailing.to_write = at, leaves_at(at), ids
    mailing.save(update_fields=["started_at", "leaves_at", "to_write"])
    _record("mailing.started", mailing, by=by, at=at, after={"people": len(ids)})
    transaction.on_commit(tasks.wake_for_writing, robust=True)
    return mailing


@transaction.atomic
def send_together(conference, messages: list[Message], *, audience: str, subject: str, by, at) -> Mailing:
    """Make one mailing of messages that were written in this transaction, each with a text of its own.

    They leave together after a moment, and are paused and cancelled together. Who may unsubscribe is not asked here.
    """
    mailing = conference.mailings.create(
        audience=audience, subject=subject, is_optional=False, created_at=at, started_at=at, leaves_at=leaves_at(at)
    )
    ids = [message.pk for message in messages]
    Message.objects.filter(pk__in=ids).update(mailing=mailing, not_before=mailing.leaves_at)
    _record("mailing.started", mailing, by=by, at=at, after={"people": len(ids)})
    return mailing


def write_next(mailing: Mailing, *, by, at) -> int:
    """Write the messages of a started mailing for its next people; return for how many there is nothing yet.

    They are composed first and kept in one short transaction, only if nobody else kept theirs meanwhile: a worker that
    is killed leaves its people to the next one, and who was written to is never written to twice.
    """
    mailing = still_there(Mailing.objects, pk=mailing.pk)
    ids = mailing.to_write[:AT_ONCE]
    composer = Composer(mailing)
    messages = [_message(mailing, each, composer, at) for each in composer.recipients(ids)]
    with transaction.atomic():
        mailing = _lock(mailing)
        if mailing.cancelled_at or mailing.to_write[:AT_ONCE] != ids:
            return 0 if mailing.cancelled_at else mailing.unwritten_count
        _settle(mailing, messages)
        Message.objects.bulk_create(messages, ignore_conflicts=True)
        mailing.to_write = mailing.to_write[AT_ONCE:]
        mailing.save(update_fields=["to_write"])
        transaction.on_commit(tasks.wake_for_mailings, robust=True)
    return mailing.unwritten_count


@transaction.atomic
def pause(mailing: Mailing, *, by, at) -> Mailing:
    """Keep the messages that no sender has taken yet from leaving for now."""
    mailing = _running(mailing)
    if mailing.paused_at:
        raise NotPossible("This mailing is paused already.")
    mailing.messages.filter(status=MessageStatus.QUEUED).update(status=MessageStatus.HELD)
    mailing.paused_at = at
    mailing.save(update_fields=["paused_at"])
    _record("mailing.paused", mailing, by=by, at=at)
    return mailing


@transaction.atomic
def resume(mailing: Mailing, *, by, at) -> Mailing:
    """Let what was paused leave."""
    mailing = _running(mailing)
    if not mailing.paused_at:
        raise NotPossible("This mailing is not paused.")
    mailing.messages.filter(status=MessageStatus.HELD).update(status=MessageStatus.QUEUED)
    mailing.paused_at = None
    mailing.save(update_fields=["paused_at"])
    _record("mailing.resumed", mailing, by=by, at=at)
    transaction.on_commit(tasks.wake_for_mailings, robust=True)
    return mailing


@transaction.atomic
def cancel_mailing(mailing: Mailing, *, by, at) -> Mailing:
    """Cancel for good what no sender has taken and what was not even written yet; what has left, has left."""
    mailing = _running(mailing)
    rest = mailing.messages.filter(status__in=[MessageStatus.QUEUED, MessageStatus.HELD])
    count = rest.update(status=MessageStatus.CANCELLED) + mailing.unwritten_count
    mailing.cancelled_at = at
    mailing.save(update_fields=["cancelled_at"])
    _record("mailing.cancelled", mailing, by=by, at=at, after={"people": count})
    return mailing


def _message(mailing, recipient, composer, at):
    conference = mailing.conference
    subject, text, html = composer.compose(recipient)
    purpose, pk, version = recipient.link or ("", None, None)
    reason = composer.reason_to_leave_out(recipient)
    not_before = max(at, mailing.leaves_at)
    return Message(
        conference=conference, mailing=mailing, kind="mailing", occasion=f"mailing:{mailing.pk}",
        to_email=recipient.email, to_name=without_breaks(recipient.name)[:300], reply_to=conference.contact_email,
        language=recipient.language, subject=subject[:300], text=text, html=html, is_optional=mailing.is_optional,
        link_purpose=purpose, link_pk=pk, link_version=version, created_at=at, not_before=not_before,
        last_error=reason,
    )  # fmt: skip


def _settle(mailing, messages):
    """Say which of the composed messages wait, are held with their mailing, or may not be sent, and why."""
    addresses = [message.to_email.lower() for message in messages]
    opted_out = mailing.conference.opt_outs.filter(email__in=addresses if mailing.is_optional else [])
    closed = Suppression.objects.in_force().filter(email__in=addresses)
    reasons = dict.fromkeys(opted_out.values_list("email", flat=True), facts.OPTED_OUT)
    reasons |= dict(closed.values_list("email", "reason"))
    waits = MessageStatus.HELD if mailing.paused_at else MessageStatus.QUEUED
    for message in messages:
        message.last_error = message.last_error or reasons.get(message.to_email.lower(), "")
        message.status = MessageStatus.SUPPRESSED if message.last_error else waits


def _check(subject, text):
    problems = wording.problems(subject, allowed=set(kinds.PLACEHOLDERS) - kinds.LINKS - kinds.BLOCKS)
    problems += wording.problems(text, allowed=set(kinds.PLACEHOLDERS) - kinds.BLOCKS)
    if problems:
        raise NotPossible(" ".join(problems))


def _record(verb, mailing, **said):
    """Leave an entry in the history that names the mailing as people read its subject."""
    conference = mailing.conference
    audit.record(verb, mailing, conference=conference, label=facts.readable(mailing.subject, conference), **said)


def _running(mailing):
    mailing = _lock(mailing)
    if not mailing.started_at:
        raise NotPossible("This mailing was not sent yet.")
    if mailing.cancelled_at:
        raise NotPossible("This mailing is cancelled already.")
    if not (mailing.to_write or mailing.messages.waiting().exists()):
        raise NotPossible("This mailing is finished: nothing of it waits any more.")
    return mailing


def _lock(mailing):
    return still_there(Mailing.objects.locked(), pk=mailing.pk)

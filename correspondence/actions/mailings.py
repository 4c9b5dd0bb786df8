"""Mailings: prepared, sent by one word, paused, resumed, cancelled; each person gets a message of their own."""

from django.db import transaction

from conference import audit
from correspondence import audiences, facts, tasks, wording
from correspondence.choices import MessageStatus
from correspondence.models import Mailing, Message, Suppression
from lib.refusal import NotPossible

AT_MOST = 5_000


@transaction.atomic
def prepare(conference, *, audience: str, subject: str, text: str, is_optional: bool = True, by, at) -> Mailing:
    """Keep a mailing as a draft: nothing leaves before it is started."""
    _check(subject, text)
    mailing = conference.mailings.create(
        audience=audience, subject=subject, text=text, is_optional=is_optional, created_at=at
    )
    audit.record("mailing.prepared", mailing, conference=conference, by=by, at=at)
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
        audit.record("mailing.changed", mailing, conference=mailing.conference, by=by, at=at, before=old, after=new)
    return mailing


@transaction.atomic
def start(mailing: Mailing, *, by, at) -> Mailing:
    """Write one message to each person of the audience as it is now."""
    mailing = _lock(mailing)
    if mailing.started_at:
        raise NotPossible("This mailing was sent already.")
    recipients = audiences.recipients(mailing.audience, mailing.conference, at)
    if not recipients:
        raise NotPossible("Nobody with an e-mail address is in this group at the moment.")
    if len(recipients) > AT_MOST:
        raise NotPossible(f"A mailing goes to {AT_MOST} people at most; this group has {len(recipients)}.")
    kept_back = _reasons_to_keep_back(mailing)
    shared = facts.values(mailing.conference)
    Message.objects.bulk_create([_message(mailing, recipient, shared, kept_back, at) for recipient in recipients])
    mailing.started_at = at
    mailing.save(update_fields=["started_at"])
    audit.record(
        "mailing.started", mailing, conference=mailing.conference, by=by, at=at, after={"messages": len(recipients)}
    )
    transaction.on_commit(tasks.wake_for_mailings, robust=True)
    return mailing


@transaction.atomic
def pause(mailing: Mailing, *, by, at) -> Mailing:
    """Keep the messages that no sender has taken yet from leaving for now."""
    mailing = _running(mailing)
    if mailing.paused_at:
        raise NotPossible("This mailing is paused already.")
    mailing.messages.filter(status=MessageStatus.QUEUED).update(status=MessageStatus.HELD)
    mailing.paused_at = at
    mailing.save(update_fields=["paused_at"])
    audit.record("mailing.paused", mailing, conference=mailing.conference, by=by, at=at)
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
    audit.record("mailing.resumed", mailing, conference=mailing.conference, by=by, at=at)
    transaction.on_commit(tasks.wake_for_mailings, robust=True)
    return mailing


@transaction.atomic
def cancel_mailing(mailing: Mailing, *, by, at) -> Mailing:
    """Cancel for good what no sender has taken yet; what has left, has left."""
    mailing = _running(mailing)
    rest = mailing.messages.filter(status__in=[MessageStatus.QUEUED, MessageStatus.HELD])
    count = rest.update(status=MessageStatus.CANCELLED)
    mailing.cancelled_at = at
    mailing.save(update_fields=["cancelled_at"])
    audit.record("mailing.cancelled", mailing, conference=mailing.conference, by=by, at=at, after={"messages": count})
    return mailing


def _message(mailing, recipient, shared, kept_back, at):
    conference = mailing.conference
    subject, text, html = wording.fill(
        mailing.subject, mailing.text, shared | recipient.values,
        context={"conference": conference}, language=recipient.language,
    )  # fmt: skip
    purpose, pk, version = recipient.link or ("", None, None)
    reason = kept_back.get(recipient.email.lower(), "")
    return Message(
        conference=conference, mailing=mailing, kind="mailing", occasion=f"mailing:{mailing.pk}",
        to_email=recipient.email, to_name=recipient.name[:300], reply_to=conference.contact_email,
        language=recipient.language, subject=subject[:300], text=text, html=html, is_optional=mailing.is_optional,
        link_purpose=purpose, link_pk=pk, link_version=version, created_at=at, not_before=at,
        status=MessageStatus.SUPPRESSED if reason else MessageStatus.QUEUED, last_error=reason,
    )  # fmt: skip


def _reasons_to_keep_back(mailing):
    """Return the addresses to which this mailing may not go, with the reason."""
    reasons = dict.fromkeys(mailing.conference.opt_outs.values_list("email", flat=True), facts.OPTED_OUT)
    closed = Suppression.objects.in_force().values_list("email", "reason")
    return (reasons if mailing.is_optional else {}) | dict(closed)


def _check(subject, text):
    problems = wording.problems(subject, allowed=set(wording.PLACEHOLDERS) - wording.LINKS - wording.BLOCKS)
    problems += wording.problems(text, allowed=set(wording.PLACEHOLDERS) - wording.BLOCKS)
    if problems:
        raise NotPossible(" ".join(problems))


def _running(mailing):
    mailing = _lock(mailing)
    if not mailing.started_at:
        raise NotPossible("This mailing was not sent yet.")
    if mailing.cancelled_at:
        raise NotPossible("This mailing is cancelled already.")
    if not mailing.messages.waiting().exists():
        raise NotPossible("This mailing is finished: nothing of it waits any more.")
    return mailing


def _lock(mailing):
    return Mailing.objects.locked().get(pk=mailing.pk)

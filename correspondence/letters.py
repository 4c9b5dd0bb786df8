"""Making the letters that are ordered: takes one at a time with a lease, prints it, lets its message go.

Any number of workers may run. A letter that cannot be printed is marked with the reason and keeps its message waiting;
an organiser sees it and has it made again. The marks are written here and not by actions: they follow what the press
said, not what a person decided.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from correspondence import facts, printing, wording
from correspondence.choices import MessageStatus
from correspondence.models import Letter, Message
from lib.pdf import DocumentError

LEASE = timedelta(seconds=120)
logger = logging.getLogger(__name__)


def make_what_waits(now: Callable, *, for_at_most: timedelta = timedelta(seconds=60)) -> tuple[int, bool]:
    """Make the letters that wait until none does or the time is up; return how many, and whether more wait.

    `now` is asked for the time of each mark.
    """
    until, count = now() + for_at_most, 0
    while now() < until:
        letter = take(now())
        if letter is None:
            return count, False
        make(letter, now)
        count += 1
    return count, Letter.objects.to_be_made(now()).exists()


def take(at) -> Letter | None:
    """Lease the oldest letter that waits; another worker cannot take it meanwhile."""
    with transaction.atomic():
        waiting = Letter.objects.to_be_made(at).select_for_update(skip_locked=True)
        pk = waiting.values_list("pk", flat=True).first()
        if pk is None:
            return None
        taken = Letter.objects.filter(pk=pk)
        taken.update(leased_until=at + LEASE)
    return Letter.objects.select_related("conference__letterhead", "message").get(pk=pk)


def make(letter: Letter, now: Callable) -> None:
    """Print one letter that was taken, and keep the PDF with its message; or write down why it could not be."""
    try:
        body = printing.pdf(sheet_of(letter), printing.in_the_worker)
    except DocumentError as problem:
        logger.warning("The letter %s could not be made: %s", letter.pk, problem)
        _ours(letter).update(failed_at=now(), error=str(problem)[:500], leased_until=None)
        return
    except Exception:  # whatever it is, it belongs to this letter, and the next one gets its try
        logger.exception("The letter %s could not be made.", letter.pk)
        _ours(letter).update(failed_at=now(), error="Something went wrong in the press.", leased_until=None)
        return
    _keep(letter, body, now())


def sheet_of(letter: Letter) -> printing.Sheet:
    """Return a letter as it is printed: with the texts and the letterhead that the conference has now."""
    subject, text = wording.worded(letter.conference, letter.kind, letter.language)
    return printing.Sheet(
        kind=letter.kind,
        language=letter.language,
        head=printing.head_of(letter.conference),
        subject=subject,
        text=text,
        reference=letter.reference,
        dated_on=letter.dated_on,
        ordered_at=letter.ordered_at,
        addressee=letter.addressee,
        values=letter.values,
    )


@transaction.atomic
def _keep(letter, body, at):
    """Attach the PDF and let the message go, unless the lease was lost to another worker, who does that."""
    made = {"made_at": at, "leased_until": None, "error": "", "values": {}}
    if not _ours(letter).update(**made):
        return
    message = Message.objects.locked().get(pk=letter.message_id)
    if facts.is_destroyed(message):  # the person was taken out while the letter was printed
        return
    file = ContentFile(body, name="letter.pdf")
    message.attachments.create(name=letter.file_name, file=file, size=len(body), is_confidential=letter.is_confidential)
    if message.status != MessageStatus.PREPARING:
        return
    reason = facts.reason_to_keep_back(message.conference, message.to_email, is_optional=message.is_optional)
    waiting = Message.objects.filter(pk=message.pk)
    waiting.update(status=MessageStatus.SUPPRESSED if reason else MessageStatus.QUEUED, last_error=reason)


def _ours(letter):
    """The row, as long as it is not made and the lease that was taken is its last."""
    return Letter.objects.filter(pk=letter.pk, made_at=None, leased_until=letter.leased_until)

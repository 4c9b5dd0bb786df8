"""Letters: the letterhead of a conference, letters that go with messages, letters that are made again."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from conference import audit, files
from conference.models import Conference
from correspondence import tasks
from correspondence.models import Letter, Letterhead, Message
from lib.refusal import NotPossible, still_there

PICTURES = ("logo", "signature")
WORDS = [
    "office", "lines", "address", "name_in_notes", "place", "signatory_name", "signatory_title", "reference_prefix",
    "has_visa_letters", "has_passport",
]  # fmt: skip


@transaction.atomic
def set_letterhead(conference, *, logo=None, signature=None, forget=(), by, at, **words) -> Letterhead:
    """Keep how the conference's letters look. `logo` and `signature` are new pictures (lib.uploads.print_picture), or
    None to leave what is there; `forget` names those to be taken away. Letters that are made already stay as they are.
    """
    conference = Conference.objects.locked().get(pk=conference.pk)
    letterhead = getattr(conference, "letterhead", None) or Letterhead(conference=conference)
    before = audit.snapshot(letterhead, WORDS) | _pictures(letterhead)
    for name, value in words.items():
        setattr(letterhead, name, value.strip() if isinstance(value, str) else value)
    for name, picture in (("logo", logo), ("signature", signature)):
        if picture or name in forget:
            files.forget(getattr(letterhead, name))
            setattr(letterhead, name, picture or "")
    letterhead.changed_at = at
    if letterhead.pk:
        letterhead.save(update_fields=[*WORDS, *PICTURES, "changed_at"])
    else:
        letterhead.save(force_insert=True)
    old, new = audit.changes(before, audit.snapshot(letterhead, WORDS) | _pictures(letterhead))
    if new:
        audit.record("letterhead.changed", letterhead, conference=conference, by=by, at=at, before=old, after=new)
    return letterhead


@transaction.atomic
def enclose(message: Message, *, kind: str, values: dict, addressee: str = "", language: str = "en", by, at) -> Letter:
    """Order the letter that goes with a message, which was written to wait for it (`write(has_letter=True)`).

    `values` are what the placeholders of its text stand for. The worker makes it, and the message leaves then.
    """
    if existing := Letter.objects.filter(message=message).first():
        return existing
    conference = Conference.objects.locked().get(pk=message.conference_id)
    number = (conference.letters.aggregate(last=Max("number"))["last"] or 0) + 1
    dated_on = at.astimezone(conference.zone).date()
    letter = Letter.objects.create(
        conference=conference,
        message=message,
        kind=kind,
        language=language,
        number=number,
        reference=_reference(conference, dated_on.year, number),
        dated_on=dated_on,
        addressee=addressee,
        values=values,
        ordered_at=at,
    )
    audit.record("letter.ordered", letter, conference=conference, by=by, at=at)
    transaction.on_commit(tasks.wake_for_letters, robust=True)
    return letter


@transaction.atomic
def make_again(letter: Letter, *, by, at) -> Letter:
    """Have a letter made that could not be, with the texts and the letterhead as they are now."""
    letter = still_there(Letter.objects.locked(), pk=letter.pk)
    if letter.made_at:
        raise NotPossible("This letter is made.")
    if not letter.failed_at:
        raise NotPossible("This letter is being made.")
    letter.failed_at, letter.error, letter.leased_until = None, "", None
    letter.save(update_fields=["failed_at", "error", "leased_until"])
    audit.record("letter.made_again", letter, conference=letter.conference, by=by, at=at)
    transaction.on_commit(tasks.wake_for_letters, robust=True)
    return letter


@transaction.atomic
def erase_confidential_files(conference, *, by, at) -> int:
    """Destroy the files with people's passports that went with a conference's messages; the log keeps their names.

    Return how many there were. What failed letters still know of passports is forgotten too.
    """
    conference.letters.filter(kind="visa_letter").exclude(values={}).update(values={})
    count = 0
    for message in conference.messages.filter(attachments__is_confidential=True).distinct().with_attachments():
        for attachment in message.attachments.all():
            if attachment.is_confidential and not attachment.erased_at:
                files.forget(attachment.file)
                attachment.file, attachment.erased_at = "", at
                attachment.save(update_fields=["file", "erased_at"])
                count += 1
    if count:
        audit.record("letters.erased", conference, conference=conference, by=by, at=at, after={"files": count})
    return count


def copy_letterhead(original, copy, *, by, at) -> None:
    """Give a copied conference the letterhead of the original, with pictures of its own."""
    known = getattr(original, "letterhead", None)
    if known is None:
        return
    pictures = {name: _copied(getattr(known, name)) for name in PICTURES}
    set_letterhead(copy, by=by, at=at, **{name: getattr(known, name) for name in WORDS}, **pictures)


def _copied(file):
    if not file or not file.storage.exists(file.name):
        return None
    with file.open() as opened:
        return ContentFile(opened.read(), name="picture.png")


def _reference(conference, year, number):
    letterhead = getattr(conference, "letterhead", None)
    prefix = (letterhead and letterhead.reference_prefix) or "".join(
        word[0] for word in conference.short_title.replace("-", " ").split() if word[0].isalnum()
    )
    return f"{prefix[:30]}/{year}/{number:03}"


def _pictures(letterhead):
    return {name: bool(getattr(letterhead, name)) for name in PICTURES}

"""What changes photos of people, and what a conference asks of them: uploaded, cut to a square, kept, taken away.

`subject` is a registration on its way, or a participant. A file goes once the transaction is committed.
"""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from conference import audit, files
from lib import uploads
from lib.refusal import NotPossible, still_there
from participants import consents, places, rules
from participants.choices import PhotoRule
from participants.models import Participant, Photo, RegistrationDraft, RegistrationSettings

FOLDER = "photos"
FIELDS = ["photo", "is_substitution_allowed", "substitute_until_on"]
USUAL_CUT = {"left": 50, "top": 30, "size": 100}
LOST_AFTER = timedelta(days=1)  # until then a file may belong to a transaction that goes on


@transaction.atomic
def upload_photo(subject: RegistrationDraft | Participant, file: ContentFile, *, by, at) -> Photo:
    """Take in a photo, to be cut; the one that is kept stays until then."""
    subject = _lock(subject)
    photo = _photo_of(subject) or Photo(**_whose(subject))
    files.forget(photo.source)
    photo.source, photo.uploaded_at = file, at
    if photo.pk:
        photo.save(update_fields=["source", "uploaded_at"])
    else:
        photo.save(force_insert=True)
    return photo


@transaction.atomic
def cut_photo(subject, *, left: int, top: int, size: int, by, at) -> Photo:
    """Keep a square of the photo that was uploaded; see lib.uploads.square."""
    subject = _lock(subject)
    photo = _photo_of(subject)
    if photo is None:
        raise NotPossible("Choose a photo first.")
    with photo.source.open() as file:
        square = uploads.square(file.read(), left=left, top=top, size=size)
    files.forget(photo.cut)
    photo.cut = square
    photo.save(update_fields=["cut"])
    _settle(subject, "photo.changed", is_given=True, by=by, at=at)
    return photo


@transaction.atomic
def remove_photo(subject, *, by, at) -> None:
    """Take a photo away; of a registration on its way, go on without one. Refused where a photo is needed to register."""
    subject = _lock(subject)
    is_needed = rules.photo_rule(subject.conference) == PhotoRule.REQUIRED
    if is_needed and isinstance(subject, RegistrationDraft):
        raise NotPossible("A photo is needed to register.")
    photo = _photo_of(subject)
    if photo:
        _drop(photo)
    if photo or isinstance(subject, RegistrationDraft):
        _settle(subject, "photo.removed", is_given=False, by=by, at=at)


def hand_over_photo(draft: RegistrationDraft, participant: Participant | None) -> None:
    """Make the photo of a registration that is sent the participant's, inside its action; without one it goes."""
    photo = _photo_of(draft)
    if photo is None:
        return
    if participant is None or not photo.cut:
        _drop(photo)
        return
    former = _photo_of(participant)
    if former:
        _drop(former)
    photo.draft, photo.participant = None, participant
    photo.save(update_fields=["draft", "participant"])


def forget_without_file(participant: Participant) -> None:
    """Take away a photo whose file is gone, inside an action: one that a merge left out keeps its file for a day."""
    photo = _photo_of(participant)
    if photo and not photo.source.storage.exists(photo.source.name):
        photo.delete()


def erase_photo(sender, *, participant, **kwargs) -> None:
    """Take the photo of an erased person out; part of the action that erases the person."""
    photo = _photo_of(participant)
    if photo:
        _drop(photo)


def with_photo(conference):
    """Return the photos of a conference's people, and of registrations that were begun."""
    return Photo.objects.filter(Q(participant__conference=conference) | Q(draft__conference=conference))


@transaction.atomic
def erase_photos(conference, *, by, at) -> int:
    """Erase all photos of a conference, with their files; return how many."""
    found = list(with_photo(conference))
    for photo in found:
        _drop(photo)
    return len(found)


def forget_lost_photos(*, by, at) -> int:
    """Delete the files of photos whose people or drafts are gone; return how many there were."""
    if not default_storage.exists(FOLDER):
        return 0
    known = {name for pair in Photo.objects.values_list("source", "cut") for name in pair}
    lost = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1] if f"{FOLDER}/{name}" not in known]
    lost = [name for name in lost if default_storage.get_modified_time(name) < at - LOST_AFTER]
    for name in lost:
        default_storage.delete(name)
    return len(lost)


@transaction.atomic
def set_registration_settings(conference, *, consent: str = "", by, at, **values) -> RegistrationSettings:
    """Settle whether photos are asked for, whether people may send somebody else, and to what agrees who is named.

    Another `consent` than holds is a new version of it, empty the usual one; who agreed to an earlier one is asked anew.
    """
    conference = places.lock(conference)
    found = RegistrationSettings.objects.filter(conference=conference).first()
    settings = found or RegistrationSettings(conference=conference)
    before, now = audit.snapshot(settings, FIELDS), consents.current(conference)
    for name in FIELDS:
        setattr(settings, name, values[name])
    worded = consent.strip() or consents.USUAL
    if worded != now.text:
        settings.consent_wordings = [*settings.consent_wordings, {"text": worded, "since": at.isoformat()}]
    if found:
        settings.save(update_fields=[*FIELDS, "consent_wordings"])
    else:
        settings.save(force_insert=True)
    old, new = audit.changes(before, audit.snapshot(settings, FIELDS))
    if worded != now.text:
        old["consent"], new["consent"] = now.text, worded
    if new:
        audit.record("registration_settings.changed", settings, conference=conference, by=by, at=at, before=old, after=new)  # fmt: skip
    return settings


def copy_registration_settings(original, copy, *, by, at) -> None:
    """Ask in a copied conference for photos as the original does; the last day to send somebody else moves along."""
    found = RegistrationSettings.objects.filter(conference=original).first()
    if found:
        values = {name: getattr(found, name) for name in FIELDS}
        if found.substitute_until_on:
            values["substitute_until_on"] = found.substitute_until_on + (copy.starts_on - original.starts_on)
        set_registration_settings(copy, consent=consents.current(original).text, by=by, at=at, **values)


def _photo_of(subject) -> Photo | None:
    return Photo.objects.filter(**_whose(subject)).first()


def _whose(subject) -> dict:
    return {"draft" if isinstance(subject, RegistrationDraft) else "participant": subject}


def _lock(subject):
    """Return the subject as it stands now, under the conference's lock; refuse when it is sent already."""
    if isinstance(subject, RegistrationDraft):
        draft = still_there(RegistrationDraft.objects.locked(), pk=subject.pk)
        if draft.submitted_at:
            raise NotPossible("This registration is sent already.")
        return draft
    conference = places.lock(subject.conference)
    participant = still_there(conference.participants, pk=subject.pk)
    participant.conference = conference
    return participant


def _settle(subject, verb, *, is_given, by, at):
    """Note the answer: with the draft, or in the history of the participant."""
    if isinstance(subject, RegistrationDraft):
        subject.answers = subject.answers | {"photo": {"is_given": is_given}}
        subject.changed_at = at
        subject.save(update_fields=["answers", "changed_at"])
    else:
        audit.record(verb, subject, conference=subject.conference, by=by, at=at)


def _drop(photo):
    files.forget(photo.source)
    files.forget(photo.cut)
    photo.delete()

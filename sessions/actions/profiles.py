"""What speakers say of themselves, by personal link or through the team; and what the team does for all of them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from conference import audit, files
from conference.models import Conference
from lib.refusal import NotPossible, still_there
from participants import actions as participants
from participants.models import Participant
from sessions import emails, queries
from sessions.actions.sessions import lock
from sessions.choices import SpeakerAnswer
from sessions.models import Contribution, Document, Session, SpeakerProfile, SpeakerRole

A_WHILE = timedelta(hours=1)
KEPT_FOR = timedelta(days=7)  # a file that was taken away, so that it can be put back
PROFILE_FIELDS = ["biography", "unavailable"]


@transaction.atomic
def answer(role: SpeakerRole, *, said: str, by, at) -> SpeakerRole:
    """Note that a speaker confirms or declines a role; the last answer counts."""
    conference = lock(role.session.conference)
    role = SpeakerRole.objects.in_kept_sessions().select_related("session", "participant").filter(pk=role.pk).first()
    if role is None:
        raise NotPossible("This session is no longer in the agenda.")
    if said not in {SpeakerAnswer.CONFIRMED, SpeakerAnswer.DECLINED}:
        raise NotPossible("Say whether you confirm or decline.")
    if role.answer == said:
        return role
    before = {"answer": role.answer}
    role.answer, role.answered_at = said, at
    role.save(update_fields=["answer", "answered_at"])
    after = {"answer": said}
    audit.record(f"speaker.{said}", role, conference=conference, by=by, at=at, before=before, after=after)
    return role


@transaction.atomic
def take_answer_back(role: SpeakerRole, *, by, at) -> SpeakerRole:
    """Note that a speaker has not answered after all."""
    conference = lock(role.session.conference)
    role = still_there(SpeakerRole.objects.in_kept_sessions().select_related("session", "participant"), pk=role.pk)
    if not role.answer:
        raise NotPossible("There is no answer to take back.")
    before = {"answer": role.answer}
    role.answer, role.answered_at = SpeakerAnswer.OPEN, None
    role.save(update_fields=["answer", "answered_at"])
    after = {"answer": role.answer}
    audit.record("speaker.answer_withdrawn", role, conference=conference, by=by, at=at, before=before, after=after)
    return role


@transaction.atomic
def change_profile(participant: Participant, *, by, at, photo=None, removes_photo=False, **fields) -> SpeakerProfile:
    """Change biography and the times at which the speaker cannot; put a photo in, or take it away."""
    profile = profile_of(participant)
    before = audit.snapshot(profile, PROFILE_FIELDS)
    for name, value in fields.items():
        if name not in PROFILE_FIELDS:
            raise TypeError(f"a profile has no field {name!r} to change")
        setattr(profile, name, value)
    old, new = audit.changes(before, audit.snapshot(profile, PROFILE_FIELDS))
    if photo:
        profile.photo, new["photo"] = photo, photo.name
    elif removes_photo and profile.photo:
        old["photo"], new["photo"], profile.photo = profile.photo.name, "", ""
    if new:
        profile.save(update_fields=list(new))
        old, new = audit.keep_back(old, new, {"unavailable"})
        audit.record(
            "speaker.described", profile, conference=participant.conference, by=by, at=at, before=old, after=new
        )
    return profile


def profile_of(participant: Participant) -> SpeakerProfile:
    """Return a participant's profile, made when there is none yet."""
    profile, _ = SpeakerProfile.objects.select_related("participant__conference").get_or_create(participant=participant)
    return profile


def revoke_speaker_link(sender, *, participant, **kwargs) -> int:
    """Make the link to a speaker's own page useless along with the person's other links; return how many there were."""
    return SpeakerProfile.objects.filter(participant=participant).update(link_version=F("link_version") + 1)


@transaction.atomic
def add_document(
    session: Session, *, file, title: str, by, at, contribution: Contribution | None = None, uploaded_by=None
) -> Document:
    """Add a file to a session, for its readers."""
    conference = lock(session.conference)
    document = Document.objects.create(
        session=session, contribution=contribution, uploaded_by=uploaded_by, title=title, file=file, uploaded_at=at
    )
    after = {"title": title, "session": str(session)}
    audit.record("document.added", document, conference=conference, by=by, at=at, after=after)
    return document


@transaction.atomic
def remove_document(document: Document, *, by, at) -> None:
    """Take a file away from a session: nobody gets it any more; for KEPT_FOR it can be put back."""
    conference = lock(document.session.conference)
    document = still_there(Document.objects.kept().select_related("session"), pk=document.pk)
    document.removed_at = at
    document.save(update_fields=["removed_at"])
    before = {"title": document.title, "session": str(document.session)}
    audit.record("document.removed", document, conference=conference, by=by, at=at, before=before)


@transaction.atomic
def put_back_document(document: Document, *, by, at) -> None:
    """Give a file that was taken away to the readers of its session again."""
    conference = lock(document.session.conference)
    document = still_there(Document.objects.removed().select_related("session"), pk=document.pk)
    document.removed_at = None
    document.save(update_fields=["removed_at"])
    after = {"title": document.title, "session": str(document.session)}
    audit.record("document.put_back", document, conference=conference, by=by, at=at, after=after)


@transaction.atomic
def forget_documents(*, by, at) -> int:
    """Delete for good the files that were taken away long ago; return how many. Their going is in the history already."""
    return delete_for_good(Document.objects.removed().filter(removed_at__lte=at - KEPT_FOR))


def delete_for_good(documents) -> int:
    """Delete documents, and their files once that is certain."""
    found = list(documents.select_for_update())
    for document in found:
        files.forget(document.file)
    documents.filter(pk__in=[document.pk for document in found]).delete()
    return len(found)


@transaction.atomic
def ask_speakers(conference: Conference, *, by, at) -> int:
    """Write to all speakers who have an address and have not answered: please confirm. Return how many.

    Who was asked within the last hour is not asked again: a second click writes to nobody.
    """
    conference = lock(conference)
    rows = [row for row in queries.speakers(conference) if row.is_to_be_asked]
    profiles = [(row, profile_of(row.participant)) for row in rows]
    asked = [(row, profile) for row, profile in profiles if not _was_asked(profile, since=at - A_WHILE)]
    if rows and not asked:
        raise NotPossible("Everybody who has not answered was asked within the last hour.")
    for row, profile in asked:
        profile.invited_at = at
        profile.save(update_fields=["invited_at"])
        emails.send_speaker_link(profile, row.roles, by=by, at=at)
    if asked:
        after = {"speaker_count": len(asked)}
        audit.record("speakers.asked", conference, conference=conference, by=by, at=at, after=after)
    return len(asked)


@transaction.atomic
def register_speakers(conference: Conference, *, by, at) -> int:
    """Register all speakers who are not, in one act; return how many. Who was rejected stays so."""
    conference = lock(conference)
    missing = [row.participant for row in queries.speakers(conference) if row.is_to_be_registered]
    for participant in missing:
        participants.register(participant, needs_approval=False, by=by, at=at, notify=bool(participant.email))
    return len(missing)


def _was_asked(profile, *, since):
    return profile.invited_at is not None and profile.invited_at > since

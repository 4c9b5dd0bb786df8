"""What takes people out: a class of their data on its day (PRIV-03), or one person who asks for it (PRIV-04).

Numbers stay: registrations with their status, organisation and country. So do the lines of history, without values.
"""

from django.db import transaction
from django.db.models import Q

from conference import audit
from correspondence import actions as correspondence
from lib.refusal import NotPossible, still_there
from participants import emails
from participants.actions.links import revoke_links_of
from participants.actions.visas import forget_passport_of
from participants.choices import MergeKind
from participants.details import fill_in
from participants.models import Answer, Delegation, Import, Invitation, Merge, Nominee, Participant, RegistrationDraft
from participants.signals import person_erased

ERASED_NAME = "Erased person"
CONTACT = {"email", "phone", "focal_point_email", "focal_point_name"}
ERASED_FIELDS = {
    "honorific": "",
    "given_name": "",
    "family_name": ERASED_NAME,
    "job_title": "",
    "email": "",
    "phone": "",
    "needs": "",
    "gender": "",
    "is_listed": False,
    "consent_version": None,
}
WITH_ROWS = ~Q(rows=[]) | ~Q(journal=[]) | Q(preview__isnull=False) | ~Q(content=b"")
SAVED = [*ERASED_FIELDS, "consented_at", "search_key", "sort_key"]


def with_needs(conference):
    """Return the people of whom diet, access and other needs are known."""
    return conference.participants.exclude(needs="")


def answered(conference):
    """Return the answers to a conference's own questions that still say something."""
    return Answer.objects.filter(question__conference=conference).exclude(text="", file="")


def with_contact(conference):
    """Return the people whose address or telephone is known."""
    return conference.participants.exclude(email="", phone="")


def handed_in(conference) -> int:
    """Return how many files, lists and unfinished registrations people have handed in that are still there."""
    return (
        conference.delegations.exclude(nomination_document="").count()
        + conference.imports.filter(WITH_ROWS).count()
        + conference.drafts.count()
    )


@transaction.atomic
def erase_needs(conference, *, by, at) -> int:
    """Erase diet, access and other needs; return of how many people. Merges can no longer be undone: they keep copies."""
    count = with_needs(conference).update(needs="")
    _forget_merges(conference)
    return count


@transaction.atomic
def erase_answers(conference, *, by, at) -> int:
    """Erase what people answered to the conference's own questions, with the files; the questions stay."""
    found = list(answered(conference).select_for_update())
    for answer in found:
        _erase_answer(answer)
    for run in conference.imports.exclude(journal=[]):  # undoing an import would bring former answers back
        run.journal = [{key: said for key, said in entry.items() if key != "answers"} for entry in run.journal]
        run.save(update_fields=["journal"])
    audit.black_out(conference.history.filter(verb__startswith="answers."))
    return len(found)


@transaction.atomic
def erase_what_was_handed_in(conference, *, by, at) -> int:
    """Erase nomination letters, the rows of spreadsheets, and registrations that were begun; return how many."""
    count = handed_in(conference)
    for delegation in conference.delegations.exclude(nomination_document=""):
        delegation.nomination_document.delete(save=False)
        delegation.nomination_document = ""
        delegation.save(update_fields=["nomination_document"])
    Import.objects.filter(conference=conference).update(rows=[], journal=[], content=b"", preview=None)
    RegistrationDraft.objects.filter(conference=conference).delete()
    return count


@transaction.atomic
def erase_contact(conference, *, by, at) -> int:
    """Erase addresses and telephone numbers of people and focal points; their links open nothing any more."""
    found = list(with_contact(conference).select_for_update(of=("self",)))
    for participant in found:
        revoke_links_of(participant, by=by, at=at, reason="The address was erased.")
        fill_in(participant, {"email": "", "phone": ""})
        participant.save(update_fields=["email", "phone", "search_key", "sort_key"])
    Delegation.objects.filter(conference=conference).update(focal_point_name="", focal_point_email="")
    Nominee.objects.filter(delegation__conference=conference).update(email="")
    _forget_merges(conference)
    audit.black_out(conference.history.filter(subject_kind__startswith="participants."), names=CONTACT)
    return len(found)


@transaction.atomic
def send_own_data(registration, *, by, at) -> None:
    """Send a participant the link to everything that is held; who has no address is refused."""
    if not registration.participant.email:
        raise NotPossible("There is no address to send it to.")
    if emails.send_own_data(registration, by=by, at=at):
        audit.record(
            "participant.data_sent", registration.participant, conference=registration.conference, by=by, at=at
        )


@transaction.atomic
def erase_person(participant: Participant, *, by, at, reason: str = "") -> Participant:
    """Take one person out, everywhere: what stays is that somebody of this organisation was registered, and how.

    What was published with the name stays published. Raises NotPossible for who is erased already.
    """
    locked = Participant.objects.select_for_update(of=("self",)).select_related("conference")
    participant = still_there(locked, pk=participant.pk)
    conference, names = participant.conference, _names(participant)
    if participant.family_name == ERASED_NAME:
        raise NotPossible("This person is erased already.")
    revoke_links_of(participant, by=by, at=at)
    addresses = [participant.email] if participant.email else []
    correspondence.erase_messages(conference, emails=addresses, by=by, at=at)
    for answer in Answer.objects.filter(participant=participant):
        _erase_answer(answer)
    Invitation.objects.filter(participant=participant).update(note="", decline_reason="")
    forget_passport_of(participant, by=by, at=at)
    Nominee.objects.filter(participant=participant).update(
        honorific="", given_name="", family_name=ERASED_NAME, job_title="", email=""
    )
    _erase_copies(participant)
    history = list(_history(participant).values_list("pk", flat=True))
    fill_in(participant, ERASED_FIELDS)
    participant.consented_at = None
    participant.save(update_fields=SAVED)
    person_erased.send(Participant, participant=participant, by=by, at=at)
    audit.black_out(conference.history.filter(pk__in=history))
    audit.black_out(conference.history.all(), names=(), words=dict.fromkeys(names, ERASED_NAME))
    audit.record("participant.erased", participant, conference=conference, by=by, at=at, reason=reason)
    return participant


def _names(participant) -> list[str]:
    """Return how the person is called in labels, the longest first; a single name is too short to look for."""
    names = {participant.formal_name, participant.name, participant.email}
    return sorted((name for name in names if len(name) > 3), key=len, reverse=True)


def _history(participant):
    """Return the lines about the person, the registration, the invitation and the messages."""
    about = Q(subject_kind="participants.participant", subject_id=participant.pk)
    for kind in ("registration", "invitation"):
        if subject := getattr(participant, kind, None):
            about |= Q(subject_kind=f"participants.{kind}", subject_id=subject.pk)
    return participant.conference.history.filter(about)


def _forget_merges(conference, **which):
    """Drop the copies that undoing a merge would need; a merge of people stays one from then on."""
    Merge.objects.filter(conference=conference, kind=MergeKind.PARTICIPANT, **which).update(record={})


def _erase_copies(participant):
    """Drop what keeps copies of a person's details so that it can be undone, and drafts and rows of the same address."""
    conference = participant.conference
    _forget_merges(conference, kept_id=participant.pk)
    conference.merges.filter(kind=MergeKind.PARTICIPANT, kept_id=participant.pk).update(
        kept_label=ERASED_NAME, gone_label=ERASED_NAME
    )
    for run in conference.imports.exclude(journal=[]):
        kept = [entry for entry in run.journal if entry.get("participant") != participant.pk]
        if kept != run.journal:
            run.journal = kept
            run.save(update_fields=["journal"])
    if participant.email:
        for draft in conference.drafts.all():
            if draft.email.lower() == participant.email.lower():
                draft.delete()
        _take_out_of_uploads(conference, participant.email.casefold())


def _take_out_of_uploads(conference, email):
    """Drop the rows with an address from spreadsheets that were uploaded and not imported."""
    for run in conference.imports.filter(done_at=None).exclude(rows=[]):
        rows = [[number, cells] for number, cells in run.rows if email not in {cell.casefold() for cell in cells}]
        if len(rows) != len(run.rows):
            run.rows, run.preview = rows, None
            run.save(update_fields=["rows", "preview"])


def _erase_answer(answer: Answer):
    if answer.file:
        answer.file.delete(save=False)
    answer.text, answer.file = "", ""
    answer.save(update_fields=["text", "file"])
    answer.choices.clear()

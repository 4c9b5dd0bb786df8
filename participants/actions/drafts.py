"""What carries a public registration from its first page to its end. An address alone never opens what is known."""

import uuid
from contextlib import suppress
from copy import copy
from datetime import timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Subquery

from conference import audit
from conference.choices import Phase
from conference.models import Conference
from conference.statements import Statement, in_one_go, update
from correspondence.models import Message
from lib.refusal import NotPossible, there
from participants import emails, places
from participants.actions.participants import insert_participant, rewrite
from participants.actions.photos import hand_over_photo
from participants.actions.questions import keep_answers
from participants.actions.registrations import give_first_place, status_to_give
from participants.choices import RegistrationStatus as Status
from participants.details import fill_in, new_reference
from participants.models import Participant, Registration, RegistrationDraft

OF_THE_NAME = {
    "honorific",
    "given_name",
    "family_name",
    "name_order",
}  # as the team has it, or the person later corrects it
KEPT_FOR = timedelta(days=30)
LOCKED = Statement(lambda pk: RegistrationDraft.objects.locked().filter(pk=pk))
OF_CONFERENCE = [field.attname for field in Conference._meta.concrete_fields]
NEW_ROWS = (Participant, Registration, Message)
# What this process gave the last newcomer of a conference: most likely what the next one gets too.
_given_last: dict[int, str] = {}
# Whose organisation had a delegation at a conference: most likely still has, and its seats are counted under the lock.
_with_delegation: set[tuple[int, int]] = set()


@transaction.atomic
def start_draft(conference, *, key, answers: dict, by, at) -> RegistrationDraft:
    """Keep the first step; the same form sent twice is one draft.

    Whoever goes back and corrects something corrects this draft; once it was sent, another person begins another one.
    """
    refuse_when_closed(conference, at)
    draft, is_new = RegistrationDraft.objects.get_or_create(
        key=key,
        defaults={
            "conference": conference,
            "reference": new_reference(),
            "answers": {"person": answers},
            "created_at": at,
            "changed_at": at,
        },
    )
    if draft.conference_id != conference.pk:
        raise NotPossible("This form belongs to another conference. Open the page anew.")
    if is_new:
        return draft
    if draft.submitted_at and draft.answers["person"]["email"].lower() != answers["email"].lower():
        return start_draft(conference, key=uuid.uuid4(), answers=answers, by=by, at=at)
    if not draft.submitted_at and draft.answers["person"] != answers:
        return save_step(draft, "person", answers, by=by, at=at)
    return draft


@transaction.atomic
def save_step(draft: RegistrationDraft, step: str, answers: dict, *, by, at) -> RegistrationDraft:
    """Keep one step's answers."""
    draft = _lock(draft.pk)
    refuse_when_closed(draft.conference, at)
    if draft.submitted_at:
        raise NotPossible("This registration is sent already.")
    draft.answers = draft.answers | {step: answers}
    draft.changed_at = at
    draft.save(update_fields=["answers", "changed_at"])
    return draft


@transaction.atomic
def send_draft_link(draft: RegistrationDraft, *, by, at) -> None:
    """Send the link with which the registration can be gone on with elsewhere; an address gets one a day."""
    draft = _lock(draft.pk)
    if draft.submitted_at:
        raise NotPossible("This registration is sent already.")
    emails.send_draft_link(draft, by=by, at=at)


def submit_draft(
    draft: RegistrationDraft, details: dict, *, answers: dict, needed: dict | None = None, by, at
) -> RegistrationDraft:
    """Register the person, once. An address that is known already gets a message with its own link, and no more.

    What the page says afterwards is the same in both cases; `needed` are the labels of the questions that have to be
    answered later, of who is confirmed (True) and who is not (False). What can be done before the conference's lock is taken is
    done before: everybody else waits for it.
    """
    needed = needed or {True: [], False: []}
    given = {"composed": _composed(draft, details, needed, at), "needed": needed, "by": by, "at": at}
    try:
        if _is_plain(draft, details, answers):
            with suppress(_OtherwiseError):
                return _submit_as_expected(draft, details, **given)
        return _submit(draft, details, answers=answers, **given)
    except IntegrityError:
        return _submit(draft, details, answers=answers, is_known=True, **given)


class _OtherwiseError(Exception):
    """Under the lock something is not as it was expected."""


def _submit_as_expected(draft, details, *, composed, needed, by, at):
    """Register somebody new with the status that `composed` is for; ends with _OtherwiseError when that does not hold.

    On PostgreSQL everything is ready before the lock is taken; under it there is one look and one writing.
    """
    [status], draft = composed, copy(draft)
    look = partial(_see_whether, draft, details, status, at)
    with transaction.atomic(), in_one_go(*NEW_ROWS, after=look), audit.together():
        participant = insert_participant(draft.conference, by=by, at=at, **details, delegation=None)
        given = {"status": status, "composed": composed, "reference": draft.reference}
        give_first_place(draft.conference, participant, by=by, at=at, **given)
        _mark_as_sent(draft, details, needed, status, at)
    return draft


def _is_plain(draft, details, answers) -> bool:
    """Say whether sending this draft writes a person and a registration, and nothing that is counted under the lock."""
    where = draft.conference_id, details["organisation"] and details["organisation"].pk
    return not (answers or details.get("new_organisation") or "photo" in draft.answers or where in _with_delegation)


def _see_whether(draft, details, status, at):
    """Take the lock, and raise _OtherwiseError unless somebody new with these details still gets this status."""
    conference, organisation = draft.conference, details["organisation"]
    of = draft.pk, conference.pk, organisation.pk if organisation else 0, organisation.sector if organisation else ""
    now = there(AS_IT_STANDS.first(*of, after=(LOCKED, [draft.pk])))
    if now.submitted_at or _differs(conference, now):
        raise _OtherwiseError
    refuse_when_closed(conference, at)
    if now.delegation:
        _with_delegation.add((conference.pk, organisation.pk))
        raise _OtherwiseError
    stranger = Participant(conference=conference, organisation=organisation)
    if status != status_to_give(conference, stranger, conference.is_moderated, standing=now):
        raise _OtherwiseError


def _ask_as_it_stands(draft, conference, organisation, sector):
    """Compose the question what holds at a conference, for a draft that is sent, under the lock."""
    standing = places.ask_of_newcomer(conference, organisation, sector)
    sent = Subquery(RegistrationDraft.objects.filter(pk=draft).values("submitted_at"))
    names = [*OF_CONFERENCE, *standing.query.annotations, "submitted_at"]
    return standing.annotate(submitted_at=sent).values_list(*names, named=True)


AS_IT_STANDS = Statement(_ask_as_it_stands)


def _submit(draft, details, *, is_known=False, composed, answers, needed, by, at):
    """Register the person as somebody new; an address that is not free ends it with IntegrityError, unless `is_known`."""
    with transaction.atomic(), in_one_go(*NEW_ROWS), audit.together():
        seen, draft = draft.conference, _lock(draft.pk)
        if draft.submitted_at:
            return draft
        conference = draft.conference
        refuse_when_closed(conference, at)
        if is_known or _differs(seen, conference):
            composed = None
        known = _known(conference, details["email"]) if is_known else None
        if known and _is_answered_for(known):
            status, participant = _status_of_a_new_one(conference, details), None
            emails.send_known_already(known, by=by, at=at)
        else:
            needs_approval = _needs_approval(conference, details)
            standing = None if known or needs_approval else _standing(conference, details)
            if known:
                participant, _ = rewrite(known, by=by, at=at, **_lacking(known, details))
                participant.conference = conference
            else:
                known_to_have_none = {"delegation": None} if standing and not standing.delegation else {}
                participant = insert_participant(conference, by=by, at=at, **details, **known_to_have_none)
            keep_answers(conference, participant, answers, by=by, at=at)
            status = status_to_give(conference, participant, needs_approval, standing=standing)
            given = {"status": status, "composed": composed, "reference": draft.reference}
            give_first_place(conference, participant, by=by, at=at, **given)
            _given_last[conference.pk] = status
        if "photo" in draft.answers:
            hand_over_photo(draft, participant)
        _mark_as_sent(draft, details, needed, status, at)
    return draft


def _mark_as_sent(draft, details, needed, status, at):
    draft.announced, draft.submitted_at = status, at
    draft.answers = {"person": {"email": details["email"]}, "needed": needed[status == Status.CONFIRMED]}
    update(draft, "announced", "submitted_at", "answers")


def _is_answered_for(known) -> bool:
    """Say whether somebody known is registered, or invited still: then the own page is the place to answer."""
    return hasattr(known, "registration") or (hasattr(known, "invitation") and known.invitation.revoked_at is None)


def _lacking(known, details):
    """Return what was typed about somebody known without a registration, such as a speaker, and is not known yet."""
    given = {name: value for name, value in details.items() if value and name != "new_organisation"}
    lacking = {name: value for name, value in given.items() if not getattr(known, name)}
    if details.get("new_organisation") and known.organisation is None:
        lacking["new_organisation"] = details["new_organisation"]
    return {name: value for name, value in lacking.items() if name not in OF_THE_NAME}


def _known(conference, email):
    """Return who has this address at the conference, with registration and invitation, or None."""
    for known in conference.participants.with_address(email).select_related("registration", "invitation"):
        known.conference = conference
        return known
    return None


def _composed(draft, details, needed, at):
    """Return the message that a newcomer will most likely get, by status; which one it is is known under the lock."""
    conference = draft.conference
    status = Status.PENDING if conference.is_moderated else _given_last.get(conference.pk, Status.CONFIRMED)
    person = Participant(conference=conference)
    fill_in(person, {name: value for name, value in details.items() if name != "new_organisation"})
    registration = Registration(
        conference=conference, participant=person, reference=draft.reference, status=status, status_changed_at=at
    )
    return {status: emails.compose_status(registration, needed=needed[status == Status.CONFIRMED])}


def _differs(seen, now) -> bool:
    return any(getattr(seen, name) != getattr(now, name) for name in OF_CONFERENCE)


def refuse_when_closed(conference, at):
    """Refuse when the conference takes no registrations from the public at this moment."""
    if conference.phase(at) != Phase.REGISTRATION_OPEN:
        raise NotPossible("Registration is closed.")


@transaction.atomic
def forget_old_drafts(*, by, at) -> int:
    """Delete what was begun and not sent for a month, and the traces of what was sent."""
    count, _ = RegistrationDraft.objects.filter(changed_at__lt=at - KEPT_FOR).delete()
    return count


def _needs_approval(conference, details):
    """Say whether the desk looks first: always, or at new organisations where places are kept by sector or delegation.

    Else a sector without places, or a delegation without seats, is walked round by another spelling of its name.
    """
    if conference.is_moderated or not details.get("new_organisation"):
        return conference.is_moderated
    return places.are_shared_out(conference)


def _standing(conference, details):
    """Return what holds for somebody with these details who is not known yet."""
    organisation, new = details["organisation"], details.get("new_organisation")
    sector = new["sector"] if new else organisation.sector if organisation else ""
    return places.standing_of_newcomer(conference, organisation, sector)


def _status_of_a_new_one(conference, details):
    """Return what somebody with these details would be told who is not known yet."""
    if _needs_approval(conference, details):
        return Status.PENDING
    organisation = details["organisation"]
    delegation = places.delegation_for(conference, organisation)
    stranger = Participant(conference=conference, organisation=organisation, delegation=delegation)
    return Status.WAITLISTED if places.why_wait(conference, stranger) else Status.CONFIRMED


def _lock(pk):
    return there(LOCKED.first(pk))

"""What makes two entries of one person one, and two again."""

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible, still_there
from participants import places
from participants.actions import line, merging, registrations
from participants.actions.answers import release_full_choices, release_unasked_choices
from participants.actions.links import revoke_links_of
from participants.actions.photos import forget_without_file
from participants.choices import MergeKind
from participants.choices import RegistrationStatus as Status
from participants.details import DETAILS, PERSONAL
from participants.details import fill_in as fill_in_details
from participants.models import Merge, Participant, Photo, Registration

STANDING = [Status.CONFIRMED, Status.WAITLISTED, Status.PENDING, Status.CANCELLED, Status.REJECTED]


@transaction.atomic
def merge_participants(
    kept: Participant, gone: Participant, *, values: dict, answers=None, photo: int | None = None, by, at
) -> Merge:
    """Make `gone` a part of `kept`, with these values of details; all that names the one names the other then.

    Of two registrations the one stays that stands better; a place that becomes free by it goes to the first in line.
    Of two answers to a question the newer stays, unless `answers` says whose ({id of the question: id of the person});
    so it is of two photos, of which `photo` names the person.
    Links that were mailed to an address that is given up become useless.
    """
    conference, kept, gone = _lock(kept, gone)
    unknown = set(values) - set(DETAILS)
    if unknown:
        raise TypeError(f"not details of a participant: {', '.join(sorted(unknown))}")
    before, addresses = places.excess(conference), _addresses(kept, gone)
    ledger = merging.Ledger()
    freed = _join_registrations(kept, gone, ledger)
    _join_invitations(kept, gone, ledger)
    _join_answers(kept, gone, answers or {}, ledger)
    _join_photos(kept, gone, photo, ledger)
    for row in ledger.redirect(gone, kept):
        ledger.fold(row, gone, kept)
    gone_id, gone_label = gone.pk, gone.formal_name
    ledger.remove(gone)
    ledger.change(kept, **values | _consent(kept, gone, values) | _keys(kept, values))
    places.refuse_excess(conference, before)
    _give_up_choices(conference, kept, by=by, at=at)
    merge = Merge.objects.create(
        conference=conference,
        kind=MergeKind.PARTICIPANT,
        kept_id=kept.pk,
        gone_id=gone_id,
        kept_label=kept.formal_name,
        gone_label=gone_label,
        record={"steps": ledger.steps},
        merged_at=at,
    )
    said = {name: str(value or "") for name, value in values.items()}
    _, after = audit.keep_back({}, {"merged_entry": gone_label} | said, PERSONAL)
    audit.record("participant.merged", kept, conference=conference, by=by, at=at, after=after)
    if addresses - _addresses(kept):
        revoke_links_of(kept, by=by, at=at, reason="An address has been given up.")
    if freed or {"organisation", "delegation"} & set(values):
        registrations.fill_free_places(conference, by=by, at=at)
    return merge


@transaction.atomic
def undo_merge_of_participants(merge: Merge, *, by, at) -> Participant:
    """Make two entries of one again; a registration for which no place is left by then waits for one."""
    conference = places.lock(merge.conference)
    merge = still_there(conference.merges.select_for_update(), pk=merge.pk, kind=MergeKind.PARTICIPANT)
    if merge.undone_at:
        raise NotPossible("This merge is undone already.")
    if not merge.record:
        raise NotPossible("What was merged was erased since, so that it stays one entry.")
    kept = conference.participants.filter(pk=merge.kept_id).first()
    if kept is None:
        raise NotPossible(f"{merge.kept_label} was merged into another entry since. Undo that first.")
    merging.undo(merge.record["steps"])
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    restored = still_there(conference.participants, pk=merge.gone_id)
    if _addresses(kept) - _addresses(conference.participants.get(pk=kept.pk)):
        revoke_links_of(kept, by=by, at=at, reason="The address has changed.")
    after = {"restored_entry": merge.gone_label}
    audit.record("participant.merge_undone", kept, conference=conference, by=by, at=at, after=after)
    for participant in (restored, kept):
        forget_without_file(participant)
        _wait_without_place(conference, participant, by=by, at=at)
        _give_up_choices(conference, conference.participants.with_organisation().get(pk=participant.pk), by=by, at=at)
    return restored


@transaction.atomic
def keep_participants_apart(first: Participant, second: Participant, *, by, at) -> None:
    """Note that two people who look alike are different, so that they are not shown again."""
    if merging.keep_apart(MergeKind.PARTICIPANT, first, second, conference=first.conference):
        after = {"different_from": second.formal_name}
        audit.record("participant.kept_apart", first, conference=first.conference, by=by, at=at, after=after)


def which_stays(first: Registration, second: Registration) -> Registration:
    """Return the registration of two that stands better: arrived, then by status, then the earlier one."""
    return min(first, second, key=lambda each: (not each.has_arrived, STANDING.index(each.status), each.registered_at))


def _addresses(*people) -> set[str]:
    return {person.email.lower() for person in people if person.email}


def _lock(kept, gone):
    conference = places.lock(kept.conference)
    related = conference.participants.select_related("organisation", "delegation__organisation")
    found = related.select_related("registration", "invitation").in_bulk([kept.pk, gone.pk])
    if len(found) < 2:
        raise NotPossible("One of the two entries is gone already.")
    for participant in found.values():
        participant.conference = conference
    return conference, found[kept.pk], found[gone.pk]


def _join_registrations(kept, gone, ledger) -> bool:
    """Leave the better of two registrations, with the tags of both; return whether a place became free."""
    own, other = getattr(kept, "registration", None), getattr(gone, "registration", None)
    if not (own and other):
        return False
    stays = which_stays(own, other)
    goes = other if stays is own else own
    had_place = goes.holds_a_place
    ledger.link(stays, "tags", goes.tags.all())
    for row in ledger.redirect(goes, stays):
        ledger.remove(row)
    ledger.remove(goes)
    return had_place


def _join_invitations(kept, gone, ledger):
    """Leave one of two invitations: an answered one, else the later."""
    own, other = getattr(kept, "invitation", None), getattr(gone, "invitation", None)
    if own and other:
        ledger.remove(min(own, other, key=lambda each: (bool(each.answer), each.created_at)))


def _join_answers(kept, gone, wanted, ledger):
    """Leave one of two answers to a question: whose is wanted, else the newer."""
    others = {answer.question_id: answer for answer in gone.answers.all()}
    for own in kept.answers.filter(question__in=others):
        other = others[own.question_id]
        stays = max(own, other, key=lambda each: each.answered_at)
        owner = wanted.get(own.question_id, stays.participant_id)
        ledger.remove(own if owner == gone.pk else other)


def _consent(kept, gone, values) -> dict:
    """Return what goes with being named, by whichever entry it comes."""
    if "is_listed" not in values or values["is_listed"] == kept.is_listed:
        return {}
    source = gone if values["is_listed"] else Participant()
    return {name: getattr(source, name) for name in ("consent_version", "consented_at")}


def _join_photos(kept, gone, wanted, ledger):
    """Leave one of two photos: whose is wanted, else one that is cut, else the newer."""
    both = list(Photo.objects.filter(participant__in=[kept, gone]))
    if len(both) < 2:
        return
    stays = max(both, key=lambda each: (each.participant_id == wanted, bool(each.cut), each.uploaded_at))
    ledger.remove(next(each for each in both if each is not stays))


def _keys(kept, values) -> dict:
    """Return the keys by which a person of these details is found and sorted."""
    copy = Participant(**{name: getattr(kept, name) for name in DETAILS} | values)
    fill_in_details(copy, {})
    return {"search_key": copy.search_key, "sort_key": copy.sort_key}


def _give_up_choices(conference, participant, *, by, at):
    """Give up choices of which others have the places, or that the participant is not asked for, as the entry stands now."""
    release_unasked_choices(conference, participant, by=by, at=at)
    found = conference.registrations.filter(participant=participant).first()
    if found and (found.status not in line.OUT or found.offer_expires_at):
        release_full_choices(conference, participant, by=by, at=at)


def _wait_without_place(conference, participant, *, by, at):
    found = conference.registrations.with_participant().filter(participant=participant).first()
    if found is None or found.status != Status.CONFIRMED or found.has_arrived:
        return
    if places.why_no_place(conference, found.participant, beside=found):
        registrations.waitlist(found, by=by, at=at, notify=False)

"""What changes delegations: who speaks for them, whom they nominate, and what the desk makes of it."""

from django.db import transaction

from conference import audit, files
from lib.refusal import NotPossible, still_there
from participants import emails, places, queries, rules
from participants.actions import invitations, line, participants, registrations
from participants.choices import DelegationRole, NominationState
from participants.models import Delegation, Nominee, Participant

FIELDS = ["focal_point_name", "focal_point_email", "language", "seat_limit"]
OF_A_PERSON = ["role", "honorific", "given_name", "family_name", "job_title", "email"]


@transaction.atomic
def add_delegation(
    conference, organisation, *, focal_point_name="", focal_point_email="", language="", seat_limit=None, by, at
) -> Delegation:
    """Open the delegation of an organisation; who represents it already belongs to it."""
    conference = places.lock(conference)
    if conference.delegations.filter(organisation=organisation).exists():
        raise NotPossible(f"{organisation} has a delegation at this conference already.")
    people = conference.participants.filter(organisation=organisation, delegation=None)
    held = people.filter(registration__in=conference.registrations.holding_a_place()).count()
    if seat_limit is not None and held > seat_limit:
        raise NotPossible(f"{held} of {organisation} hold a place already. Give the delegation as many seats.")
    delegation = Delegation.objects.create(
        conference=conference,
        organisation=organisation,
        focal_point_name=focal_point_name.strip(),
        focal_point_email=focal_point_email.strip(),
        language=language,
        seat_limit=seat_limit,
    )
    audit.record("delegation.added", delegation, conference=conference, by=by, at=at)
    for position, person in enumerate(people.by_name(), start=1):
        participants.change_participant(person, delegation=delegation, delegation_position=position, by=by, at=at)
    return delegation


@transaction.atomic
def change_delegation(delegation: Delegation, *, by, at, **values) -> Delegation:
    """Change the focal point and the seats; a new address makes the links that the old one has useless.

    Seats that are added go to the members who wait.
    """
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"not to be changed in a delegation: {', '.join(sorted(unknown))}")
    delegation = _reread(delegation)
    limit, taken = values.get("seat_limit", delegation.seat_limit), places.seats_taken(delegation)
    if limit is not None and limit < taken:
        raise NotPossible(f"{taken} seats are taken. Cancel registrations first, or give at least {taken} seats.")
    before = audit.snapshot(delegation, FIELDS)
    for name, value in values.items():
        setattr(delegation, name, value.strip() if isinstance(value, str) else value)
    old, new = audit.changes(before, audit.snapshot(delegation, FIELDS))
    if not new:
        return delegation
    if "focal_point_email" in new:
        delegation.link_version += 1
    delegation.save(update_fields=[*new, "link_version"])
    audit.record(
        "delegation.changed", delegation, conference=delegation.conference, by=by, at=at, before=old, after=new
    )
    if "seat_limit" in new:
        line.fill(delegation.conference, by=by, at=at)
    return delegation


@transaction.atomic
def remove_delegation(delegation: Delegation, *, by, at) -> None:
    """Close a delegation that has nobody, and no list that waits to be checked."""
    delegation = _reread(delegation)
    if delegation.state == NominationState.SUBMITTED:
        raise NotPossible("A nomination waits to be checked. Accept it or send it back first.")
    if delegation.members.exists():
        raise NotPossible("The delegation has members. Take them out first.")
    audit.record("delegation.removed", delegation, conference=delegation.conference, by=by, at=at)
    files.forget(delegation.nomination_document)
    delegation.delete()


@transaction.atomic
def take_in(delegation: Delegation, participant: Participant, *, by, at) -> Participant:
    """Make somebody of the conference a member; who holds a place takes one of the seats."""
    delegation = _reread(delegation)
    participant = still_there(delegation.conference.participants, pk=participant.pk)
    given = {"delegation": delegation, "organisation": delegation.organisation}
    if participant.delegation_id != delegation.pk:
        given["delegation_role"] = DelegationRole.DELEGATE  # a role that was had in another delegation stays there
    return participants.change_participant(participant, by=by, at=at, **given)


@transaction.atomic
def take_out(delegation: Delegation, participant: Participant, *, by, at) -> Participant:
    """Take a person out of the delegation; the registration stays, and the seat goes to the first member who waits."""
    delegation = _reread(delegation)
    participant = still_there(delegation.members, pk=participant.pk)
    return participants.change_participant(participant, delegation=None, by=by, at=at)


@transaction.atomic
def arrange_members(delegation: Delegation, members: dict[int, tuple[str, int]], *, by, at) -> Delegation:
    """Give members their roles and positions, by the person's id; who is no member any more is left alone."""
    delegation = _reread(delegation)
    found = delegation.members.in_bulk()
    roles = {pk: members[pk][0] if pk in members else person.delegation_role for pk, person in found.items()}
    if list(roles.values()).count(DelegationRole.HEAD) > 1:
        raise NotPossible("A delegation has one head. Give the others another role.")
    for pk, (role, position) in members.items():
        if pk in found:
            given = {"delegation_role": role, "delegation_position": position}
            participants.change_participant(found[pk], by=by, at=at, **given)
    return delegation


@transaction.atomic
def ask_for_nominations(delegation: Delegation, *, by, at) -> Delegation:
    """Send the focal point a personal link to the page on which the delegation is nominated."""
    delegation = _reread(delegation)
    if not delegation.focal_point_email:
        raise NotPossible("The delegation has no focal point’s address to write to.")
    if not delegation.is_open:
        raise NotPossible("The delegation is nominated already.")
    if delegation.message and delegation.message.is_waiting:
        raise NotPossible("The last message still waits to be sent.")
    delegation.message = emails.send_nomination_request(delegation, by=by, at=at)
    delegation.save(update_fields=["message"])
    audit.record("nomination.asked_for", delegation, conference=delegation.conference, by=by, at=at)
    return delegation


@transaction.atomic
def save_nomination(delegation: Delegation, people: list[dict], *, standing: str | None = None, by, at) -> Delegation:
    """Keep the list as a draft, in its order; who was accepted before stays on it, at its head.

    `standing` is the mark (queries.standing_list) of the list that was shown: should another stand there by now, from
    another window or a colleague, it is not replaced unseen.
    """
    delegation = _open(delegation)
    before = [_as_kept(nominee) for nominee in delegation.nominees.filter(participant=None)]
    nominees = [Nominee(delegation=delegation, position=number, **person) for number, person in enumerate(people, 1)]
    after = [_as_kept(nominee) for nominee in nominees]
    if before == after:
        return delegation
    if standing is not None and standing != queries.standing_list(delegation):
        names = ", ".join(str(nominee) or nominee.email for nominee in delegation.nominees.filter(participant=None))
        raise NotPossible(
            "The list was changed meanwhile, in another window or by a colleague. It is now: "
            f"{names or 'empty'}. What you typed is not saved yet; save again to put it in its place."
        )
    delegation.nominees.filter(participant=None).delete()
    Nominee.objects.bulk_create(nominees)
    after = {"nominees": [str(nominee) for nominee in nominees]}
    audit.record("nomination.saved", delegation, conference=delegation.conference, by=by, at=at, after=after)
    return delegation


@transaction.atomic
def attach_letter(delegation: Delegation, letter, *, by, at) -> Delegation:
    """Keep the nomination letter (a file of lib.uploads) in the place of an earlier one."""
    delegation = _open(delegation)
    files.forget(delegation.nomination_document)
    delegation.nomination_document = letter
    delegation.save(update_fields=["nomination_document"])
    audit.record("nomination.letter_attached", delegation, conference=delegation.conference, by=by, at=at)
    return delegation


@transaction.atomic
def submit_nomination(delegation: Delegation, *, by, at) -> Delegation:
    """Hand the list to the desk; from now on only the desk can open it again."""
    delegation = _open(delegation)
    nominees = list(delegation.nominees.filter(participant=None))
    if not nominees:
        raise NotPossible("Nobody is on the list. Add at least one person.")
    if not all(nominee.family_name for nominee in nominees):
        raise NotPossible("Everybody on the list needs a name.")
    _refuse_more_than_seats(delegation, nominees)
    _refuse_second_head(delegation, nominees)
    delegation.submitted_at, delegation.sent_back_at = at, None
    delegation.save(update_fields=["submitted_at", "sent_back_at"])
    after = {"nominees": [str(nominee) for nominee in nominees]}
    audit.record("nomination.submitted", delegation, conference=delegation.conference, by=by, at=at, after=after)
    return delegation


@transaction.atomic
def send_nomination_back(delegation: Delegation, *, reason: str, by, at) -> Delegation:
    """Open the list for the focal point again, with a reason that the focal point reads."""
    delegation = _reread(delegation)
    if delegation.is_open:
        raise NotPossible("The list is with the focal point already.")
    if not reason.strip():
        raise NotPossible("The focal point needs a reason.")
    delegation.submitted_at = delegation.accepted_at = None
    delegation.sent_back_at, delegation.sent_back_reason = at, reason.strip()
    delegation.save(update_fields=["submitted_at", "accepted_at", "sent_back_at", "sent_back_reason"])
    audit.record(
        "nomination.sent_back", delegation, conference=delegation.conference, by=by, at=at, reason=reason.strip()[:500]
    )
    if delegation.focal_point_email:
        emails.send_nomination_back(delegation, by=by, at=at)
    return delegation


@transaction.atomic
def accept_nomination(delegation: Delegation, *, are_invited: bool = False, by, at) -> Delegation:
    """Make everybody on the list a participant: registered at once, or invited to answer for themselves.

    Seats and places are counted under the same lock. Who has no address is registered in either case, since nothing
    can be asked. The people get the messages that go with it, with their personal links.
    """
    delegation = _reread(delegation)
    if not delegation.submitted_at or delegation.accepted_at:
        raise NotPossible("There is no list to check.")
    nominees = list(delegation.nominees.filter(participant=None))
    _refuse_more_than_seats(delegation, nominees)
    _refuse_second_head(delegation, nominees)
    for nominee in nominees:
        try:
            _admit(delegation, nominee, are_invited=are_invited and bool(nominee.email), by=by, at=at)
        except NotPossible as problem:
            raise NotPossible(f"{nominee} cannot be accepted: {problem}") from None
    delegation.accepted_at = at
    delegation.save(update_fields=["accepted_at"])
    after = {"accepted": [str(nominee) for nominee in nominees]}
    audit.record("nomination.accepted", delegation, conference=delegation.conference, by=by, at=at, after=after)
    if delegation.focal_point_email:
        emails.send_nomination_accepted(delegation, nominees, by=by, at=at)
    return delegation


def _admit(delegation, nominee, *, are_invited, by, at):
    conference = delegation.conference
    details = {name: getattr(nominee, name) for name in OF_A_PERSON if name != "role"} | {
        "organisation": delegation.organisation,
        "country": delegation.organisation.country,
        "delegation": delegation,
        "delegation_role": nominee.role,
        "delegation_position": nominee.position,
    }
    email = details.pop("email")
    known = queries.known_by_address(conference, [nominee]).get(nominee.pk)
    if known:
        if reason := rules.why_somebody_else(nominee, known):
            raise NotPossible(f"{reason} Send the list back, or correct the entry of {known.name}.")
        given = {name: value for name, value in details.items() if value}
        participant = participants.change_participant(known, by=by, at=at, **given)
    else:
        participant = participants.add_participant(conference, email=email, by=by, at=at, **details)
    participant.conference = conference
    nominee.participant = participant
    nominee.save(update_fields=["participant"])
    if are_invited:
        _invite(participant, by=by, at=at)
    else:
        registrations.give_place(conference, participant, needs_approval=False, by=by, at=at)


def _invite(participant, *, by, at):
    """Invite a nominee, also one who declined or whose invitation stands no more; not one who is asked or registered."""
    registration, invitation = getattr(participant, "registration", None), getattr(participant, "invitation", None)
    if registration and registration.status not in registrations.GONE:
        return
    if invitation is None:
        invitations.invite_known(participant, by=by, at=at)
    elif invitation.answer or invitation.revoked_at or not rules.may_answer(invitation, at):
        invitations.send_again(invitation, expires_at=rules.first_deadline(participant.conference, at), by=by, at=at)


def _reread(delegation) -> Delegation:
    conference = places.lock(delegation.conference)
    found = still_there(conference.delegations.with_organisation(), pk=delegation.pk)
    found.conference = conference
    return found


def _open(delegation) -> Delegation:
    delegation = _reread(delegation)
    if not delegation.is_open:
        raise NotPossible("The list has been submitted. Only the organisers can open it again.")
    return delegation


def _refuse_more_than_seats(delegation, nominees):
    if delegation.seat_limit is None:
        return
    emails_on_list = [nominee.email.lower() for nominee in nominees if nominee.email]
    others = places.seats_held_beside(delegation, emails_on_list)
    free = max(delegation.seat_limit - others, 0)
    if len(nominees) > free:
        raise NotPossible(
            f"The delegation has {delegation.seat_limit} seat{'' if delegation.seat_limit == 1 else 's'}"
            f"{f', {others} of them taken' if others else ''}; the list has {len(nominees)}."
        )


def _refuse_second_head(delegation, nominees):
    heads = [nominee for nominee in nominees if nominee.role == DelegationRole.HEAD]
    if not heads:
        return
    others = places.members_beside(delegation, [nominee.email.lower() for nominee in heads if nominee.email])
    head = others.filter(delegation_role=DelegationRole.HEAD).first()
    if head or len(heads) > 1:
        raise NotPossible(f"{head or heads[0]} is the head of delegation. Give {heads[-1]} another role.")


def _as_kept(nominee) -> dict:
    return {name: getattr(nominee, name) for name in OF_A_PERSON}

"""Sending somebody in one's place: an invitation and a link of their own, nothing by an address alone."""

from datetime import timedelta

import pytest

from conference.models import AuditEntry
from correspondence.choices import MessageStatus
from correspondence.models import Message
from lib.refusal import NotPossible
from participants import actions
from participants.choices import InvitationAnswer, InvitationState, RegistrationStatus
from participants.models import Invitation, Participant, Registration
from tests.factories import (
    BEFORE,
    make_conference,
    make_delegation,
    make_organisation,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db
LATER = BEFORE + timedelta(hours=1)
BY = {"by": "Ana Muster, by personal link", "at": LATER}
OTHER = {"email": "otto@example.org", "honorific": "Mr.", "given_name": "Otto", "family_name": "Other"}


def invite(conference, **details):
    given = {"email": "ana@example.org", "given_name": "Ana", "family_name": "Muster"}
    return actions.invite(conference, **given | details, by=None, at=BEFORE)


def states():
    found = Invitation.objects.with_state(LATER).order_by("pk")
    return [(each.participant.family_name, each.state) for each in found]


def verbs():
    entries = AuditEntry.objects.filter(verb__startswith="invitation.").order_by("pk")
    return list(entries.values_list("verb", flat=True))


def test_the_other_person_gets_an_invitation_of_their_own():
    conference = make_conference()
    delegation = make_delegation(conference)
    invitation = invite(conference, organisation=delegation.organisation, country="PE")
    Participant.objects.update(delegation=delegation)

    passed = actions.pass_on(invitation, **OTHER, **BY)

    other = Participant.objects.get(email="otto@example.org")
    assert passed.delegated_to == other
    assert other.invitation.in_place_of == invitation
    assert (other.formal_name, other.organisation, other.country, other.delegation) == (
        "Mr. Otto Other", delegation.organisation, "PE", delegation,
    )  # fmt: skip
    assert other.invitation.expires_at == invitation.expires_at
    message = Message.objects.get(to_email="otto@example.org")
    assert (message.link_pk, message.kind) == (other.invitation.pk, "invitation")
    assert "Ana Muster cannot take part and asks you to come instead." in message.text
    assert states() == [("Muster", InvitationState.DELEGATED), ("Other", InvitationState.QUEUED)]
    assert verbs() == ["invitation.sent", "invitation.sent", "invitation.passed_on"]


def test_the_same_person_twice_changes_nothing():
    invitation = invite(make_conference())
    actions.pass_on(invitation, **OTHER, **BY)
    before = AuditEntry.objects.count()

    actions.pass_on(invitation, **OTHER | {"email": "OTTO@example.org"}, **BY)

    assert (AuditEntry.objects.count(), Message.objects.count()) == (before, 2)


def test_a_place_that_was_taken_before_becomes_free_for_the_first_in_line():
    conference = make_conference(capacity=1)
    invitation = invite(conference)
    actions.accept(invitation, **BY)
    waiting = make_registration(conference, status=RegistrationStatus.WAITLISTED)

    actions.pass_on(invitation, **OTHER, **BY)

    waiting.refresh_from_db()
    assert Registration.objects.get(participant=invitation.participant).status == RegistrationStatus.CANCELLED
    assert waiting.status == RegistrationStatus.CONFIRMED


def test_who_comes_instead_takes_a_seat_of_the_delegation_only_while_there_is_one():
    conference = make_conference()
    delegation = make_delegation(conference, seat_limit=1)
    invitation = invite(conference, organisation=delegation.organisation)
    Participant.objects.update(delegation=delegation)
    actions.pass_on(invitation, **OTHER, **BY)
    make_registration(conference, participant=make_participant(conference, delegation=delegation))

    registration = actions.accept(Invitation.objects.get(in_place_of=invitation), **BY)

    assert registration.status == RegistrationStatus.WAITLISTED


@pytest.mark.parametrize("has_registration", [True, False])
def test_who_is_known_already_keeps_the_own_data_and_is_told(has_registration):
    conference = make_conference()
    known = make_participant(conference, given_name="Otto", family_name="Known", email="otto@example.org")
    if has_registration:
        make_registration(conference, participant=known, status=RegistrationStatus.PENDING)
    else:
        Invitation.objects.create(conference=conference, participant=known, created_at=BEFORE)
    invitation = invite(conference)

    passed = actions.pass_on(invitation, **OTHER, **BY)

    known.refresh_from_db()
    assert (known.family_name, known.honorific) == ("Known", "")
    assert passed.delegated_to == known
    assert Message.objects.get(to_email="otto@example.org").kind == "known_already"
    assert not Invitation.objects.filter(in_place_of=invitation).exists()
    if has_registration:
        assert known.registration.status == RegistrationStatus.PENDING


def test_a_known_person_without_a_place_is_invited_under_the_known_name():
    conference = make_conference()
    known = make_participant(conference, given_name="Otto", family_name="Known", email="otto@example.org")

    actions.pass_on(invite(conference), **OTHER, **BY)

    known.refresh_from_db()
    assert (known.family_name, known.invitation.in_place_of.participant.family_name) == ("Known", "Muster")


def test_the_own_address_is_refused_and_nothing_changes():
    invitation = invite(make_conference())

    with pytest.raises(NotPossible, match="your own address") as refused:
        actions.pass_on(invitation, **OTHER | {"email": "Ana@Example.org"}, **BY)

    assert refused.value.field == "email"
    assert states() == [("Muster", InvitationState.QUEUED)]


def test_an_invitation_goes_through_three_hands_and_no_more():
    conference = make_conference()
    first = invite(conference)
    actions.pass_on(first, **OTHER, **BY)
    second = Invitation.objects.get(in_place_of=first)
    with pytest.raises(NotPossible, match="passed the invitation on to you"):
        actions.pass_on(second, email="ana@example.org", family_name="Muster", **BY)
    actions.pass_on(second, email="third@example.org", family_name="Third", **BY)
    third = Invitation.objects.get(in_place_of=second)

    with pytest.raises(NotPossible, match="was passed on before"):
        actions.pass_on(third, email="fourth@example.org", family_name="Fourth", **BY)

    assert not Participant.objects.filter(email="fourth@example.org").exists()


def test_a_link_cannot_be_used_to_write_to_many_strangers():
    invitation = invite(make_conference())
    for number in range(3):
        actions.pass_on(invitation, email=f"other{number}@example.org", family_name="Other", **BY)

    with pytest.raises(NotPossible, match="several people already"):
        actions.pass_on(invitation, email="other9@example.org", family_name="Other", **BY)

    assert Invitation.objects.filter(in_place_of=invitation, revoked_at=None).count() == 1


def test_naming_somebody_else_withdraws_the_one_named_before():
    invitation = invite(make_conference())
    actions.pass_on(invitation, **OTHER, **BY)
    former = Invitation.objects.get(in_place_of=invitation)

    actions.pass_on(invitation, email="new@example.org", family_name="New", **BY)

    former.refresh_from_db()
    assert (former.revoked_at, former.link_version) == (LATER, 1)
    assert Message.objects.get(to_email="otto@example.org").status == MessageStatus.CANCELLED
    actions.pass_on(invitation, **OTHER, **BY)
    former.refresh_from_db()
    assert (former.revoked_at, former.participant.family_name) == (None, "Other")


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_the_first_may_still_answer_for_themselves(answer):
    invitation = invite(make_conference())
    actions.pass_on(invitation, **OTHER, **BY)

    getattr(actions, answer)(invitation, **BY)

    first = Invitation.objects.get(pk=invitation.pk)
    assert first.delegated_to is None
    assert states()[1] == ("Other", InvitationState.REVOKED)


@pytest.mark.parametrize("answer", ["accept", "decline", "pass_on"])
def test_nobody_takes_the_place_from_under_who_has_accepted_to_come_instead(answer):
    invitation = invite(make_conference())
    actions.pass_on(invitation, **OTHER, **BY)
    actions.accept(Invitation.objects.get(in_place_of=invitation), **BY)
    more = {"email": "new@example.org", "family_name": "New"} if answer == "pass_on" else {}

    with pytest.raises(NotPossible, match=r"Mr\. Otto Other has accepted to come instead"):
        getattr(actions, answer)(invitation, **more, **BY)

    assert states() == [("Muster", InvitationState.DELEGATED), ("Other", InvitationState.ACCEPTED)]


def test_after_the_date_nobody_is_sent():
    invitation = invite(make_conference())

    with pytest.raises(NotPossible, match="has passed"):
        actions.pass_on(invitation, **OTHER, by=None, at=invitation.expires_at)

    assert Participant.objects.count() == 1


def test_the_organisers_may_refuse_who_comes_instead():
    invitation = invite(make_conference())
    actions.pass_on(invitation, **OTHER, **BY)

    actions.refuse_replacement(invitation, reason="Only directors.", by=None, at=LATER)

    assert states() == [("Muster", InvitationState.QUEUED), ("Other", InvitationState.REVOKED)]
    assert Message.objects.get(kind="replacement_refused").to_email == "ana@example.org"
    assert AuditEntry.objects.get(verb="invitation.replacement_refused").reason == "Only directors."
    with pytest.raises(NotPossible, match="sends nobody else"):
        actions.refuse_replacement(invitation, by=None, at=LATER)


def test_a_replacement_who_has_accepted_is_not_refused():
    invitation = invite(make_conference())
    actions.pass_on(invitation, **OTHER, **BY)
    actions.accept(Invitation.objects.get(in_place_of=invitation), **BY)

    with pytest.raises(NotPossible, match="Cancel that registration first"):
        actions.refuse_replacement(invitation, by=None, at=LATER)

    assert Invitation.objects.get(pk=invitation.pk).answer == InvitationAnswer.DELEGATED


def test_opening_is_kept_once_and_outside_the_history():
    invitation = invite(make_conference(), organisation=make_organisation())
    Message.objects.update(status=MessageStatus.SENT)
    before = AuditEntry.objects.count()

    actions.note_opened(invitation, by=None, at=LATER)
    actions.note_opened(invitation, by=None, at=LATER + timedelta(hours=1))

    assert states() == [("Muster", InvitationState.OPENED)]
    assert Invitation.objects.get().opened_at == LATER
    assert AuditEntry.objects.count() == before

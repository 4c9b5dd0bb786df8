"""Inviting, answering, withdrawing."""

from datetime import timedelta

import pytest

from conference.choices import TeamRole
from conference.models import AuditEntry
from correspondence.choices import MessageStatus
from correspondence.models import Message
from lib.refusal import NotPossible
from participants import actions
from participants.choices import InvitationAnswer, InvitationState, RegistrationStatus, Sector
from participants.models import Invitation, Organisation, Participant, Registration
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_invitation,
    make_member,
    make_organisation,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db
LATER = BEFORE + timedelta(hours=1)


def invite(conference, **details):
    fields = {"email": "elena@example.org", "given_name": "Elena", "family_name": "Núñez", "by": None, "at": BEFORE}
    return actions.invite(conference, **fields | details)


def verbs():
    """What the history says beside the messages, oldest first."""
    entries = AuditEntry.objects.exclude(verb__startswith="message.").order_by("pk")
    return list(entries.values_list("verb", flat=True))


def state_of(invitation, at=LATER):
    return Invitation.objects.with_state(at).get(pk=invitation.pk).state


def test_invite_makes_participant_invitation_and_message_together():
    conference = make_conference()

    invitation = invite(conference, note="We met in Lima.", honorific="Ms.")

    assert invitation.participant.formal_name == "Ms. Elena Núñez"
    assert invitation.expires_at == conference.registration_closes_at
    message = Message.objects.get()
    assert (message.to_email, message.kind, message.status) == ("elena@example.org", "invitation", "queued")
    assert (message.link_purpose, message.link_pk) == ("participants:invitation", invitation.pk)
    assert "We met in Lima." in message.text
    assert invitation.message == message
    assert state_of(invitation) == InvitationState.QUEUED
    assert verbs() == ["participant.added", "invitation.sent"]


@pytest.mark.parametrize(
    ("given_name", "family_name"),
    [
        ("Ana", "de la Cruz"),
        ("Iain", "McDonald"),
        ("Elena", "Núñez"),
        ("", "Suharto"),
        ("ليلى", "المنصوري"),
        ("小明", "王"),
        ("ana MARIA", "d’Ávila-O'Neill"),
    ],
)
def test_names_are_kept_to_the_letter(given_name, family_name):
    invitation = invite(make_conference(), given_name=given_name, family_name=family_name)

    kept = Participant.objects.get(pk=invitation.participant_id)
    assert (kept.given_name, kept.family_name) == (given_name, family_name)
    assert kept.name in Message.objects.get().text


def test_invite_reuses_a_person_of_the_same_address_whatever_its_case():
    conference = make_conference()
    known = make_participant(conference, given_name="Elena", family_name="Nunez", email="Elena@Example.org")

    invitation = invite(conference, job_title="Director")

    known.refresh_from_db()
    assert invitation.participant == known
    assert (known.family_name, known.job_title) == ("Núñez", "Director")
    assert verbs() == ["participant.changed", "invitation.sent"]


def test_invite_keeps_what_the_form_left_empty():
    conference = make_conference()
    ministry = make_organisation()
    known = make_participant(conference, email="elena@example.org", job_title="Director", organisation=ministry)

    invite(conference, job_title="", organisation=None)

    known.refresh_from_db()
    assert (known.job_title, known.organisation) == ("Director", ministry)


def test_invite_puts_a_new_organisation_into_the_dictionary():
    invitation = invite(
        make_conference(), new_organisation={"official_name": "Andean Freight", "sector": Sector.INDUSTRY}
    )

    assert invitation.participant.organisation == Organisation.objects.get(official_name="Andean Freight")
    assert verbs()[0] == "organisation.added"


def test_nobody_is_invited_twice():
    conference = make_conference()
    invite(conference)

    with pytest.raises(NotPossible, match="has been invited already"):
        invite(conference, email="ELENA@example.org")

    assert (Invitation.objects.count(), Message.objects.count(), Participant.objects.count()) == (1, 1, 1)


def test_invite_refuses_a_deadline_in_the_past_and_changes_nothing():
    with pytest.raises(NotPossible, match="has passed"):
        invite(make_conference(), expires_at=BEFORE - timedelta(days=1))

    assert not Participant.objects.exists()
    assert not AuditEntry.objects.exists()


def test_after_the_close_of_registration_the_answer_is_due_before_the_opening():
    conference = make_conference(registration_closes_at=BEFORE - timedelta(days=1))

    assert invite(conference).expires_at == OPENING.replace(hour=0)


def test_send_again_writes_a_second_message_with_the_same_link():
    conference = make_conference()
    invitation = invite(conference)
    Message.objects.update(status=MessageStatus.SENT)

    actions.send_again(invitation, by=None, at=LATER)

    first, second = Message.objects.order_by("pk")
    assert first.occasion != second.occasion
    assert (first.link_pk, first.link_version) == (second.link_pk, second.link_version)
    invitation.refresh_from_db()
    assert invitation.message == second
    assert verbs()[-1] == "invitation.sent_again"


def test_send_again_refuses_while_the_first_message_waits():
    invitation = invite(make_conference())

    with pytest.raises(NotPossible, match="still waits"):
        actions.send_again(invitation, by=None, at=LATER)

    assert Message.objects.count() == 1


def test_send_again_after_the_date_needs_a_new_one():
    invitation = invite(make_conference(), expires_at=LATER)
    Message.objects.update(status=MessageStatus.SENT)

    with pytest.raises(NotPossible, match="Choose a later one"):
        actions.send_again(invitation, by=None, at=LATER)
    actions.send_again(invitation, expires_at=LATER + timedelta(days=5), by=None, at=LATER)

    assert state_of(invitation) == InvitationState.QUEUED


def test_revoke_stops_the_link_and_the_message_that_waits():
    invitation = invite(make_conference())

    actions.revoke(invitation, by=None, at=LATER, reason="Wrong address")

    invitation.refresh_from_db()
    assert (invitation.link_version, invitation.revoked_at) == (1, LATER)
    assert Message.objects.get().status == MessageStatus.CANCELLED
    assert state_of(invitation) == InvitationState.REVOKED
    with pytest.raises(NotPossible, match="withdrawn"):
        actions.accept(invitation, by="Elena", at=LATER)
    with pytest.raises(NotPossible, match="withdrawn already"):
        actions.revoke(invitation, by=None, at=LATER)
    assert verbs().count("invitation.revoked") == 1


def test_send_again_takes_back_a_withdrawal_with_a_new_link():
    invitation = actions.revoke(invite(make_conference()), by=None, at=LATER)

    actions.send_again(invitation, by=None, at=LATER)

    assert Message.objects.order_by("pk").last().link_version == 1
    assert state_of(invitation) == InvitationState.QUEUED


def test_accept_confirms_while_a_place_is_free_also_where_registrations_need_approval():
    conference = make_conference(capacity=1, is_moderated=True)
    invitation = invite(conference)

    registration = actions.accept(invitation, by="Elena, by personal link", at=LATER, job_title="Director")

    assert registration.status == RegistrationStatus.CONFIRMED
    assert registration.participant.job_title == "Director"
    confirmation = Message.objects.get(kind="confirmation")
    assert registration.reference in confirmation.text
    assert (confirmation.link_purpose, confirmation.link_pk) == ("participants:me", registration.pk)
    assert "BEGIN:VCALENDAR" in confirmation.calendar
    assert confirmation.calendar_method == "REQUEST"
    assert verbs()[2:] == ["participant.changed", "registration.received", "invitation.accepted"]
    assert AuditEntry.objects.get(verb="invitation.accepted").actor_label == "Elena, by personal link"


def test_accept_puts_on_the_waiting_list_when_all_places_are_taken():
    conference = make_conference(capacity=1)
    make_registration(conference)

    registration = actions.accept(invite(conference), by="Elena", at=LATER)

    assert registration.status == RegistrationStatus.WAITLISTED
    assert Message.objects.filter(kind="waiting_list", calendar="").count() == 1


def test_accept_twice_registers_once_and_writes_once():
    invitation = invite(make_conference())

    first = actions.accept(invitation, by="Elena", at=LATER)
    second = actions.accept(invitation, by="Elena", at=LATER + timedelta(minutes=1))

    assert first.pk == second.pk
    assert Message.objects.filter(kind="confirmation").count() == 1
    assert verbs().count("invitation.accepted") == 1


def test_accept_refuses_after_the_date_and_changes_nothing():
    invitation = invite(make_conference(), expires_at=LATER)

    with pytest.raises(NotPossible, match="has passed"):
        actions.accept(invitation, by="Elena", at=LATER, job_title="Director")

    assert not Registration.objects.exists()
    assert Participant.objects.get().job_title == ""


def test_accept_does_not_undo_a_rejection_of_the_desk():
    conference = make_conference()
    invitation = invite(conference)
    make_registration(conference, participant=invitation.participant, status=RegistrationStatus.REJECTED)

    with pytest.raises(NotPossible, match="Only they can reinstate"):
        actions.accept(invitation, by="Elena", at=LATER)

    assert Registration.objects.get().status == RegistrationStatus.REJECTED
    assert Invitation.objects.get().answer == ""


def test_decline_keeps_the_reason():
    invitation = actions.decline(invite(make_conference()), by="Elena", at=LATER, reason="Another meeting")

    invitation.refresh_from_db()
    assert (invitation.answer, invitation.decline_reason) == (InvitationAnswer.DECLINED, "Another meeting")
    assert not Registration.objects.exists()
    entry = AuditEntry.objects.get(verb="invitation.declined")
    assert (entry.before, entry.after, entry.reason) == ({"answer": ""}, {"answer": "declined"}, "Another meeting")


def test_an_answer_can_be_changed_and_each_change_is_in_the_history():
    conference = make_conference(capacity=1)
    invitation = invite(conference)

    actions.accept(invitation, by="Elena", at=LATER)
    waiting = make_registration(conference, status=RegistrationStatus.WAITLISTED, registered_at=LATER)
    actions.decline(invitation, by="Elena", at=LATER + timedelta(hours=1))
    waiting.refresh_from_db()
    assert waiting.status == RegistrationStatus.CONFIRMED
    registration = actions.accept(invitation, by="Elena", at=LATER + timedelta(hours=2))

    assert registration.status == RegistrationStatus.WAITLISTED
    answers = AuditEntry.objects.filter(verb__startswith="invitation.").order_by("pk").values_list("after", flat=True)
    assert [each["answer"] for each in answers if each] == ["accepted", "declined", "accepted"]


def test_renew_sends_a_new_link_after_the_date_but_not_twice_in_a_row():
    invitation = invite(make_conference(), expires_at=LATER)
    Message.objects.update(status=MessageStatus.SENT)
    at = LATER + timedelta(days=1)

    actions.renew(invitation, by="Elena", at=at)
    with pytest.raises(NotPossible, match="on its way"):
        actions.renew(invitation, by="Elena", at=at)
    Message.objects.update(status=MessageStatus.SENT)
    with pytest.raises(NotPossible, match="a few minutes ago"):
        actions.renew(invitation, by="Elena", at=at + timedelta(minutes=5))

    invitation.refresh_from_db()
    assert invitation.expires_at == at + timedelta(days=7)
    assert Message.objects.count() == 2


def test_renew_refuses_when_the_conference_has_begun():
    invitation = make_invitation(make_conference())

    with pytest.raises(NotPossible, match="no longer"):
        actions.renew(invitation, by="Elena", at=OPENING)


def test_when_the_message_cannot_be_written_nothing_of_the_invitation_stays():
    conference = make_conference()
    by = make_member(conference)

    with pytest.raises(NotPossible, match="is not an e-mail address"):
        actions.invite(conference, email="not an address", family_name="Núñez", by=by, at=BEFORE)

    assert not Participant.objects.exists()
    assert not Invitation.objects.exists()
    assert not AuditEntry.objects.exists()


def test_who_declined_and_is_asked_again_has_not_answered():
    invitation = make_invitation(make_conference(), answer="declined", answered_at=BEFORE, decline_reason="Ill.")

    actions.send_again(invitation, by=None, at=BEFORE)

    found = Invitation.objects.with_state(BEFORE).get()
    assert (found.state, found.answer, found.decline_reason) == (InvitationState.QUEUED, "", "")


def test_who_accepted_and_lost_the_place_to_the_team_is_listed_as_withdrawn_and_can_be_invited_again():
    conference = make_conference()
    invitation = make_invitation(conference)
    registration = actions.accept(invitation, by="by personal link", at=BEFORE)
    desk = make_member(conference, role=TeamRole.DESK)

    actions.cancel(registration, by=desk, at=BEFORE)
    found = conference.invitations.with_state(BEFORE).get()
    assert found.state == InvitationState.REVOKED
    assert list(
        conference.registrations.in_invitation_state(InvitationState.REVOKED, BEFORE, among=conference.invitations)
    ) == [registration]
    assert not conference.registrations.in_invitation_state(
        InvitationState.ACCEPTED, BEFORE, among=conference.invitations
    ).exists()

    actions.send_again(invitation, by=desk, at=BEFORE)
    accepted = actions.accept(invitation, by="by personal link", at=BEFORE)
    assert accepted.status == RegistrationStatus.CONFIRMED


def test_who_is_rejected_is_not_invited_before_being_reinstated():
    conference = make_conference()
    rejected = make_registration(conference, status=RegistrationStatus.REJECTED)
    email = rejected.participant.email

    with pytest.raises(NotPossible, match="is rejected"):
        actions.invite(conference, email=email, by=None, at=BEFORE)
    actions.reinstate(rejected, by=None, at=BEFORE)

    assert actions.invite(conference, email=email, by=None, at=BEFORE).participant == rejected.participant


def test_accepting_again_under_another_name_asks_for_approval_as_the_own_page_does():
    conference = make_conference(is_moderated=True)
    invitation = make_invitation(conference)
    first = actions.accept(invitation, family_name="Muster", by="by personal link", at=BEFORE)
    assert first.review_asked_at is None

    again = actions.accept(invitation, family_name="Different", by="by personal link", at=BEFORE)

    again.refresh_from_db()
    assert again.review_asked_at == BEFORE


def test_who_is_reinstated_is_told():
    conference = make_conference()
    rejected = make_registration(conference, status=RegistrationStatus.REJECTED)

    actions.reinstate(rejected, by=None, at=BEFORE)

    assert [message.kind for message in conference.messages.all()] == ["received"]

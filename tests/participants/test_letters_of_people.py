"""Letters to people and missions: with an invitation, for a visa, by note verbale; and drafts of invitations."""

from datetime import date, timedelta

import pytest

from conference import holdings
from conference.models import AuditEntry
from correspondence import actions as correspondence
from correspondence import letters
from correspondence.choices import LetterKind, MessageStatus
from correspondence.models import Letter, Message
from lib.refusal import NotPossible
from participants import actions, held, letter_emails
from participants.choices import InvitationState, VisaState
from participants.models import Invitation, Organisation, VisaRequest
from tests import poppler
from tests.correspondence.test_letters import WORDS
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_delegation,
    make_invitation,
    make_organisation,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db
BY = {"by": None, "at": BEFORE}
PASSPORT = {
    "passport_name": "ANA MUSTER",
    "passport_number": "CANARY-P123",
    "nationality": "PE",
    "born_on": date(1971, 5, 3),
    "addressed_to": "Embassy of Mexico in Lima",
}
MISSION = {
    "mission_name": "the Permanent Mission of Peru",
    "mission_address": "820 Second Avenue\nNew York",
    "mission_email": "peru@example.org",
}


@pytest.fixture
def conference():
    conference = make_conference()
    correspondence.set_letterhead(conference, **WORDS, **BY)
    conference.refresh_from_db()
    return conference


def printed():
    letters.make_what_waits(lambda: OPENING)
    with Message.objects.get(letter__isnull=False).attachments.get().file.open() as file:
        return poppler.run("pdftotext", file.read(), "-layout", "PDF", "-")


def invite(conference, **more):
    given = {"email": "ana@example.org", "honorific": "Ms.", "given_name": "Ana", "family_name": "Muster"}
    return actions.invite(conference, **given | more, **BY)


def test_an_invitation_carries_a_letter_when_the_desk_wishes(conference):
    organisation = make_organisation(official_name="Ministry of Foreign Affairs of Peru")

    invitation = invite(conference, has_letter=True, note="Please speak on Friday.", organisation=organisation)

    assert invitation.message.status == MessageStatus.PREPARING
    text = printed()
    for words in (
        "Dear Ms. Ana Muster,",
        "Ministry of Foreign Affairs of Peru",
        "Please speak on Friday.",
        "30 May 2030",
    ):
        assert words in text
    invitation.message.refresh_from_db()
    assert invitation.message.status == MessageStatus.QUEUED


def test_line_breaks_in_names_and_positions_are_neither_kept_nor_printed(conference):
    typed = {"given_name": "Ana\r\nMaria", "family_name": "Muster", "job_title": "Director,\n\nVisa granted"}
    kept = actions.add_participant(conference, **typed, **BY)
    older = make_participant(conference, **typed)

    assert (kept.given_name, kept.job_title) == ("Ana Maria", "Director, Visa granted")
    assert letter_emails.addressee_of(older).splitlines() == ["Ana Maria Muster", "Director, Visa granted"]


def test_a_letter_is_written_in_the_language_that_was_chosen(conference):
    invite(conference, has_letter=True, letter_language="fr")

    assert Letter.objects.get().language == "fr"
    assert "1er mars 2030" in printed()


def test_an_invitation_whose_letter_failed_is_sent_again_with_another_letter(conference):
    invitation = invite(conference, has_letter=True, note="☃")
    letters.make_what_waits(lambda: BEFORE)
    Invitation.objects.update(note="Good words.")

    again = actions.send_again(invitation, by=None, at=BEFORE)

    assert list(Message.objects.order_by("pk").values_list("status", flat=True)) == ["cancelled", "preparing"]
    assert again.message.letter.values["note"] == "Good words."


def test_drafts_leave_only_when_they_are_sent(conference):
    draft = actions.prepare_invitation(conference, email="ana@example.org", family_name="Muster", **BY)
    assert not Message.objects.exists()
    assert Invitation.objects.with_state(BEFORE).get().state == InvitationState.DRAFT

    outcome = actions.send_drafts(conference, [draft.pk], by=None, at=BEFORE)

    assert (outcome.done, outcome.skipped) == (["Muster"], [])
    assert Message.objects.get().link_pk == draft.pk
    assert actions.send_drafts(conference, [draft.pk], by=None, at=BEFORE).done == []
    entries = AuditEntry.objects.filter(verb__startswith="invitation.").order_by("pk")
    assert list(entries.values_list("verb", flat=True)) == ["invitation.prepared", "invitation.sent"]


def test_a_draft_whose_date_has_passed_gets_the_date_of_the_conference(conference):
    draft = actions.prepare_invitation(
        conference, email="ana@example.org", family_name="Muster", expires_at=BEFORE + timedelta(hours=1), **BY
    )

    actions.send_drafts(conference, [draft.pk], by=None, at=BEFORE + timedelta(days=1))

    draft.refresh_from_db()
    assert draft.expires_at == conference.registration_closes_at


def test_drafts_of_another_conference_are_not_sent(conference):
    other = make_invitation(make_conference())

    assert actions.send_drafts(conference, [other.pk], by=None, at=BEFORE).done == []
    assert not Message.objects.exists()


def test_many_are_prepared_and_who_cannot_be_invited_is_skipped_with_the_reason(conference):
    good = make_participant(conference, family_name="Good")
    make_participant(conference, family_name="Mute", email="")
    make_registration(conference, participant=make_participant(conference, family_name="Here"))
    make_invitation(conference, participant=make_participant(conference, family_name="Twice"))

    outcome = actions.prepare_many(conference.participants.all(), conference=conference, note="Come.", **BY)

    assert outcome.done == ["Ana Good"]
    assert outcome.skipped == [
        ("Ana Here", "Ana Here is registered already."),
        ("Ana Mute", "Ana Mute has no e-mail address."),
        ("Ana Twice", "Ana Twice has been invited already, or a draft is there."),
    ]
    assert good.invitation.note == "Come."


def test_a_draft_is_dropped_and_a_sent_invitation_is_not(conference):
    actions.discard_draft(make_invitation(conference), **BY)
    sent = invite(conference)

    with pytest.raises(NotPossible, match="Withdraw it instead"):
        actions.discard_draft(sent, **BY)

    assert list(Invitation.objects.all()) == [sent]


def ask(participant, **more):
    return actions.ask_for_visa_letter(participant, **PASSPORT | more, by="Ana Muster, by personal link", at=BEFORE)


def test_a_letter_for_a_visa_is_asked_for_checked_and_sent_in_one_act(conference):
    participant = make_registration(conference).participant
    request = ask(participant)
    assert (request.state, list(conference.visa_requests.waiting())) == (VisaState.ASKED, [request])

    actions.send_visa_letter(request, by=None, at=BEFORE)

    request.refresh_from_db()
    assert (request.state, request.message.status) == (VisaState.SENT, MessageStatus.PREPARING)
    text = printed()
    for words in ("ANA MUSTER", "CANARY-P123", "Peru", "3 May 1971", "Embassy of Mexico in Lima"):
        assert words in text
    assert Message.objects.get(kind="visa_letter").attachments.get().is_confidential
    with pytest.raises(NotPossible, match="on its way already"):
        actions.send_visa_letter(request, by=None, at=BEFORE)


def test_the_passport_is_not_printed_where_the_conference_does_not_ask_for_it(conference):
    correspondence.set_letterhead(conference, **WORDS | {"has_passport": False}, **BY)
    actions.send_visa_letter(ask(make_registration(conference).participant), by=None, at=BEFORE)

    assert "CANARY-P123" not in printed()


def test_the_history_and_the_messages_never_hold_a_passport(conference):
    request = ask(make_registration(conference).participant)
    ask(request.participant, passport_name="ANA M. MUSTER")
    actions.send_visa_letter(request, by=None, at=BEFORE)
    letters.make_what_waits(lambda: OPENING)

    entries = AuditEntry.objects.filter(verb__startswith="visa_letter.").order_by("pk")
    assert list(entries.values_list("verb", flat=True)) == [
        "visa_letter.asked_for", "visa_letter.changed", "visa_letter.sent",
    ]  # fmt: skip
    kept = "".join(str(each.__dict__) for model in (AuditEntry, Message, Letter) for each in model.objects.all())
    assert "CANARY" not in kept


def test_who_asks_reads_what_is_held_about_the_passport(conference):
    request = ask(make_registration(conference).participant)

    parts = {part.heading: dict(part.entries[0]) for part in held.about(request.participant)}

    assert parts["Your letter for a visa"]["Passport number"] == "CANARY-P123"


def test_the_same_words_twice_leave_one_trace(conference):
    participant = make_registration(conference).participant

    assert ask(participant) == ask(participant)

    assert AuditEntry.objects.filter(verb__startswith="visa_letter.").count() == 1


def test_what_is_changed_after_it_was_sent_waits_for_the_desk_again(conference):
    request = actions.send_visa_letter(ask(make_registration(conference).participant), by=None, at=BEFORE)

    changed = ask(request.participant, passport_number="P9")

    assert (changed.pk, changed.state) == (request.pk, VisaState.ASKED)


def test_a_refusal_has_a_reason_that_the_person_reads(conference):
    request = ask(make_registration(conference).participant)
    with pytest.raises(NotPossible, match="needs a reason"):
        actions.refuse_visa_letter(request, reason=" ", by=None, at=BEFORE)

    refused = actions.refuse_visa_letter(request, reason="You need no visa.", by=None, at=BEFORE)

    assert refused.state == VisaState.REFUSED
    assert "You need no visa." in Message.objects.get(kind="visa_refused").text


def test_no_letter_is_asked_for_where_none_is_offered(conference):
    participant = make_registration(conference).participant
    correspondence.set_letterhead(conference, **WORDS | {"has_visa_letters": False}, **BY)

    with pytest.raises(NotPossible, match="no longer"):
        ask(participant)

    assert not VisaRequest.objects.exists()


def test_who_has_declined_gets_no_letter_for_a_visa(conference):
    invitation = invite(conference)
    actions.decline(invitation, **BY)

    with pytest.raises(NotPossible, match="invited or registered"):
        ask(invitation.participant)

    assert not VisaRequest.objects.exists()


def test_passports_are_erased_with_the_other_data_of_their_class(conference):
    request = actions.send_visa_letter(ask(make_registration(conference).participant), by=None, at=BEFORE)
    letters.make_what_waits(lambda: OPENING)
    mine = {holding.key: holding for holding in holdings.known}
    assert [mine[key].count(conference) for key in ("visa_requests", "passports")] == [1, 1]

    for key in ("visa_requests", "passports"):
        assert mine[key].erase(conference, by=None, at=OPENING) == 1

    request.refresh_from_db()
    assert (request.passport_name, request.passport_number, request.nationality, request.born_on) == ("", "", "", None)
    assert request.message.attachments.get().erased_at == OPENING
    assert [mine[key].count(conference) for key in ("visa_requests", "passports")] == [0, 0]
    with pytest.raises(NotPossible, match="destroyed already"):
        actions.send_visa_letter(ask_nothing(request), by=None, at=OPENING)


def ask_nothing(request):
    """Return a request that was erased before it was answered."""
    VisaRequest.objects.update(sent_at=None)
    return VisaRequest.objects.get(pk=request.pk)


def test_the_passport_of_a_person_who_is_taken_out_is_erased(conference):
    participant = make_registration(conference).participant
    ask(participant)

    actions.erase_person(participant, by=None, at=OPENING)

    assert VisaRequest.objects.get().passport_number == ""


def test_a_note_verbale_asks_a_mission_to_nominate(conference):
    organisation = make_organisation(official_name="Peru")
    delegation = make_delegation(conference, organisation=organisation, focal_point_name="", focal_point_email="")

    delegation = actions.send_note_verbale(delegation, **MISSION, note="Seats are few.", **BY)

    message = Message.objects.get()
    assert (message.kind, message.to_email, message.to_name) == (
        "note_verbale", "peru@example.org", "Permanent Mission of Peru",
    )  # fmt: skip
    assert (message.link_purpose, message.link_pk) == ("participants:nomination", delegation.pk)
    assert message.link_version == delegation.link_version
    assert delegation.focal_point_email == "peru@example.org"
    assert Organisation.objects.get(pk=organisation.pk).mission_name == "the Permanent Mission of Peru"
    text = poppler.squash(printed())
    for words in ("presents its compliments to the Permanent Mission of Peru", "820 Second Avenue", "Seats are few."):
        assert poppler.squash(words) in text
    assert Letter.objects.get().kind == LetterKind.NOTE_VERBALE


def test_a_note_to_a_nominated_delegation_is_refused_and_nothing_is_written(conference):
    delegation = make_delegation(conference, submitted_at=BEFORE)

    with pytest.raises(NotPossible, match="nominated already"):
        actions.send_note_verbale(delegation, **MISSION, **BY)

    assert not Message.objects.exists()
    assert Organisation.objects.get(pk=delegation.organisation_id).mission_name == ""


def test_a_known_focal_point_keeps_the_word_and_the_note_goes_to_the_mission(conference):
    delegation = make_delegation(conference, focal_point_email="fatou@example.org")

    actions.send_note_verbale(delegation, **MISSION, **BY)

    delegation.refresh_from_db()
    assert (delegation.focal_point_email, Message.objects.get().to_email) == ("fatou@example.org", "peru@example.org")


def test_planted_markup_stays_text_in_the_letter_of_an_invitation(conference):
    planted = "<b>b</b> **x** {name} [l](https://evil.example)"
    invite(conference, has_letter=True, given_name=planted, note=f"{planted}\n\n# {planted}")

    text = poppler.squash(printed())

    assert text.count(poppler.squash(planted)) == 4

"""Pages of letters to people: in one's place, for a visa, by note verbale, prepared invitations; without JavaScript."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from conference.choices import TeamRole
from conference.models import AuditEntry
from correspondence import letters
from correspondence.choices import MessageStatus
from correspondence.models import Letter, Letterhead, Message
from lib import links
from participants import actions
from participants.choices import InvitationAnswer, RegistrationStatus
from participants.models import Invitation, Participant, VisaRequest
from tests.factories import (
    make_conference,
    make_delegation,
    make_invitation,
    make_organisation,
    make_participant,
    make_registration,
    make_visa_request,
)

pytestmark = pytest.mark.django_db
OTHER = {"other_family_name": "Other", "other_given_name": "Otto", "other_email": "otto@example.org"}
PASSPORT = {
    "passport_name": "ANA MUSTER",
    "passport_number": "CANARY-P123",
    "nationality": "PE",
    "born_on": "1971-05-03",
    "addressed_to": "Embassy of Mexico",
}


@pytest.fixture
def conference():
    now = timezone.now()
    conference = make_conference(
        starts_on=(now + timedelta(days=90)).date(),
        ends_on=(now + timedelta(days=91)).date(),
        registration_closes_at=now + timedelta(days=60),
    )
    Letterhead.objects.create(conference=conference, office="Secretariat", has_passport=True, changed_at=now)
    return conference


def own(name, purpose, subject):
    link = links.make(f"participants:{purpose}", subject.pk, subject.link_version)
    return reverse(f"participants:{name}", kwargs={"link": link})


def desk(name, conference, **more):
    return reverse(f"participants:{name}", kwargs={"conference": conference.slug, **more})


def text(response):
    return response.content.decode()


def test_somebody_is_sent_in_two_acts_and_the_first_learns_what_stands(client, conference):
    invitation = make_invitation(conference)
    page = text(client.get(own("invitation", "invitation", invitation)))
    assert own("pass_on", "invitation", invitation) in page

    answer = client.post(own("pass_on", "invitation", invitation), OTHER, follow=True)

    assert "Somebody else comes in your place." in text(answer)
    assert "o•••@example.org" in text(answer)
    invitation.refresh_from_db()
    assert invitation.answer == InvitationAnswer.DELEGATED
    assert AuditEntry.objects.get(verb="invitation.passed_on").actor_label == "Ana Muster, by personal link"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(client, conference):
    invitation = make_invitation(conference)

    page = text(client.post(own("pass_on", "invitation", invitation), {"other_email": "no address"}))

    assert "Enter the family name of the other person." in page
    assert "Enter an address such as name@example.org." in page
    assert Invitation.objects.get().answer == ""


def test_the_own_address_is_refused_beside_the_field(client, conference):
    invitation = make_invitation(conference)
    own_address = OTHER | {"other_email": invitation.participant.email}

    page = text(client.post(own("pass_on", "invitation", invitation), own_address))

    assert "This is your own address." in page
    assert Participant.objects.count() == 1


def test_the_page_tells_nobody_who_is_registered(client, conference):
    known = make_registration(conference).participant
    answers = []
    for email in (known.email, "nobody-knows@example.org"):
        invitation = make_invitation(conference)
        answer = client.post(own("pass_on", "invitation", invitation), OTHER | {"other_email": email}, follow=True)
        page = text(answer).split("<main")[1]
        for mine in (invitation.participant.email, f"{email[:1]}•••"):
            page = page.replace(mine, "")
        answers.append([line.strip() for line in page.splitlines() if "notice" in line])

    assert answers[0] == answers[1]


@pytest.mark.parametrize("name", ["pass_on", "visa", "opened"])
def test_these_answers_are_posts(client, conference, name):
    assert client.get(own(name, "invitation", make_invitation(conference))).status_code == 405


def test_the_script_notes_that_the_page_is_used_by_hand(client, conference):
    invitation = make_invitation(conference)

    assert client.post(own("opened", "invitation", invitation)).status_code == 204

    assert Invitation.objects.get().opened_at is not None
    assert not AuditEntry.objects.exists()


def test_a_letter_for_a_visa_is_asked_for_in_two_acts_from_either_page(client, conference):
    invitation, registration = make_invitation(conference), make_registration(conference)
    assert own("visa", "invitation", invitation) in text(client.get(own("invitation", "invitation", invitation)))
    assert own("own_visa", "me", registration) in text(client.get(own("me", "me", registration)))

    first = client.post(own("visa", "invitation", invitation), PASSPORT, follow=True)
    second = client.post(own("own_visa", "me", registration), PASSPORT, follow=True)

    assert VisaRequest.objects.waiting().count() == 2
    for page in (first, second):
        assert "Your request is with the organisers." in text(page)


def test_a_letter_for_a_visa_stands_before_what_to_do_if_one_cannot_come(client, conference):
    page = text(client.get(own("me", "me", make_registration(conference))))

    assert page.index("I need a letter for a visa") < page.index("If you cannot come")


def test_a_birth_date_to_come_is_refused_in_the_form(client, conference):
    registration = make_registration(conference)

    page = text(client.post(own("own_visa", "me", registration), PASSPORT | {"born_on": "2999-01-01"}))

    assert "Enter the day on which you were born." in page
    assert not VisaRequest.objects.exists()


def test_without_the_passport_only_the_name_is_asked(client, conference):
    Letterhead.objects.update(has_passport=False)
    registration = make_registration(conference)
    assert "Passport number" not in text(client.get(own("me", "me", registration)))

    client.post(own("own_visa", "me", registration), PASSPORT)

    assert VisaRequest.objects.get().passport_number == ""


def test_a_conference_without_letters_for_visas_offers_none(client):
    registration = make_registration(make_conference())

    assert "letter for a visa" not in text(client.get(own("me", "me", registration)))
    client.post(own("own_visa", "me", registration), PASSPORT)

    assert not VisaRequest.objects.exists()


def test_the_desk_checks_and_sends_in_one_act(sign_in, conference):
    request = make_visa_request(make_registration(conference).participant)
    client = sign_in(conference, role=TeamRole.DESK)
    overview = text(client.get(reverse("conference:desk", kwargs={"conference": conference.slug})))
    assert "person waits for a letter for a visa" in overview
    assert "P123" in text(client.get(request.get_absolute_url()))
    assert client.get(desk("visa_preview", conference, pk=request.pk)).content.startswith(b"%PDF")

    client.post(desk("send_visa_letter", conference, pk=request.pk))

    letters.make_what_waits(timezone.now)
    request.refresh_from_db()
    assert (request.sent_at is not None, request.message.attachments.count()) == (True, 1)


def test_a_refusal_without_a_reason_is_refused(sign_in, conference):
    request = make_visa_request(make_registration(conference).participant)
    client = sign_in(conference)

    assert "Enter the reason." in text(client.post(desk("refuse_visa_letter", conference, pk=request.pk), {}))
    client.post(desk("refuse_visa_letter", conference, pk=request.pk), {"reason": "You need no visa."})

    request.refresh_from_db()
    assert request.refusal_reason == "You need no visa."
    registration = request.participant.registration
    assert "You need no visa." in text(client.get(own("me", "me", registration)))


@pytest.mark.parametrize("role", [TeamRole.VIEWER, TeamRole.RAPPORTEUR])
def test_who_does_not_work_at_the_desk_finds_no_passport_anywhere(sign_in, conference, role):
    registration = make_registration(conference)
    make_visa_request(registration.participant, passport_number="CANARY-P123", passport_name="CANARY NAME")
    client = sign_in(conference, role=role)
    pages = [
        desk("registration", conference, pk=registration.pk),
        desk("registration_list", conference),
        reverse("conference:history", kwargs={"conference": conference.slug}),
        reverse("correspondence:message_list", kwargs={"conference": conference.slug}),
        reverse("correspondence:letter_list", kwargs={"conference": conference.slug}),
    ]

    assert [page for page in pages if "CANARY" in text(client.get(page))] == []


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_of_requests_costs_the_same_for_one_and_for_many(
    sign_in, conference, django_assert_max_num_queries, how_many
):
    for _ in range(how_many):
        make_visa_request(make_registration(conference).participant)
    client = sign_in(conference)

    with django_assert_max_num_queries(11):
        client.get(desk("visa_request_list", conference))


NOTE = {
    "mission_name": "the Permanent Mission of Peru",
    "mission_address": "820 Second Avenue",
    "mission_email": "peru@example.org",
    "language": "en",
    "note": "",
}


def test_a_note_verbale_is_looked_at_before_it_is_sent(sign_in, conference):
    delegation = make_delegation(conference, organisation=make_organisation(official_name="Peru"))
    client = sign_in(conference)
    at = {"conference": conference, "pk": delegation.pk}

    preview = text(client.post(desk("note_verbale", **at), NOTE))
    assert "Send this note verbale?" in preview
    assert not Message.objects.exists()
    assert client.post(desk("note_preview", **at), NOTE).content.startswith(b"%PDF")
    answer = client.post(desk("send_note_verbale", **at), NOTE, follow=True)

    assert "The note verbale to the Permanent Mission of Peru is on its way." in text(answer)
    assert Letter.objects.get().message.to_email == "peru@example.org"
    assert "the Permanent Mission of Peru" in text(client.get(desk("note_verbale", **at)))


def test_one_invitation_is_kept_as_a_draft_instead_of_sent(sign_in, conference):
    client = sign_in(conference)
    person = {"family_name": "Muster", "email": "ana@example.org", "has_letter": "on", "letter_language": "fr"}
    assert "Keep it as a draft" in text(client.post(desk("invite", conference), person))

    page = text(client.post(desk("prepare", conference), person, follow=True))

    assert "The invitation of Muster is kept as a draft." in page
    assert "1 invitation, 1 with a letter." in page
    draft = Invitation.objects.get()
    assert (draft.letter_language, draft.message) == ("fr", None)


def test_exactly_the_drafts_that_were_shown_are_sent(sign_in, conference):
    shown = make_invitation(conference, participant=make_participant(conference, family_name="Shown"))
    client = sign_in(conference)
    page = text(client.get(desk("draft_list", conference)))
    assert f'name="draft" value="{shown.pk}"' in page
    assert "Dear Ana Shown" in page
    later = make_invitation(conference, participant=make_participant(conference, family_name="Later"))

    client.post(desk("send_drafts", conference), {"draft": [shown.pk]})

    shown.refresh_from_db()
    later.refresh_from_db()
    assert (shown.message.status, later.message) == (MessageStatus.QUEUED, None)


def test_the_sample_is_of_whom_one_chooses(sign_in, conference):
    for name in ("Alpha", "Beta"):
        make_invitation(conference, participant=make_participant(conference, family_name=name))
    beta = Invitation.objects.get(participant__family_name="Beta")

    page = text(sign_in(conference).get(desk("draft_list", conference), {"sample": beta.pk}))

    assert "Dear Ana Beta" in page


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_of_drafts_costs_the_same_for_one_and_for_many(
    sign_in, conference, django_assert_max_num_queries, how_many
):
    for _ in range(how_many):
        make_invitation(conference)
    client = sign_in(conference)

    with django_assert_max_num_queries(14):
        client.get(desk("draft_list", conference))


def test_the_members_of_a_delegation_are_prepared_together(sign_in, conference):
    delegation = make_delegation(conference)
    make_participant(conference, delegation=delegation)
    make_participant(conference, delegation=delegation, email="", family_name="Mute")

    page = text(
        sign_in(conference).post(
            desk("prepare_delegation", conference, pk=delegation.pk), {"letter_language": "en"}, follow=True
        )
    )

    assert "1 invitation kept as drafts." in page
    assert "Left out: Ana Mute has no e-mail address." in page


def test_who_is_selected_on_the_list_is_prepared(sign_in, conference):
    client = sign_in(conference)
    chosen = make_registration(conference, status=RegistrationStatus.CANCELLED)
    make_registration(conference, status=RegistrationStatus.CANCELLED)
    query = {"action": "invite", "select": chosen.pk}

    answer = client.get(desk("bulk", conference), query)
    assert answer.status_code == 302
    assert "Prepare 1 invitation" in text(client.get(answer["Location"]))
    client.post(answer["Location"], {"letter_language": "en", "note": "Come after all."})

    assert [each.participant for each in Invitation.objects.all()] == [chosen.participant]


def test_a_file_of_people_becomes_drafts_and_nothing_leaves(sign_in, conference):
    client = sign_in(conference)
    file = SimpleUploadedFile("people.csv", b"Family name,E-mail\nMuster,ana@example.org\nMute,\n")

    mapping = client.post(desk("import_list", conference), {"file": file}, follow=True)
    data = {name: field.initial or "" for name, field in mapping.context["form"].fields.items()}
    preview = client.post(mapping.redirect_chain[-1][0], data | {"new_become": "prepared"}, follow=True)
    run = desk("run_import", conference, pk=conference.imports.get().pk)
    client.post(run, {"fingerprint": preview.context["plan"].fingerprint})

    assert [each.participant.family_name for each in conference.invitations.drafts()] == ["Muster"]
    assert conference.participants.count() == 2
    assert not Message.objects.exists()
    client.post(desk("undo_import", conference, pk=conference.imports.get().pk))
    assert not conference.participants.exists()


def test_the_organisers_refuse_a_replacement_from_its_page(sign_in, conference):
    invitation = make_invitation(conference)
    actions.pass_on(invitation, email="otto@example.org", family_name="Other", by=None, at=timezone.now())
    client = sign_in(conference)
    page = text(client.get(invitation.get_absolute_url()))
    assert Invitation.objects.get(in_place_of=invitation).get_absolute_url() in page

    client.post(desk("refuse_replacement", conference, pk=invitation.pk), {"reason": "Only directors."})

    invitation.refresh_from_db()
    assert invitation.answer == ""


def test_the_list_says_whom_somebody_sends_and_what_the_mail_server_said(sign_in, conference):
    first = make_invitation(conference)
    actions.pass_on(first, email="otto@example.org", family_name="Other", by=None, at=timezone.now())
    Message.objects.update(status=MessageStatus.FAILED, attempt_count=2, last_error="550 no such user")

    page = text(sign_in(conference).get(desk("invitation_list", conference)))

    assert "to Other" in page
    assert "2 tries: 550 no such user" in page


def test_unanswered_invitations_are_those_that_arrived_opened_or_not(sign_in, conference):
    for opened_at in (None, timezone.now()):
        invitation = make_invitation(conference, opened_at=opened_at)
        actions.send_drafts(conference, [invitation.pk], by=None, at=timezone.now())
    Message.objects.update(status=MessageStatus.SENT)
    make_invitation(conference)

    page = text(sign_in(conference).get(desk("invitation_list", conference), {"state": "unanswered"}))

    assert "2 invitations" in page
    assert "Opened by its link" in page


def test_the_page_of_an_address_offers_what_was_sent_to_it(sign_in, conference):
    invitation = make_invitation(conference, has_letter=True)
    actions.send_drafts(conference, [invitation.pk], by=None, at=timezone.now())
    letters.make_what_waits(timezone.now)
    email = invitation.participant.email

    page = text(
        sign_in(conference).get(
            reverse("correspondence:address", kwargs={"conference": conference.slug, "email": email})
        )
    )

    assert Letter.objects.get().file_name in page

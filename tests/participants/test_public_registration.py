"""Public registration in steps: kept after each, sent once, and silent about who is known."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from conference.models import AuditEntry
from correspondence.models import Message
from participants import actions, jobs
from participants.choices import Gender
from participants.choices import RegistrationStatus as Status
from participants.models import Organisation, Participant, Registration, RegistrationDraft
from participants.views.personal import own_url
from tests.factories import (
    make_conference,
    make_invitation,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
)
from tests.participants.registering import (
    COMPANY,
    PERSON,
    STAY,
    fill_in,
    open_conference,
    register_url,
    without_names_of_this_run,
)
from tests.participants.test_places import wait_as_long_as_it_takes

pytestmark = pytest.mark.django_db


def test_the_whole_way_without_an_account(client):
    conference = open_conference(is_moderated=True)
    check = fill_in(client, conference)

    page = client.get(check).content.decode()
    for words in ["Núñez", "elena@example.org", "Andean Freight", "Industry", "Peru", "+5112042400", "No nuts,"]:
        assert words in page
    assert not Registration.objects.exists()
    sent = client.post(check, follow=True)

    registration = Registration.objects.select_related("participant__organisation").get()
    person = registration.participant
    assert (registration.status, person.formal_name, person.country) == (Status.PENDING, "Ms. Elena Núñez", "PE")
    assert (person.organisation.official_name, str(person.phone), person.is_listed) == (
        "Andean Freight",
        "+5112042400",
        True,
    )
    assert person.needs == "No nuts,\nplease."
    assert (person.consent_version, person.consented_at is not None) == (1, True)
    assert (person.language, person.gender) == ("fr", Gender.FEMALE)
    page = sent.content.decode()
    assert registration.reference in page
    assert "What happens next" in page
    message = Message.objects.get()
    assert (message.kind, message.link_purpose, message.link_pk) == ("received", "participants:me", registration.pk)
    assert AuditEntry.objects.get(verb="registration.received").actor_label == "Elena Núñez, on the public page"


@pytest.mark.parametrize(("capacity", "status", "words"), [(5, Status.CONFIRMED, "Your place is confirmed."), (0, Status.WAITLISTED, "you are on the waiting list")])  # fmt: skip
def test_without_moderation_a_place_is_given_at_once_or_waited_for(client, capacity, status, words):
    conference = open_conference(is_moderated=False, capacity=capacity)

    page = client.post(fill_in(client, conference), follow=True).content.decode()

    assert Registration.objects.get().status == status
    assert words in page


@pytest.mark.parametrize("known_as", ["registered", "invited"])
def test_known_and_unknown_addresses_get_the_same_answer_and_only_the_owner_learns_more(client, known_as):
    conference = open_conference(is_moderated=True)
    unknown = without_names_of_this_run(client.post(fill_in(client, conference), follow=True).content.decode())
    person = make_participant(conference, given_name="Other", family_name="Person", email="known@example.org")
    make_registration(conference, participant=person) if known_as == "registered" else make_invitation(conference, participant=person)  # fmt: skip
    before = list(Participant.objects.filter(pk=person.pk).values())

    answer = client.post(fill_in(client, conference, PERSON | {"email": "Known@example.org"}), follow=True)

    known = without_names_of_this_run(answer.content.decode())
    assert known.replace("Known@example.org", "elena@example.org") == unknown
    assert list(Participant.objects.filter(pk=person.pk).values()) == before
    assert Participant.objects.count() == 2
    message = Message.objects.get(kind="known_already")
    assert message.to_email == "known@example.org"
    expected = "participants:me" if known_as == "registered" else "participants:invitation"
    assert message.link_purpose == expected


def test_a_known_person_without_a_place_gets_one_keeps_the_own_details_and_gains_what_was_missing(client):
    conference = open_conference(is_moderated=True)
    speaker = make_participant(conference, given_name="Elena", family_name="Nunez", email="elena@example.org")

    client.post(fill_in(client, conference), follow=True)

    speaker.refresh_from_db()
    assert (speaker.family_name, speaker.registration.status) == ("Nunez", Status.PENDING)
    assert (str(speaker.phone), speaker.is_listed, speaker.organisation.official_name) == (
        "+5112042400",
        True,
        "Andean Freight",
    )
    assert speaker.needs.startswith("No nuts,")


def test_each_step_is_kept_and_the_link_opens_where_it_was_left_on_another_device(client):
    conference = open_conference()
    key = client.get(register_url(conference)).context["key"]
    address = client.post(register_url(conference), PERSON | {"key": key})["Location"]
    client.post(address, COMPANY)
    draft = RegistrationDraft.objects.get()

    later = client.post(own_url("draft_later", "participants:draft", draft)).content.decode()
    assert "If elena@example.org has had no such link from us today, we have sent it one." in later
    message = Message.objects.get()
    assert (message.kind, message.link_purpose) == ("draft_link", "participants:draft")
    elsewhere = Client().get(own_url("draft", "participants:draft", draft), follow=True)

    assert elsewhere.redirect_chain[-1][0].endswith("/stay/")
    back = Client().get(own_url("draft_step", "participants:draft", draft, step="organisation")).content.decode()
    assert 'value="Andean Freight"' in back


def test_the_link_is_sent_once_a_day_at_most(client):
    conference = open_conference()
    fill_in(client, conference)
    draft = RegistrationDraft.objects.get()

    for _ in range(3):
        client.post(own_url("draft_later", "participants:draft", draft))

    assert Message.objects.count() == 1


def test_change_leads_back_to_the_answers(client):
    conference = open_conference()
    check = fill_in(client, conference)
    draft = RegistrationDraft.objects.get()

    changed = client.post(own_url("draft_step", "participants:draft", draft, step="person"), PERSON | {"given_name": "Helena"}, follow=True)  # fmt: skip

    assert changed.redirect_chain[-1][0] == check
    assert "Helena" in changed.content.decode()


def test_the_answers_lead_back_to_the_last_question(client):
    conference = open_conference()
    address = fill_in(client, conference)

    page = client.get(address).content.decode()

    assert f'<a class="back-link" href="{address.replace("check", "stay")}">Back</a>' in page


def test_the_first_form_sent_twice_is_one_draft(client):
    conference = open_conference()
    key = client.get(register_url(conference)).context["key"]

    first = client.post(register_url(conference), PERSON | {"key": key})
    second = client.post(register_url(conference), PERSON | {"key": key})

    assert first["Location"] == second["Location"]
    assert RegistrationDraft.objects.count() == 1


def test_sending_twice_registers_once_and_shows_the_same_page(client):
    conference = open_conference()
    check = fill_in(client, conference)

    first = client.post(check, follow=True)
    second = client.post(check, follow=True)

    assert first.redirect_chain[0] == second.redirect_chain[-1]
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_registration_sent_ten_times_at_once_is_one_with_one_message():
    conference = open_conference()
    check = fill_in(Client(), conference)
    barrier = threading.Barrier(10)

    def send(_):
        try:
            wait_as_long_as_it_takes()
            barrier.wait()
            return Client().post(check)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(send, range(10)))

    assert len(answers) == 1
    assert (Registration.objects.count(), Participant.objects.count(), Message.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"registration_opens_at": timezone.now() + timedelta(days=3)}, "Registration is not open yet"),
        ({"registration_closes_at": timezone.now() - timedelta(hours=1)}, "Registration is closed"),
        ({"registration_opens_at": None}, "have not said yet when registration opens"),
    ],
)
def test_outside_its_dates_the_page_says_when_and_takes_nothing(client, fields, words):
    conference = open_conference(**fields)

    assert words in client.get(register_url(conference)).content.decode()
    client.post(register_url(conference), PERSON)
    assert not RegistrationDraft.objects.exists()


def test_a_registration_that_was_begun_cannot_be_sent_after_the_close(client):
    conference = open_conference()
    check = fill_in(client, conference)
    type(conference).objects.filter(pk=conference.pk).update(registration_closes_at=timezone.now())

    page = client.post(check, follow=True).content.decode()

    assert "Registration is closed." in page
    assert not Registration.objects.exists()


def test_every_step_says_what_is_wrong(client):
    conference = open_conference()
    first = client.post(register_url(conference), {"email": "x"})
    assert first.context["form"].errors == {
        "family_name": ["Enter your family name."],
        "email": ["Enter an address such as name@example.org."],
    }
    key = first.context["key"]
    address = client.post(register_url(conference), PERSON | {"key": key})["Location"]
    second = client.post(address, {"organisation": "Andean Freight"})

    assert second.context["form"].errors == {"sector": ["“Andean Freight” is new here. Choose its sector."]}
    assert "There is a problem" in second.content.decode()
    assert not Organisation.objects.exists()


def test_an_organisation_of_the_dictionary_needs_no_sector(client):
    ministry = make_organisation(official_name="Ministerio de Economía", aliases=["MEF"])
    conference = open_conference()
    key = client.get(register_url(conference)).context["key"]
    address = client.post(register_url(conference), PERSON | {"key": key})["Location"]
    for answers in ({"organisation": "mef"}, {}):
        address = client.get(client.post(address, answers)["Location"])["Location"]

    client.post(address)

    assert Participant.objects.get().organisation == ministry


def test_unknown_steps_and_forged_links_are_not_found(client):
    conference = open_conference()
    fill_in(client, conference)
    draft = RegistrationDraft.objects.get()

    assert client.get(own_url("draft_step", "participants:draft", draft, step="nothing")).status_code == 404
    assert client.get("/register/1.0.forged/check/").status_code == 404


def test_the_conference_asks_its_own_questions_of_those_whom_they_concern(client):
    conference = open_conference()
    asked = {"kind": "one_choice", "sectors": ["industry"], "is_required": True, "by": None, "at": timezone.now()}
    choices = [
        {"pk": None, "label": "Fish", "place_limit": 1},
        {"pk": None, "label": "Vegetables", "place_limit": None},
    ]
    question = actions.add_question(conference, label="What do you eat?", choices=choices, **asked)
    fish = question.choices.get(label="Fish")
    step = fill_in(client, conference)
    assert step.endswith("/questions/")

    missing = client.post(step, {})
    assert list(missing.context["form"].errors) == [f"question-{question.pk}"]
    check = client.get(client.post(step, {f"question-{question.pk}": str(fish.pk)})["Location"])["Location"]
    page = client.get(check).content.decode()
    assert "What do you eat?" in page
    assert "Fish" in page
    client.post(check)

    assert Participant.objects.get().answers.get().text == "Fish"
    government = fill_in(client, conference, PERSON | {"email": "other@example.org"}, COMPANY | {"organisation": "Ministry", "sector": "government"})  # fmt: skip
    assert government.endswith("/check/")


def test_a_place_of_a_choice_that_was_taken_meanwhile_leads_back_to_the_question(client):
    conference = open_conference()
    choices = [
        {"pk": None, "label": "Fish", "place_limit": 1},
        {"pk": None, "label": "Vegetables", "place_limit": None},
    ]
    question = actions.add_question(
        conference, label="What do you eat?", kind="one_choice", choices=choices, by=None, at=timezone.now()
    )
    fish = {f"question-{question.pk}": str(question.choices.get(label="Fish").pk)}
    checks = []
    for email in ("first@example.org", "second@example.org"):
        step = fill_in(client, conference, PERSON | {"email": email})
        checks.append(client.get(client.post(step, fish)["Location"])["Location"])

    client.post(checks[0])
    page = client.post(checks[1], follow=True)

    assert Registration.objects.count() == 1
    assert page.redirect_chain[-1][0].endswith("/questions/?again=yes")
    sentence = "No place is left for “Fish”. Choose another answer to “What do you eat?”."
    assert re.search(
        rf'error-summary.*<a href="#id_question-{question.pk}[^"]*">{re.escape(sentence)}</a>', page.text, re.S
    )


def test_what_was_typed_beside_a_choice_that_is_full_by_now_is_kept(client):
    conference = open_conference()
    fish, word = make_question(conference, kind="one_choice", choices=[("Fish", 1), "None"]), make_question(conference)
    typed = {f"question-{fish.pk}": str(fish.choices.get(label="Fish").pk), f"question-{word.pk}": "With my daughter."}
    check = client.get(client.post(fill_in(client, conference), typed)["Location"])["Location"]
    fish.choices.filter(label="Fish").update(place_limit=0)

    page = client.post(check, follow=True)

    assert 'value="With my daughter."' in page.text


def test_the_public_page_offers_registration_only_while_it_is_open(client):
    now_open, closed = open_conference(), make_conference(registration_opens_at=timezone.now() + timedelta(days=9))

    assert register_url(now_open) in client.get(now_open.get_absolute_url()).content.decode()
    assert register_url(closed) not in client.get(closed.get_absolute_url()).content.decode()


def test_what_was_begun_and_not_sent_is_forgotten_after_a_month(client):
    conference = open_conference()
    fill_in(client, conference)
    RegistrationDraft.objects.update(changed_at=timezone.now() - timedelta(days=31))
    fill_in(client, conference)

    jobs.forget_old_drafts()

    assert RegistrationDraft.objects.count() == 1


def test_who_goes_back_with_the_browser_corrects_the_same_draft(client):
    conference = open_conference()
    key = client.get(register_url(conference)).context["key"]
    first = client.post(register_url(conference), PERSON | {"email": "typo@example.org", "key": key})["Location"]

    again = client.post(register_url(conference), PERSON | {"key": key})["Location"]

    assert again == first
    draft = RegistrationDraft.objects.get()
    assert draft.answers["person"]["email"] == "elena@example.org"


def test_a_colleague_at_the_same_browser_gets_a_registration_of_their_own(client):
    conference = open_conference()
    key = client.get(register_url(conference)).context["key"]
    address = client.post(register_url(conference), PERSON | {"key": key})["Location"]
    for answers in (COMPANY, STAY):
        address = client.get(client.post(address, answers)["Location"])["Location"]
    client.post(address)

    mine = client.post(register_url(conference), PERSON | {"key": key})["Location"]
    bob = {"given_name": "Bob", "family_name": "Muster", "email": "bob@example.org", "key": key}
    address = client.post(register_url(conference), bob)["Location"]
    for answers in (COMPANY, STAY):
        address = client.get(client.post(address, answers)["Location"])["Location"]
    client.post(address)

    assert client.get(mine)["Location"].endswith("/sent/")
    emails = Registration.objects.order_by("pk").values_list("participant__email", flat=True)
    assert list(emails) == ["elena@example.org", "bob@example.org"]

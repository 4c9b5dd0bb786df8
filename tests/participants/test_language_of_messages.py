"""Where the language comes from in which somebody is written to: a form, a spreadsheet, a delegation, the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conference.choices import TeamRole
from correspondence.models import Message
from lib.written import asked_for, language_named
from participants import actions, importing
from participants.models import Delegation, Participant, RegistrationDraft
from participants.views.personal import own_url
from tests.factories import BEFORE, make_conference, make_delegation, make_member, make_organisation, make_participant
from tests.participants.registering import COMPANY, PERSON, open_conference, register_url
from tests.participants.test_imports import run, upload

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("fr", "fr"), ("FRENCH", "fr"), ("Français", "fr"), ("francés", "fr"), ("Русский", "ru"), ("русский", "ru"),
        ("английский", "en"), ("zh", "zh-Hans"), ("Chinese", "zh-Hans"), ("中文", "zh-Hans"), ("العربية", "ar"),
        ("español", "es"), ("Spanish", "es"),
    ],
)  # fmt: skip
def test_a_language_is_known_by_its_names_in_the_six_languages_and_by_its_code(name, code):
    assert language_named(f" {name} ") == code


@pytest.mark.parametrize("name", ["German", "x", "-"])
def test_any_other_language_is_refused_with_those_that_there_are(name):
    with pytest.raises(ValueError, match=f"“{name}” is none of the six languages"):
        language_named(name)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("de, es;q=0.5, en;q=0.7", "en"),
        ("zh-CN", "zh-Hans"),
        ("en;q=0, ru", "ru"),
        ("de", ""),
        ("*", ""),
        ("", ""),
        ("fr;q=nonsense,,;;", ""),
    ],
)
def test_the_browser_says_which_language_is_read(header, code):
    assert asked_for(header) == code


HEADERS = ["First name", "Surname", "E-Mail", "Langue"]


def test_a_spreadsheet_says_it_in_a_column_of_its_own():
    conference = make_conference()
    known = make_participant(
        conference, email="known@example.org", given_name="Ana", family_name="Known", language="es"
    )
    rows = [["Bo", "New", "bo@example.org", "Russian"], ["Ana", "Known", "known@example.org", ""]]

    run(conference, HEADERS, rows)

    assert Participant.objects.get(email="bo@example.org").language == "ru"
    known.refresh_from_db()
    assert known.language == "es"


def test_a_language_that_is_none_of_the_six_is_an_error_of_its_cell():
    uploaded = upload(make_conference(), HEADERS, [["Bo", "New", "bo@example.org", "Klingon"]])

    assert [error for row in importing.plan(uploaded).rows for error in row.errors] == [
        ("Langue", "“Klingon” is none of the six languages: Arabic, Chinese, English, French, Russian, Spanish."),
    ]  # fmt: skip


def test_an_invited_person_is_written_to_in_the_language_of_the_form(client):
    conference = make_conference(registration_closes_at=timezone.now() + timedelta(days=300))
    client.force_login(make_member(conference, role=TeamRole.DESK))
    form = {"family_name": "Dupont", "email": "d@example.org", "language": "fr", "letter_language": "fr"}

    preview = client.post(reverse("participants:invite", kwargs={"conference": conference.slug}), form)
    client.post(reverse("participants:send_invitation", kwargs={"conference": conference.slug}), form)

    subject = f"Invitation : {conference.short_title}"
    assert subject in preview.content.decode()
    message = Message.objects.get()
    assert (message.language, message.subject) == ("fr", subject)
    assert Participant.objects.get().language == "fr"


def test_a_focal_point_is_written_to_in_the_delegations_language():
    conference = make_conference(default_language="es")
    delegation = actions.add_delegation(
        conference, make_organisation(), focal_point_email="f@example.org", by=None, at=BEFORE
    )
    assert Delegation.objects.get().reads == "es"

    delegation = actions.change_delegation(delegation, language="ar", by=None, at=BEFORE)
    actions.ask_for_nominations(delegation, by=None, at=BEFORE)

    assert Message.objects.get().language == "ar"


def test_a_state_is_named_in_the_language_of_the_message():
    organisation = make_organisation(official_name="Germany", country="DE", is_state=True)
    delegation = make_delegation(make_conference(), organisation=organisation, language="fr")

    actions.ask_for_nominations(delegation, by=None, at=BEFORE)

    assert "Allemagne" in Message.objects.get().text


def test_who_registers_is_written_to_in_the_browsers_language_until_another_one_is_chosen(client):
    conference = open_conference()
    key = client.get(register_url(conference)).context["key"]

    client.post(register_url(conference), PERSON | {"key": key}, headers={"accept-language": "ru-RU, en;q=0.5"})
    draft = RegistrationDraft.objects.get()
    stay = own_url("draft_step", "participants:draft", draft, step="stay")
    client.post(own_url("draft_step", "participants:draft", draft, step="organisation"), COMPANY)

    assert draft.reads == "ru"
    assert '<option value="ru" selected>' in client.get(stay).content.decode()
    actions.send_draft_link(draft, by=None, at=BEFORE)
    assert Message.objects.get().language == "ru"
    client.post(stay, {"language": "ar"})
    draft.refresh_from_db()
    assert draft.reads == "ar"


def test_without_any_sign_the_language_is_that_of_the_conference(client):
    conference = open_conference(default_language="fr")
    key = client.get(register_url(conference)).context["key"]

    client.post(register_url(conference), PERSON | {"key": key})

    assert RegistrationDraft.objects.select_related("conference").get().reads == "fr"

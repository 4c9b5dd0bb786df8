"""A person's own data: sent on request, whole and of nobody else; and a person is taken out everywhere (PRIV-04)."""

import json
import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse

from conference.choices import TeamRole
from lib import links
from lib.refusal import NotPossible
from participants import actions, held
from participants.choices import RegistrationStatus
from sessions.actions.profiles import profile_of
from tests.factories import (
    BEFORE,
    make_conference,
    make_delegation,
    make_invitation,
    make_member,
    make_message,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db
OF_ANA = [
    "Canaryfamily", "canary-given", "canary-title", "canary@example.org", "canary-needs", "canary-answer", "canary-note",
    "canary-message", "canary-draft", "canary-biography", "canary-reason",
]  # fmt: skip


@pytest.fixture
def conference():
    return make_conference(slug="x")


@pytest.fixture
def ana(conference):
    """Somebody of whom everything is known that can be."""
    participant = make_participant(
        conference, given_name="canary-given", family_name="Canaryfamily", email="canary@example.org",
        needs="canary-needs", organisation=make_organisation(official_name="Ministry of Canaries"),
    )  # fmt: skip
    make_registration(conference, participant=participant, status=RegistrationStatus.CONFIRMED)
    actions.change_participant(participant, job_title="canary-title", by=None, at=BEFORE)
    make_invitation(conference, participant=participant, note="canary-note")
    question = make_question(conference)
    question.answers.create(
        participant=participant, text="canary-answer", file=ContentFile(b"canary-file", "a.pdf"), answered_at=BEFORE
    )
    make_delegation(conference).nominees.create(family_name="Canaryfamily", participant=participant)
    make_message(conference, to_email="canary@example.org", text="Dear canary-message")
    conference.drafts.create(
        key="4a0f2a94-6a52-4f4c-8f0e-1c1f5e0d5a11", reference="DRFT-2345", created_at=BEFORE, changed_at=BEFORE,
        answers={"person": {"family_name": "canary-draft", "email": "canary@example.org"}},
    )  # fmt: skip
    make_speaker(make_session(conference), participant=participant)
    profile = profile_of(participant)
    profile.biography = "canary-biography"
    profile.save(update_fields=["biography"])
    actions.cancel(
        participant.registration, by="canary-given Canaryfamily, by personal link", at=BEFORE, reason="canary-reason"
    )
    participant.refresh_from_db()
    return participant


def ask(client, participant):
    """Ask on the own page; return the address that the message carries."""
    registration = participant.registration
    link = links.make("participants:me", registration.pk, registration.link_version)
    response = client.post(reverse("participants:ask_for_data", kwargs={"link": link}))
    assert response.status_code == 200
    message = registration.conference.messages.get(kind="own_data")
    return links.url(message.link_purpose, message.link_pk, message.link_version).removeprefix(settings.SITE_URL)


def test_everything_is_sent_to_the_own_address_and_can_be_read_and_kept(client, ana):
    url = ask(client, ana)

    page, file = client.get(url), client.get(url + "data.json")

    for canary in OF_ANA:
        assert canary in page.text, canary
        assert canary in json.dumps(file.json(), ensure_ascii=False), canary
    assert file["Content-Disposition"] == f'attachment; filename="x-{ana.registration.reference}.json"'
    assert file["Cache-Control"] == "private, no-store"


def test_nothing_of_anybody_else_is_in_it(client, conference, ana):
    for number, name in enumerate(["other-canary", "Canaryfam"]):
        other = make_participant(
            conference, family_name=name, email=f"other-{number}@example.org", needs="other-canary-needs"
        )
        make_registration(conference, participant=other)
        make_message(conference, to_email=f"other-{number}@example.org", text="Dear other-canary")
    make_participant(
        make_conference(), family_name="other-canary", email="canary@example.org", needs="other-canary-needs"
    )

    assert "other-canary" not in client.get(ask(client, ana)).text


def test_who_only_found_the_own_page_gets_no_data(client, ana):
    registration = ana.registration
    ask(client, ana)
    forged = links.make("participants:me", registration.pk, registration.link_version)

    assert client.get(reverse("participants:own_data", kwargs={"link": forged})).status_code == 404


def test_a_link_is_good_for_a_day(client, ana):
    url = ask(client, ana)
    ana.conference.messages.filter(kind="own_data").update(created_at=BEFORE.replace(year=2020))

    assert client.get(url).status_code == 410
    assert client.get(url + "data.json").status_code == 410
    assert "good for one day" in client.get(url).text


def test_asking_twice_in_an_hour_sends_one_message(ana):
    for _ in range(2):
        actions.send_own_data(ana.registration, by="Ana", at=BEFORE)

    assert ana.conference.messages.filter(kind="own_data").count() == 1


def test_without_an_address_nothing_is_sent(conference):
    registration = make_registration(conference, participant=make_participant(conference, email=""))

    with pytest.raises(NotPossible, match="no address"):
        actions.send_own_data(registration, by=None, at=BEFORE)


def test_a_person_is_taken_out_everywhere_and_stays_in_the_count(conference, ana):
    other = make_participant(conference, family_name="Muster", needs="vegetarian")
    before, file = conference.history.count(), ana.answers.get().file

    actions.erase_person(ana, by=None, at=BEFORE, reason="Asked by letter.")

    kept = everything_kept()
    assert [canary for canary in OF_ANA if canary.lower() in kept] == []
    ana.refresh_from_db()
    assert (ana.name, ana.organisation.official_name) == ("Erased person", "Ministry of Canaries")
    assert not file.storage.exists(file.name)
    assert conference.registrations.count() == 1
    assert ana.registration.status == RegistrationStatus.CANCELLED
    assert conference.history.count() > before
    assert conference.history.newest_first().first().reason == "Asked by letter."
    other.refresh_from_db()
    assert (other.name, other.needs) == ("Ana Muster", "vegetarian")


def test_an_erased_person_is_taken_out_of_files_that_were_not_imported(conference, ana):
    content = f"Family name,E-mail\nCanary,{ana.email.upper()}\nMuster,muster@example.org\n".encode()
    run = actions.upload(conference, file_name="a.csv", content=content, by=None, at=BEFORE)

    actions.erase_person(ana, by=None, at=BEFORE)

    run.refresh_from_db()
    assert run.rows == [[3, ["Muster", "muster@example.org"]]]


def test_the_links_of_an_erased_person_open_nothing(client, ana):
    registration = ana.registration
    old = links.make("participants:me", registration.pk, registration.link_version)

    actions.erase_person(ana, by=None, at=BEFORE)

    assert client.get(reverse("participants:me", kwargs={"link": old})).status_code == 410


def test_nobody_is_erased_twice(ana):
    actions.erase_person(ana, by=None, at=BEFORE)
    count = ana.conference.history.count()

    with pytest.raises(NotPossible, match="erased already"):
        actions.erase_person(ana, by=None, at=BEFORE)

    assert ana.conference.history.count() == count


def test_an_organiser_erases_after_a_question(sign_in, conference, ana):
    url = reverse("participants:erase", kwargs={"conference": "x", "pk": ana.registration.pk})
    desk = sign_in(conference, TeamRole.DESK)
    assert desk.post(url, {"reason": ""}).status_code == 403
    assert url not in desk.get(ana.registration.get_absolute_url()).text

    desk.force_login(make_member(conference))
    assert url in desk.get(ana.registration.get_absolute_url()).text
    assert "It cannot be undone" in desk.get(url).text
    done = desk.post(url, {"reason": ""}, follow=True)

    assert "stays in the count, without a name" in done.text
    assert "Erased person" in done.text


def test_parts_that_hold_nothing_are_left_out(conference):
    participant = make_participant(conference)

    assert [part.heading for part in held.about(participant)] == ["You"]


def everything_kept():
    """Return all rows of all tables, as one text in small letters."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name of the database itself
            texts.append(repr(cursor.fetchall()))
    return "\n".join(texts).lower()


def test_nobody_is_named_without_having_agreed(client, conference):
    invitation = make_invitation(conference, participant=make_participant(conference))
    url = links.url("participants:invitation", invitation.pk, invitation.link_version).removeprefix(settings.SITE_URL)
    page = client.get(url).text
    box = re.search(r'<input[^>]*name="is_listed"[^>]*>', page).group()
    assert " checked" not in box

    client.post(url + "accept/", {"family_name": "Muster", "name_order": "given_first"})
    participant = conference.participants.get()
    assert participant.is_listed is False

    registration = participant.registration
    me = reverse("participants:details", kwargs={"link": links.make("participants:me", registration.pk, 0)})
    client.post(me, {"family_name": "Muster", "name_order": "given_first", "is_listed": "on"})
    client.post(me, {"family_name": "Muster", "name_order": "given_first"})

    participant.refresh_from_db()
    assert participant.is_listed is False
    changes = conference.history.filter(verb="participant.changed").order_by("pk")
    assert [entry.after["is_listed"] for entry in changes if "is_listed" in entry.after] == [True, False]

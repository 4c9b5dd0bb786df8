"""The registration desk in a real browser: registering, nominating, importing, confirming many, substituting.

Each journey runs at the width of a desk and of a phone, with scripts and without; axe looks its pages over each time.
"""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from correspondence import delivery
from participants import actions, jobs
from participants.choices import RegistrationStatus
from participants.models import Work
from tests.browser.conftest import EVERY_WAY, follow, late, press
from tests.factories import (
    make_conference,
    make_member,
    make_organisation,
    make_participant,
    make_registration,
)
from tests.servers import wait_until


@pytest.fixture
def conference(transactional_db):
    """A conference to come, with registration open now."""
    now = timezone.now()
    return make_conference(
        is_moderated=False,
        registration_opens_at=now - timedelta(days=9),
        registration_closes_at=now + timedelta(days=90),
    )


def worker():
    """Do what the worker would do meanwhile; what it leaves after its turn, it is woken for again."""
    jobs.do_work()
    while Work.objects.free(timezone.now()).exists():
        jobs.do_work()
    delivery.deliver(timezone.now)


def link_in_mail(to: str, part: str) -> str:
    """Return the path of the personal link in the last message to an address."""
    worker()
    letter = [each for each in mail.outbox if to in each.to[0]][-1]
    return urlsplit(re.findall(rf"https?://\S+/{part}/\S+", letter.body)[-1]).path


@EVERY_WAY
def test_a_stranger_registers_changes_and_cancels(conference, new_page, inspect, width, javascript):
    make_organisation(official_name="Ministry of Trade")
    page = new_page(width=width, javascript=javascript)

    page.goto(conference.get_absolute_url())
    follow(page, "Register")
    inspect(page)
    page.get_by_label("Given name").fill("Jürgen")
    page.get_by_label("Family name").fill("de la Cruz")
    page.get_by_label("E-mail address").fill("jurgen@example.org")
    press(page, "Continue", exact=True)
    page.get_by_label("Organisation", exact=False).first.fill("Ministry of Trade")
    inspect(page)
    press(page, "Continue", exact=True)
    page.get_by_label("Diet, access and other needs").fill("Step-free access")
    inspect(page)
    page.reload()
    page.go_back()
    page.go_forward()
    page.get_by_label("Diet, access and other needs").fill("Step-free access")
    press(page, "Continue", exact=True)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    inspect(page)
    press(page, "Send the registration")
    expect(page.get_by_role("heading", name="We have your registration")).to_be_visible()
    inspect(page)

    page.goto(link_in_mail("jurgen@example.org", "me"))
    inspect(page)
    follow(page, "Change your details")
    page.get_by_label("Position").fill("Director")
    press(page, re.compile("Save"))
    expect(page.get_by_text("Director")).to_be_visible()
    follow(page, "Cancel your registration")
    inspect(page)
    press(page, re.compile("Cancel"))
    expect(page.get_by_text("is cancelled").first).to_be_visible()

    registration = conference.registrations.get()
    assert registration.status == RegistrationStatus.CANCELLED
    assert registration.participant.name == "Jürgen de la Cruz"
    assert registration.participant.needs == "Step-free access"


@EVERY_WAY
def test_a_focal_point_nominates_a_delegation_and_the_desk_takes_it(conference, new_page, inspect, width, javascript):
    organisation = make_organisation(official_name="Government of Chile")
    delegation = actions.add_delegation(
        conference,
        organisation,
        focal_point_name="Rosa Focal",
        focal_point_email="rosa@example.org",
        seat_limit=2,
        by=None,
        at=timezone.now(),
    )
    desk = new_page(user=make_member(conference), width=width, javascript=javascript)
    page = new_page(width=width, javascript=javascript)

    desk.goto(delegation.get_absolute_url() + "ask/")
    inspect(desk)
    press(desk, "Send the message")
    page.goto(link_in_mail("rosa@example.org", "n"))
    for name in ("Elena", "Andrés"):
        if name == "Andrés":
            press(page, "Add a person")
        page.get_by_label("Given name").last.fill(name)
        page.get_by_label("Family name").last.fill("Núñez")
        page.get_by_label("E-mail address").last.fill(f"{name[0].lower()}.nunez@example.org")
    inspect(page)
    press(page, "Move up person 2")
    expect(page.get_by_label("Given name").first).to_have_value("Andrés")
    press(page, "Submit the nomination")
    inspect(page)

    desk.goto(delegation.get_absolute_url())
    inspect(desk)
    follow(desk, re.compile("Accept"))
    press(desk, re.compile("Accept"))
    inspect(desk)

    people = conference.participants.order_by("delegation_position")
    assert [person.given_name for person in people] == ["Andrés", "Elena"]
    worker()
    assert {"a.nunez@example.org", "e.nunez@example.org"} <= {
        address.rpartition("<")[2].strip(">") for each in mail.outbox for address in each.to
    }


FILE = "Given name;Family name;E-mail;Organisation\r\n" + "".join(
    f"Ana;Person {number};ana{number}@example.org;Ministry of Trade\r\n" for number in range(31)
)


@EVERY_WAY
def test_a_spreadsheet_is_imported_and_taken_back(conference, new_page, inspect, width, javascript):
    make_organisation(official_name="Ministry of Trade")
    page = new_page(user=make_member(conference), width=width, javascript=javascript)

    page.goto(f"{conference.get_absolute_url()}desk/registrations/import/")
    inspect(page)
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": FILE.encode("cp1252")}
    )
    press(page, "Read the file")
    inspect(page)
    press(page, "Preview the import")
    inspect(page)
    assert not conference.registrations.exists()
    press(page, "Import 31 rows")
    expect(page.get_by_text("31 new, 0 changed.")).to_be_visible()
    assert conference.registrations.count() == 31

    page.goto(f"{conference.get_absolute_url()}desk/registrations/import/")
    follow(page, re.compile("Undo"))
    inspect(page)
    press(page, re.compile("Undo|Take back"))

    assert not conference.registrations.exists()


@EVERY_WAY
def test_two_hundred_people_are_confirmed_at_once(conference, new_page, inspect, width, javascript):
    for number in range(200):
        make_registration(
            conference,
            participant=make_participant(conference, family_name=f"Person {number}"),
            status=RegistrationStatus.PENDING,
        )
    page = new_page(user=make_member(conference), width=width, javascript=javascript)

    page.goto(f"{conference.get_absolute_url()}desk/registrations/?status=pending")
    inspect(page)
    page.get_by_label("Select all 200").check()
    page.get_by_label("With the selected").select_option(label="Confirm")
    press(page, "Continue", exact=True)
    inspect(page)
    press(page, "Confirm 200 registrations")
    expect(page.get_by_text("This waits for the worker")).to_be_visible()
    inspect(page)
    worker()
    if not javascript:
        follow(page, "Look again now")
    expect(page.get_by_text("Done: 200, skipped: 0")).to_be_visible()
    inspect(page)

    assert conference.registrations.confirmed().count() == 200


@EVERY_WAY
def test_what_is_ticked_on_two_pages_is_confirmed_together(conference, new_page, inspect, width, javascript):
    for number in range(60):
        person = make_participant(conference, family_name=f"Person {number:02}")
        make_registration(conference, participant=person, status=RegistrationStatus.PENDING)
    page = new_page(user=make_member(conference), width=width, javascript=javascript)

    page.goto(f"{conference.get_absolute_url()}desk/registrations/?sort=name")
    for number in (3, 5):
        page.get_by_label(f"Select Ana Person {number:02}").check()
    if not javascript:
        press(page, "Keep what is ticked")
    follow(page, "Next")
    expect(page.get_by_text("2 selected, 2 of them not on this page")).to_be_visible()
    page.get_by_label("Select Ana Person 55").check()
    inspect(page)
    page.get_by_label("With the selected").select_option(label="Confirm")
    press(page, "Continue", exact=True)
    expect(page.get_by_role("heading", name="Confirm 3 registrations?")).to_be_visible()
    inspect(page)
    press(page, "Confirm 3 registrations")
    expect(page.get_by_role("heading", name="Done: 3, skipped: 0")).to_be_visible()

    confirmed = conference.registrations.confirmed().values_list("participant__family_name", flat=True)
    assert sorted(confirmed) == ["Person 03", "Person 05", "Person 55"]


def test_what_is_ticked_before_the_script_arrives_is_kept_too(conference, new_page):
    make_registration(conference, participant=make_participant(conference, family_name="Early"))
    page, address = new_page(user=make_member(conference)), f"{conference.get_absolute_url()}desk/registrations/"
    ticked = page.get_by_label("Select Ana Early")

    def is_ticked_when_opened_again():
        page.goto(address)
        return ticked.is_checked()

    with late(page, "select-rows"):
        page.goto(address, wait_until="commit")
        ticked.check()
        expect(page.get_by_label("Select everybody on this page")).to_have_count(0)
    expect(page.get_by_label("Select everybody on this page")).to_be_checked()
    expect(page.get_by_text("1 selected")).to_be_visible()
    wait_until(is_ticked_when_opened_again, what="the tick kept")

    page.get_by_label("Select all 1").click(click_count=2)
    wait_until(lambda: not is_ticked_when_opened_again(), what="the tick taken back")


LONG_FILE = "Name;Ministry;E-mail\r\n" + "".join(
    f"PERSON {number:03}, Ana;Ministry of Trade;ana{number}@example.org\r\n" for number in range(301)
)


def test_a_long_spreadsheet_is_imported_by_the_worker_while_a_page_shows_how_far_it_is(conference, new_page, inspect):
    make_organisation(official_name="Ministry of Trade")
    page = new_page(user=make_member(conference))

    page.goto(f"{conference.get_absolute_url()}desk/registrations/import/")
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": LONG_FILE.encode()}
    )
    press(page, "Read the file")
    press(page, "Preview the import")
    expect(page.get_by_role("heading", name="Comparing people.csv with the registrations")).to_be_visible()
    inspect(page)
    worker()
    expect(page.get_by_role("button", name="Import 301 rows")).to_be_visible()
    press(page, "Import 301 rows")
    expect(page.get_by_role("heading", name="Importing people.csv")).to_be_visible()
    worker()
    expect(page.get_by_text("301 new, 0 changed.")).to_be_visible()
    inspect(page)

    assert conference.registrations.confirmed().count() == 301


@EVERY_WAY
def test_a_delegate_is_substituted_when_all_places_are_taken(conference, new_page, inspect, width, javascript):
    conference.capacity = 1
    conference.save(update_fields=["capacity"])
    registration = make_registration(conference)
    page = new_page(user=make_member(conference), width=width, javascript=javascript)

    page.goto(registration.get_absolute_url())
    inspect(page)
    follow(page, re.compile("[Ss]ubstitute"))
    page.get_by_label("Given name").fill("Inés")
    page.get_by_label("Family name").fill("Nueva")
    page.get_by_label("E-mail address").fill("ines@example.org")
    inspect(page)
    press(page, "Substitute")
    inspect(page)

    assert [each.participant.name for each in conference.registrations.confirmed()] == ["Inés Nueva"]
    registration.refresh_from_db()
    assert registration.status == RegistrationStatus.CANCELLED

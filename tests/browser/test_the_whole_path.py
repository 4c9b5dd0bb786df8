"""The whole path in a real browser, on a desk and on a phone, with and without JavaScript.

The conference is the demonstration's, as a newcomer finds it. Where there is JavaScript each page is looked over by
axe, which needs it; with PLENARY_PICTURES the pages are kept for the README.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from correspondence import delivery, heartbeats
from demo import sign_ins
from demo.data import mexico
from demo.load import load
from tests import poppler
from tests.browser.conftest import DESK, PHONE, follow, press

HOME = f"/c/{mexico.SLUG}/"
TEAM = f"{HOME}desk/"


@pytest.fixture
def demonstration(transactional_db):
    load(at=timezone.now())
    work()


def work():
    """Do what the worker and the clock would do meanwhile."""
    for name in (heartbeats.WORKER, heartbeats.CLOCK):
        heartbeats.beat(name, timezone.now())
    delivery.deliver(timezone.now)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_whole_path(demonstration, new_page, inspect, width, javascript):
    organiser = new_page(width=width, javascript=javascript)
    guest = new_page(width=width, javascript=javascript)
    rapporteur = new_page(width=width, javascript=javascript)

    def look(page, name):
        if javascript:
            inspect(page, name if width == DESK else "")

    sign_in(organiser, "organiser")
    see_the_conference(organiser, look)
    invite(organiser, look)
    accept(guest, personal_link(), look)
    work()
    see_the_confirmation(organiser, look)
    read_the_agenda(guest, look)
    work()
    sign_in(rapporteur, "rapporteur")
    printed = change_a_sentence_and_print(rapporteur, look)

    assert poppler.squash("in any UN language.") in printed


def sign_in(page, role):
    page.goto(f"/account/sign-in/?next={TEAM}")
    page.get_by_label("E-mail").fill(f"{role}@example.org")
    page.get_by_label("Password", exact=True).fill(sign_ins.PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def see_the_conference(page, look):
    look(page, "overview")
    page.goto("/")
    expect(page.get_by_role("link", name=re.compile("Pacific Alliance States and Brazil")).first).to_be_visible()
    look(page, "")


def invite(page, look):
    page.goto(TEAM)
    follow(page, "Invitations", exact=True)
    look(page, "invitations")
    follow(page, "Invite a person")
    look(page, "")
    page.get_by_label("Title").fill("Ms.")
    page.get_by_label("Given name").fill("Nadia")
    page.get_by_label("Family name").fill("Åkesson-Ñíguez")
    page.get_by_label("Position").fill("Adviser")
    page.get_by_label("E-mail address").fill("nadia.akesson@example.org")
    page.get_by_label("Organisation", exact=False).first.fill("Serra Alta Sistemas Aeroespaciais S.A.")
    page.get_by_label("Personal words").fill("We met in Wiesbaden.")
    press(page, "Preview the message")
    expect(page.get_by_text("We met in Wiesbaden.")).to_be_visible()
    look(page, "invitation-preview")
    press(page, "Send the invitation")
    expect(page.get_by_text("is on its way")).to_be_visible()
    look(page, "")


def personal_link() -> str:
    """Let the worker deliver, and return the path of the link in the person's own letter."""
    work()
    letter = [each for each in mail.outbox if "nadia.akesson@example.org" in each.to[0]][-1]
    [address] = re.findall(r"https?://\S+/i/\S+", letter.body)
    return urlsplit(address).path


def accept(page, link, look):
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pacific Alliance States and Brazil")
    look(page, "personal-link")
    page.get_by_text("Correct your name, position, telephone or language").click()
    page.get_by_label("Telephone").fill("+55 11 5550 0104")
    page.get_by_label("I agree to be named").check()
    press(page, "Accept the invitation")
    expect(page.get_by_text("Your registration is confirmed")).to_be_visible()
    look(page, "own-registration")


def see_the_confirmation(page, look):
    follow(page, "Registrations", exact=True)
    look(page, "registrations")
    page.get_by_label("Name, organisation, e-mail or reference").fill("akesson")
    press(page, "Apply")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    follow(page, "Nadia Åkesson-Ñíguez")
    expect(page.get_by_text("Confirmed").first).to_be_visible()
    look(page, "registration")
    follow(page, "Messages", exact=True)
    look(page, "messages")
    follow(page, "History", exact=True)
    expect(page.get_by_text("by personal link").first).to_be_visible()
    look(page, "")


def read_the_agenda(page, look):
    page.goto(HOME)
    look(page, "conference")
    follow(page, "Agenda", exact=True)
    expect(page.get_by_role("heading", name="Agenda")).to_be_visible()
    look(page, "agenda")
    follow(page, "Keynotes: Mexico, Germany, Republic of Korea")
    expect(page.get_by_text("Mr. Kim Min-jun").first).to_be_visible()
    look(page, "session")


def change_a_sentence_and_print(page, look):
    """Change the last section of the note; return the text of the PDF, without white space."""
    follow(page, "Notes", exact=True)
    look(page, "")
    page.goto(f"{TEAM}notes/en/")
    look(page, "note")
    follow(page.locator("[id^=section-]").filter(has_text="Additional Comments"), "Change")
    page.get_by_role("textbox", name="Text").fill("Questions are answered at 1540experts@un.org, in any UN language.")
    look(page, "note-editing")
    press(page, "Save")
    expect(page.get_by_text("in any UN language.")).to_be_visible()

    answer = page.request.get(f"{TEAM}notes/en/note.pdf", timeout=60_000)

    assert answer.headers["content-type"] == "application/pdf"
    return poppler.squash(poppler.raw_text(answer.body()))

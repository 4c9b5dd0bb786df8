"""Invitations and letters in a real browser, from the received message to the answer on the organiser's page.

With scripts at the width of a desk and without scripts at the width of a phone; where there are scripts, axe looks the
pages over at 320 pixels too.
"""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from correspondence import actions as correspondence
from correspondence import delivery, letters
from participants import actions
from participants.choices import InvitationAnswer
from participants.models import Invitation
from tests.browser.conftest import DESK, PHONE, follow, leading_on, press
from tests.correspondence.test_letters import WORDS
from tests.factories import make_conference, make_delegation, make_member, make_organisation, make_participant

BOTH_WAYS = pytest.mark.parametrize(
    ("width", "javascript"), [(DESK, True), (PHONE, False)], ids=["desk with scripts", "phone without scripts"]
)


@pytest.fixture
def conference(transactional_db):
    """A conference to come that has a letterhead and offers letters for visas."""
    now = timezone.now()
    conference = make_conference(
        starts_on=(now + timedelta(days=90)).date(),
        ends_on=(now + timedelta(days=91)).date(),
        registration_opens_at=now - timedelta(days=9),
        registration_closes_at=now + timedelta(days=60),
    )
    correspondence.set_letterhead(conference, by=None, at=now, **WORDS)
    return conference


def received(to: str):
    """Do what the worker would do meanwhile; return the last message to an address."""
    letters.make_what_waits(timezone.now)
    delivery.deliver(timezone.now)
    return [each for each in mail.outbox if to in each.to[0]][-1]


def link_in(message, part: str) -> str:
    return urlsplit(re.findall(rf"https?://\S+/{part}/\S+", message.body)[-1]).path


def attached(message) -> list[str]:
    return [each[0] for each in message.attachments if isinstance(each, tuple)]


@BOTH_WAYS
def test_from_the_letter_to_somebody_else_who_comes(conference, new_page, inspect, width, javascript):
    desk = new_page(user=make_member(conference), width=width, javascript=javascript)
    page = new_page(width=width, javascript=javascript)

    def look(at):
        if javascript:
            inspect(at)

    desk.goto(reverse("participants:invite", kwargs={"conference": conference.slug}))
    desk.get_by_label("Family name").fill("Muster")
    desk.get_by_label("E-mail address").fill("ana@example.org")
    desk.get_by_label("A letter on paper goes with it").check()
    look(desk)
    press(desk, "Preview the message")
    press(desk, "Keep it as a draft")
    expect(desk.get_by_role("heading", name="Prepared invitations")).to_be_visible()
    look(desk)
    press(desk, "Send this invitation")

    message = received("ana@example.org")
    assert attached(message) == ["Invitation letter MWC-2030-001.pdf".replace("2030", str(timezone.now().year))]
    page.goto(link_in(message, "i"))
    page.get_by_text("Send someone in my place").click()
    look(page)
    page.get_by_label("Family name").last.fill("Other")
    page.get_by_label("E-mail address").fill("otto@example.org")
    press(page, "Send this person in my place")
    expect(page.get_by_text("Somebody else comes in your place.")).to_be_visible()
    look(page)

    page.goto(link_in(received("otto@example.org"), "i"))
    press(page, "Accept the invitation")
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    page.get_by_text("I need a letter for a visa").click()
    page.get_by_label("Name as in the passport").fill("OTTO OTHER")
    page.get_by_label("Passport number").fill("P123")
    page.get_by_label("Nationality").select_option(label="Peru")
    page.get_by_label("Date of birth").fill("1971-05-03")
    look(page)
    press(page, "Ask for the letter")
    expect(page.get_by_text("Your request is with the organisers. They check it")).to_be_visible()

    desk.goto(reverse("conference:desk", kwargs={"conference": conference.slug}))
    with leading_on(desk):
        desk.get_by_text("waits for a letter for a visa").click()
    look(desk)
    follow(desk, "Other")
    look(desk)
    press(desk, "Send the letter")
    assert attached(received("otto@example.org"))[0].startswith("Letter for a visa MWC-")
    desk.goto(reverse("participants:invitation_list", kwargs={"conference": conference.slug}))
    expect(desk.get_by_text("to Other")).to_be_visible()
    look(desk)
    desk.goto(reverse("correspondence:letter_list", kwargs={"conference": conference.slug}))
    look(desk)
    first = Invitation.objects.get(participant__email="ana@example.org")
    assert (first.answer, first.successors.get().answer) == (InvitationAnswer.DELEGATED, InvitationAnswer.ACCEPTED)


@BOTH_WAYS
def test_a_mission_is_asked_by_note_verbale(conference, new_page, inspect, width, javascript):
    delegation = make_delegation(conference, organisation=make_organisation(official_name="Peru"))
    desk = new_page(user=make_member(conference), width=width, javascript=javascript)

    desk.goto(delegation.get_absolute_url())
    follow(desk, "Ask by note verbale")
    desk.get_by_label("Whom the note addresses").fill("the Permanent Mission of Peru")
    desk.get_by_label("E-mail address").fill("peru@example.org")
    if javascript:
        inspect(desk)
    press(desk, "Preview the note")
    if javascript:
        inspect(desk)
    press(desk, "Send the note verbale")
    expect(desk.get_by_text("The note verbale to the Permanent Mission of Peru is on its way.")).to_be_visible()

    message = received("peru@example.org")
    assert attached(message)[0].startswith("Note verbale MWC-")
    page = new_page(width=width, javascript=javascript)
    page.goto(link_in(message, "n"))
    expect(page.get_by_text("Peru").first).to_be_visible()


def test_a_page_that_is_only_opened_notes_nothing_and_one_that_is_used_does(conference, new_page):
    page = new_page()
    invitation = actions.invite(conference, email="ana@example.org", family_name="Muster", by=None, at=timezone.now())
    told = []
    page.on("request", lambda request: "/opened/" in request.url and told.append(request))
    page.goto(link_in(received("ana@example.org"), "i"))
    page.evaluate("document.querySelector('summary').click(); document.dispatchEvent(new KeyboardEvent('keydown'))")
    invitation.refresh_from_db()
    assert invitation.opened_at is None

    with page.expect_response(re.compile("/opened/")) as answer:
        page.keyboard.press("Tab")

    assert answer.value.status == 204
    assert len(told) == 1  # what the page had sent by itself would have come before
    invitation.refresh_from_db()
    assert invitation.opened_at is not None


def test_the_letterhead_and_its_samples(conference, new_page, inspect):
    make_participant(conference)
    desk = new_page(user=make_member(conference))
    for name in ("letterhead", "letter_list", "text_list"):
        desk.goto(reverse(f"correspondence:{name}", kwargs={"conference": conference.slug}))
        expect(desk.get_by_text("Note verbale").first).to_be_visible()
        inspect(desk)
    desk.goto(
        reverse(
            "correspondence:text",
            kwargs={"conference": conference.slug, "kind": "note_verbale_letter", "language": "fr"},
        )
    )
    inspect(desk)
    assert desk.get_by_role("link", name=re.compile("the letter as PDF")).count() == 1

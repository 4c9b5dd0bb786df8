"""From "the conference is over" to a published note with its annex, in a real browser, with scripts and without."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from conference.choices import TeamRole
from correspondence import delivery
from reports import actions
from tests.browser.conftest import DESK, PHONE, follow, late, leading_on, press
from tests.factories import (
    make_conference,
    make_member,
    make_note,
    make_organisation,
    make_organizer,
    make_participant,
    make_registration,
    make_session,
)
from tests.poppler import raw_text
from tests.servers import wait_until

BOTH_WAYS = pytest.mark.parametrize(
    ("width", "javascript"), [(DESK, True), (PHONE, False)], ids=["desk with scripts", "phone without scripts"]
)


@pytest.fixture
def conference(transactional_db):
    """A conference that is over, with two participants who were checked in."""
    now = timezone.now()
    conference = make_conference(
        starts_on=now.date() - timedelta(days=9),
        ends_on=now.date() - timedelta(days=8),
        disclaimer="For information – not an official report.",
    )
    make_organizer(conference, name="Government of Chile")
    make_session(conference, starts_at=now - timedelta(days=9))
    ministry = make_organisation(official_name="Ministry of Foreign Affairs", country="CL")
    for name in ("Núñez", "Pérez"):
        person = make_participant(conference, family_name=name, organisation=ministry, is_listed=True)
        make_registration(conference, participant=person, checked_in_at=now - timedelta(days=9))
    return conference


@pytest.fixture
def author(conference):
    return make_member(conference, role=TeamRole.RAPPORTEUR)


def looker(inspect, page, javascript):
    """Return a function that looks the page over where there are scripts to look with."""
    return lambda: inspect(page) if javascript else None


def stop_typing(page):
    """Let the time pass after which what was typed is saved; the page's clock was `install`ed before it was opened."""
    page.clock.fast_forward(5_000)


def write(page, section, text):
    follow(page, f"Change {section}")
    page.get_by_role("textbox", name="Text").fill(text)
    press(page, "Save")


@BOTH_WAYS
def test_from_the_end_of_the_conference_to_the_published_note(new_page, inspect, conference, author, width, javascript):
    page = new_page(user=author, width=width, javascript=javascript)
    look = looker(inspect, page, javascript)
    desk = f"{conference.get_absolute_url()}desk/notes/"

    page.goto(desk)
    follow(page, "Start a note")
    look()
    press(page, "Start the note")
    expect(page.get_by_text("Government of Chile").first).to_be_visible()
    write(page, "Background", "In the light of resolution 1540 (2000)^[As adopted.] much was said.")
    write(page, "Highlights", "The participants met.")
    write(page, "Additional Comments", "Write to office@example.org.")
    look()

    follow(page, "Counts, States, sessions as sentences")
    look()
    row = page.get_by_role("listitem").filter(has_text="Participants in total")
    row.get_by_role("combobox").select_option("Highlights")
    press(row, "Put at its end")
    follow(page, "The note", exact=True)
    expect(page.get_by_text("There was a total of two participants.")).to_be_visible()

    follow(page, "worth a look")
    look()
    press(page, "1540 (2004)")
    expect(page.get_by_text("Nothing to ask")).to_be_visible()
    follow(page, "The note", exact=True)

    follow(page, "Send to the organizers")
    page.get_by_label("Who is asked").fill("Elena Prado <elena@example.org>")
    press(page, "Send to the organizers")
    answer_by_link(new_page, inspect, width, javascript)

    follow(page, "Comments and clearance")
    look()
    press(page, "Settle")
    expect(page.get_by_text("No comment waits for an answer.")).to_be_visible()
    follow(page, "The note", exact=True)
    press(page, "Mark as cleared")
    follow(page, "Publish")
    look()
    press(page, "Publish the note")

    reader = new_page(width=width, javascript=javascript)
    reader.goto(f"{conference.get_absolute_url()}notes/en/")
    looker(inspect, reader, javascript)()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Information Note")
    pdf = raw_text(reader.request.get(f"{conference.get_absolute_url()}notes/en/note.pdf").body())
    assert "resolution 1540 (2004)² much was said." in " ".join(pdf.split())
    assert "Ana Núñez" in pdf
    assert "DRAFT" not in pdf


def answer_by_link(new_page, inspect, width, javascript):
    """Read, comment and agree as somebody of the organizers does, who has no account."""
    delivery.deliver(timezone.now)
    letter = [each for each in mail.outbox if "elena@example.org" in each.to[0]][-1]
    path = urlsplit(re.search(r"https?://\S+/note/\S+", letter.body)[0]).path
    page = new_page(width=width, javascript=javascript)
    page.goto(path)
    looker(inspect, page, javascript)()
    part = page.locator(".note-part").filter(has_text="Write to office@example.org.")
    part.locator("summary").click()
    part.get_by_label("Your comment").fill("Is this the right address?")
    press(part, "Send the comment")
    expect(page.get_by_text("Your comment is with the authors.")).to_be_visible()
    press(page, "I agree with this text")
    expect(page.get_by_text("The authors know that you agree with the text.")).to_be_visible()


def test_what_is_typed_is_saved_and_the_buttons_set_their_marks(new_page, conference, author):
    note = make_note(conference)
    page = new_page(user=author)
    page.clock.install()
    page.goto(note.get_desk_url())
    follow(page, "Change Background")
    field = page.get_by_role("textbox", name="Text")

    field.press("Control+End")
    press(page, "Footnote", leads_on=False)
    page.keyboard.type("A remark")
    stop_typing(page)

    expect(page.locator(".writing-state")).to_contain_text("Saved at")
    wait_until(lambda: note.sections.get().text == "Some text.^[A remark]", what="all of it saved")
    press(page, "Save")
    expect(page.get_by_text("A remark")).to_be_visible()
    assert note.sections.get().text == "Some text.[^1]"


def test_two_authors_at_once_lose_nothing(new_page, conference, author):
    note = make_note(conference)
    page = new_page(user=author, javascript=False)
    page.goto(note.get_desk_url())
    follow(page, "Change Background")
    actions.change_part(note.sections.get(), text="Their words.", by=None, at=timezone.now())

    page.get_by_role("textbox", name="Text").fill("My words.")
    press(page, "Save")

    expect(page.get_by_text("Somebody else saved this part")).to_be_visible()
    expect(page.get_by_text("Their words.").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Text")).to_have_value("My words.")
    page.get_by_role("textbox", name="Text").fill("Their words. My words.")
    press(page, "Save")
    expect(page.get_by_text("Their words. My words.")).to_be_visible()


def test_two_authors_who_type_at_the_same_time_lose_nothing(new_page, conference, author):
    note = make_note(conference)
    pages = [new_page(user=author), new_page(user=make_member(conference, role=TeamRole.ORGANISER))]
    for page in pages:
        page.clock.install()
        page.goto(note.get_desk_url())
        follow(page, "Change Background")
        expect(page.locator(".writing-bar")).to_be_visible()
    first, second = pages
    first.get_by_role("textbox", name="Text").fill("First words.")
    stop_typing(first)
    expect(first.locator(".writing-state")).to_contain_text("Saved at")
    second.get_by_role("textbox", name="Text").fill("Second words.")
    stop_typing(second)

    expect(second.locator(".writing-state")).to_contain_text("Somebody else saved this part")
    assert note.sections.get().text == "First words."
    press(second, "Save")
    expect(second.get_by_text("What somebody else saved meanwhile")).to_be_visible()
    expect(second.get_by_role("textbox", name="Text")).to_have_value("Second words.")
    second.get_by_role("textbox", name="Text").fill("First words. Second words.")
    press(second, "Save")

    expect(second.locator(".note-part").filter(has_text="First words. Second words.").first).to_be_visible()
    first.get_by_role("textbox", name="Text").fill("First words, again.")
    press(first, "Save")
    expect(first.get_by_text("What somebody else saved meanwhile")).to_be_visible()
    assert note.sections.get().text == "First words. Second words."


def test_what_is_typed_before_the_script_arrives_is_saved_too(new_page, conference, author):
    note = make_note(conference)
    page = new_page(user=author)
    page.clock.install()
    page.goto(note.get_desk_url())
    with late(page, "writing"):
        follow(page, "Change Background", leads_on=False)
        page.get_by_role("textbox", name="Text").fill("Early words.")
        expect(page.locator(".writing-bar")).to_have_count(0)
    expect(page.locator(".writing-bar")).to_be_visible()
    stop_typing(page)

    expect(page.locator(".writing-state")).to_contain_text("Saved at")
    assert note.sections.get().text == "Early words."


def test_a_new_section_is_saved_while_it_is_written(new_page, inspect, conference, author):
    note = make_note(conference)
    page = new_page(user=author)
    page.clock.install()
    page.goto(note.get_desk_url())
    follow(page, "Add a section", exact=True)
    inspect(page)

    page.get_by_role("textbox", name="Heading").fill("Outcome")
    page.get_by_role("textbox", name="Text").press_sequentially("It was agreed")
    stop_typing(page)
    expect(page.locator(".writing-state")).to_contain_text("Saved at")
    written = ["Some text.", "It was agreed"]
    wait_until(lambda: [section.text for section in note.sections.all()] == written, what="all of it saved")
    page.get_by_role("textbox", name="Text").press_sequentially("^[In substance.] to go on.")
    press(page, "Save")

    expect(page.get_by_role("heading", name="Outcome")).to_be_visible()
    assert [section.text for section in note.sections.all()] == ["Some text.", "It was agreed[^1] to go on."]
    expect(page.get_by_text("In substance.")).to_be_visible()


def test_save_waits_for_what_is_on_its_way(new_page, conference, author):
    note = make_note(conference)
    page = new_page(user=author)
    page.clock.install()
    page.goto(note.get_desk_url())
    follow(page, "Change Background")
    sent, held = [], []

    def hold_what_saves_itself(route):
        sent.append(route.request)
        if "x-saving" in route.request.headers:
            held.append(route)
        else:
            route.continue_()

    page.route("**/section/**", hold_what_saves_itself)
    with page.expect_request(lambda request: "x-saving" in request.headers):
        page.get_by_role("textbox", name="Text").fill("Typed.")
        stop_typing(page)
    with leading_on(page):
        press(page, "Save", leads_on=False)
        assert len(sent) == len(held) == 1
        held[0].continue_()

    expect(page.get_by_text("Typed.")).to_be_visible()
    expect(page.get_by_text("Somebody else")).to_have_count(0)
    assert note.sections.get().text == "Typed."

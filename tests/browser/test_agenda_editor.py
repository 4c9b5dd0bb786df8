"""The editor in a real browser: dragging with the mouse, by keyboard alone, and two organisers at once."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sessions import actions
from tests.browser.conftest import DESK, PHONE, follow, leading_on, press
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_member,
    make_participant,
    make_room,
    make_session,
    make_speaker,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def conference():
    """Two days and two rooms; a session in each room, and one that is not placed."""
    found = make_conference(slug="agenda")
    hall, sala = make_room(found, name="Hall"), make_room(found, name="Sala", position=1)
    make_session(found, title="Panel", kind="panel", room=hall)
    make_session(found, title="Workshop", kind="discussion", room=sala)
    make_session(found, title="Side event", kind="panel", starts_at=None)
    return found


@pytest.fixture
def organiser(conference):
    return make_member(conference)


def url(name, **kwargs):
    return reverse(f"sessions:{name}", kwargs={"conference": "agenda", **kwargs})


def place(conference, title):
    """When a session begins, in hours after the opening, and where."""
    session = conference.sessions.select_related("room").get(title=title)
    return session.starts_at and (session.starts_at - OPENING) / HOUR, str(session.room or "")


def tall_plan(new_page, organiser):
    """Open the plan of the first day in a window that shows all of it."""
    page = new_page(user=organiser)
    page.set_viewport_size({"width": DESK, "height": 1800})
    page.goto(url("plan"))
    return page


def grip(page, name):
    return page.locator(f"[data-name='{name}'] > .drag-handle")


def free(page, label):
    return page.locator(f"[data-drop][data-label='{label}']")


def drag(page, source, target, *, drop=True, below=0):
    """Move the mouse from the middle of one thing to the middle of another, in steps as a hand does."""
    source.hover()
    page.mouse.down()
    end = target.bounding_box()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + (below or end["height"] / 2), steps=8)
    if drop:
        with leading_on(page):
            page.mouse.up()


def test_a_session_is_dragged_to_another_time_and_room_and_the_change_undone(conference, organiser, new_page):
    page = tall_plan(new_page, organiser)

    drag(page, grip(page, "Panel"), free(page, "10:15, Sala"))

    expect(page.get_by_text("“Panel” is moved.")).to_be_visible()
    assert place(conference, "Panel") == (1.25, "Sala")
    session = conference.sessions.get(title="Panel")
    assert session.ends_at - session.starts_at == HOUR
    press(page, "Undo")
    expect(page.get_by_text("The last change is taken back.")).to_be_visible()
    assert place(conference, "Panel") == (0, "Hall")


def test_a_session_is_dragged_to_another_day_off_the_days_and_back(conference, organiser, new_page):
    page = tall_plan(new_page, organiser)

    drag(page, grip(page, "Panel"), page.get_by_role("link", name="Tuesday"))
    assert place(conference, "Panel") == (24, "Hall")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tuesday 4 June 2030")

    drag(page, grip(page, "Panel"), page.get_by_role("heading", name="Not placed yet"))
    assert place(conference, "Panel") == (None, "Hall")

    drag(page, grip(page, "Side event"), free(page, "09:30, no room"))
    assert place(conference, "Side event") == (24.5, "")


def test_a_session_is_dragged_a_little_later_onto_its_own_place(conference, organiser, new_page):
    page = tall_plan(new_page, organiser)
    card = page.locator("[data-name='Panel']")

    drag(page, grip(page, "Panel"), card, below=card.bounding_box()["height"] / 2)

    assert place(conference, "Panel") == (0.5, "Hall")


def test_what_is_dropped_nowhere_or_given_up_stays(conference, organiser, new_page):
    page = tall_plan(new_page, organiser)

    drag(page, grip(page, "Panel"), page.locator("[data-name='Workshop']"), drop=False)
    page.mouse.up()
    drag(page, grip(page, "Panel"), free(page, "10:15, Sala"), drop=False)
    expect(page.locator(".drag-label")).to_have_text("Panel → 10:15, Sala")
    page.keyboard.press("Escape")
    page.mouse.up()

    expect(page.locator(".drag-label")).to_have_count(0)
    assert place(conference, "Panel") == (0, "Hall")


def test_what_is_dropped_into_a_clash_asks_for_a_reason(conference, organiser, new_page):
    person = make_participant(conference, given_name="Ana", family_name="Muster")
    for title in ("Panel", "Workshop"):
        make_speaker(conference.sessions.get(title=title), participant=person)
    actions.move(
        conference.sessions.get(title="Workshop"),
        starts_at=OPENING + 2 * HOUR,
        ends_at=OPENING + 3 * HOUR,
        by=None,
        at=BEFORE,
    )
    page = tall_plan(new_page, organiser)

    drag(page, grip(page, "Panel"), free(page, "10:30, Hall"))
    expect(page.get_by_role("alert")).to_contain_text("Ana Muster is in two places at once")
    assert place(conference, "Panel") == (0, "Hall")

    page.get_by_label("Keep it all the same, because").fill("She joins the second by video.")
    press(page, "Move")
    expect(page.get_by_text("“Panel” is moved.")).to_be_visible()
    assert place(conference, "Panel") == (1.5, "Hall")


def test_what_somebody_else_has_moved_meanwhile_is_not_moved_unseen(conference, organiser, new_page):
    page = tall_plan(new_page, organiser)
    theirs = {"starts_at": OPENING + 5 * HOUR, "ends_at": OPENING + 6 * HOUR}
    actions.move(conference.sessions.get(title="Panel"), **theirs, by=make_user(name="Other"), at=BEFORE)

    drag(page, grip(page, "Panel"), free(page, "10:15, Sala"))
    expect(page.get_by_text("Somebody else has changed this session meanwhile")).to_be_visible()
    expect(page.get_by_text("Now Monday 3 June 2030, 14:00–15:00, Hall.")).to_be_visible()
    assert place(conference, "Panel") == (5, "Hall")

    press(page, "Move")
    expect(page.get_by_text("“Panel” is moved.")).to_be_visible()
    assert place(conference, "Panel") == (1.25, "Sala")


def test_people_are_dragged_into_another_order(conference, organiser, new_page):
    panel = conference.sessions.get(title="Panel")
    for position, name in enumerate("ABC"):
        person = make_participant(conference, given_name="", family_name=name)
        make_speaker(panel, participant=person, position=position)
    page = new_page(user=organiser)
    page.goto(url("desk_session", pk=panel.pk))

    drag(page, grip(page, "C"), page.locator("[data-name='A']"))

    assert [role.participant.family_name for role in panel.speaker_roles.in_order()] == ["C", "A", "B"]


def test_two_organisers_change_one_session_and_the_second_chooses(conference, organiser, new_page):
    panel = conference.sessions.get(title="Panel")
    first, second = new_page(user=organiser), new_page(user=make_member(conference, user=make_user(name="Second")))
    for page in (first, second):
        page.goto(url("change_session", pk=panel.pk))

    first.get_by_label("Title").fill("First title")
    first.get_by_label("Room").select_option("Sala")
    first.get_by_label("Starts").fill("11:00")
    first.get_by_label("Ends").fill("12:00")
    press(first, "Save session")
    expect(first.get_by_text("Saved.")).to_be_visible()

    second.get_by_label("Title").fill("Second title")
    press(second, "Save session")
    expect(second.get_by_text("What only they changed is taken over below: Day and time, Room.")).to_be_visible()
    panel.refresh_from_db()
    assert panel.title == "First title"

    second.get_by_label("Yours: Second title").check()
    press(second, "Save session")
    expect(second.get_by_text("Saved.")).to_be_visible()
    panel.refresh_from_db()
    assert panel.title == "Second title"
    assert place(conference, "Second title") == (2, "Sala")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_pages_of_moving_and_undoing_are_accessible_and_fit(conference, organiser, new_page, inspect, width):
    panel = conference.sessions.get(title="Panel")
    actions.add_contribution(panel, title="Talk", by=organiser, at=BEFORE)
    page = new_page(user=organiser, width=width)

    for name, kwargs in (("plan", {}), ("move_session", {"pk": panel.pk}), ("desk_session", {"pk": panel.pk})):
        page.goto(url(name, **kwargs))
        inspect(page)

    actions.remove(panel, by=organiser, at=BEFORE)
    page.goto(url("change_session", pk=panel.pk))
    expect(page.get_by_role("button", name="Bring it back")).to_be_visible()
    inspect(page)


def test_the_editor_works_without_scripts(conference, organiser, new_page):
    page = new_page(user=organiser, javascript=False)
    page.goto(url("plan"))
    expect(page.locator(".drag-handle")).to_have_count(0)

    follow(page, "Move Panel")
    page.get_by_label("Starts").fill("11:00")
    page.get_by_label("Room").select_option("Sala")
    press(page, "Move")
    expect(page.get_by_text("“Panel” is moved.")).to_be_visible()
    assert place(conference, "Panel") == (2, "Sala")

    for title in ("First talk", "Second talk"):
        follow(page, "Add a presentation")
        page.get_by_label("Title").fill(title)
        press(page, "Save presentation")
    press(page, re.compile("^Up.*Second talk"))
    talks = conference.sessions.get(title="Panel").contributions
    assert [talk.title for talk in talks.all()] == ["Second talk", "First talk"]
    press(page, "Undo")
    assert [talk.title for talk in talks.all()] == ["First talk", "Second talk"]

    follow(page, "Shift…")
    page.get_by_label("Minutes").fill("30")
    press(page, "Shift")
    assert place(conference, "Panel") == (2.5, "Sala")

    follow(page, "Release…")
    press(page, "Release version 1")
    expect(page.get_by_text("Version 1 is out.")).to_be_visible()


def test_the_pages_on_which_one_has_to_choose_are_accessible_and_fit(conference, organiser, new_page, inspect):
    panel, other = (conference.sessions.get(title=title) for title in ("Panel", "Workshop"))
    page = new_page(user=organiser)
    page.goto(url("change_session", pk=panel.pk))
    actions.change_session(panel, title="Their title", by=make_user(name="Other"), at=BEFORE)
    page.get_by_label("Title").fill("My title")
    press(page, "Save session")
    expect(page.get_by_text("Choose where both of you changed the same")).to_be_visible()
    inspect(page)

    page.goto(url("desk_agenda"))
    actions.move(panel, starts_at=None, ends_at=None, by=organiser, at=BEFORE)
    make_session(conference, title="In its place", room=panel.room, starts_at=OPENING)
    page.goto(url("desk_session", pk=other.pk))
    press(page, "Undo")
    expect(page.get_by_role("heading", name="Undo the last change?")).to_be_visible()
    inspect(page)

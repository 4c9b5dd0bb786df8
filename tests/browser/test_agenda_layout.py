"""How the agenda lies on the page: sessions in their order, beside each other only where they run in parallel (UX-09)."""

from datetime import timedelta
from itertools import combinations, pairwise

import pytest
from django.urls import reverse

from sessions import actions
from tests.browser.conftest import DESK, PHONE
from tests.browser.looks import TABLET
from tests.factories import BEFORE, OPENING, make_conference, make_room, make_session

HOUR = timedelta(hours=1)
WIDTHS = [PHONE, TABLET, DESK]
BOXES = """names => names.map(name => {
    const { left, top, right, bottom } = document.querySelector(name).getBoundingClientRect();
    return { left, top: top + scrollY, right, bottom: bottom + scrollY };
})"""


@pytest.fixture
def agenda(transactional_db):
    """A released day: one session, two in parallel, then a break for all."""
    conference = make_conference()
    hall, annex = make_room(conference, name="Hall"), make_room(conference, name="Annex")
    planned = [("Opening", 0, hall), ("Licensing", 1, hall), ("Outreach", 1, annex), ("Coffee", 2, None)]
    made = [
        make_session(conference, title=title, starts_at=OPENING + hours * HOUR, room=room)
        for title, hours, room in planned
    ]
    actions.release(conference, by=None, at=BEFORE)
    return conference, made


def boxes(page, sessions):
    """Where the sessions lie on the page."""
    return page.evaluate(BOXES, [f"#session-{session.pk}" for session in sessions])


def overlap(one, other):
    return (
        min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    )


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("width", WIDTHS)
def test_sessions_lie_in_their_order_within_the_page_and_none_over_another(new_page, agenda, width, media):
    conference, made = agenda
    page = new_page(width=width)
    page.emulate_media(media=media)
    page.goto(reverse("sessions:agenda", kwargs={"conference": conference.slug}))

    found = boxes(page, made)

    assert all(box["bottom"] - box["top"] > 10 and box["right"] - box["left"] > 100 for box in found)
    assert all(box["left"] >= 0 and box["right"] <= width for box in found)
    assert [pair for pair in combinations(found, 2) if overlap(*pair)] == []
    assert all(first["top"] <= second["top"] for first, second in pairwise(found))


def test_in_the_grid_what_runs_in_parallel_begins_on_one_line_and_what_follows_lies_below(new_page, agenda):
    conference, made = agenda
    page = new_page(width=DESK)
    page.goto(reverse("sessions:agenda", kwargs={"conference": conference.slug}) + "?view=grid")

    cells = [page.locator("td", has_text=session.title).first.bounding_box() for session in made]
    opening, licensing, outreach, coffee = cells

    assert licensing["y"] == outreach["y"]
    assert licensing["x"] + licensing["width"] <= outreach["x"]
    assert abs(licensing["width"] - outreach["width"]) < 1
    assert opening["x"] == licensing["x"]
    assert opening["y"] + opening["height"] <= licensing["y"]
    assert licensing["y"] + licensing["height"] <= coffee["y"]

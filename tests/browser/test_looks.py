"""The further looks at pages do see what they are there for."""

import pytest

from tests.browser.conftest import NARROWEST
from tests.browser.looks import further_faults, hidden_focus, small_targets

BAR = "<div style='position: {position}; top: 0; left: 0; height: 60px; width: 100%; background: white'>Bar</div>"
LONG = "<div style='height: 3000px'></div>"


@pytest.fixture
def show(chromium):
    """Return a function that shows a page of this content on a phone."""
    context = chromium.new_context(viewport={"width": NARROWEST, "height": 800})

    def show(content):
        page = context.new_page()
        page.set_content(f"<!doctype html><html lang=en><title>x</title><body style='margin: 0'>{content}")
        return page

    yield show
    context.close()


def test_targets_that_are_small_and_close_are_seen(show):
    links = "".join(
        f"<a href='#{each}' style='display: inline-block; width: 12px; height: 12px'>x</a>" for each in range(3)
    )

    assert small_targets(show(links)) != []
    assert small_targets(show("<button style='width: 24px; height: 24px'>x</button>" * 2)) == []


@pytest.mark.parametrize(("position", "is_hidden"), [("sticky", True), ("fixed", True), ("static", False)])
def test_focus_below_a_bar_that_stays_is_seen(show, position, is_hidden):
    page = show(BAR.format(position=position) + f"{LONG}<a href='#x'>Above</a>{LONG}<a href='#y'>Below</a>")

    assert bool(hidden_focus(page)) == is_hidden


def test_what_leaves_room_for_its_bar_and_what_stands_in_the_bar_are_not_hidden(show):
    bar = BAR.format(position="sticky").replace("Bar", "<a href='#in'>In the bar</a>")
    room = "style='scroll-margin-top: 80px; display: inline-block'"

    assert hidden_focus(show(f"{bar}{LONG}<a href='#x' {room}>Above</a>{LONG}<a href='#y'>Below</a>")) == []


def test_what_is_too_wide_on_a_tablet_or_with_large_text_is_seen(show):
    on_a_tablet = "<style>@media (min-width: 700px) and (max-width: 900px) { p { width: 1000px } }</style><p>Wide</p>"
    with_large_text = "<p style='width: 50rem'>Wide</p>"

    (seen,) = further_faults(show(on_a_tablet))
    assert seen.startswith("too wide at 768")
    assert any(each.startswith("too wide with large text") for each in further_faults(show(with_large_text)))
    assert further_faults(show("<p>As wide as the page</p>")) == []

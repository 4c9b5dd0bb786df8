"""The agenda in a real browser: built by keyboard alone, looked over in every state, read without a network."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from demo.data import mexico as reference
from sessions import actions
from sessions.choices import SessionKind, SpeakerRoleKind
from tests.browser.conftest import DESK, PHONE, follow, leading_on, press
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_member,
    make_organisation,
    make_participant,
    make_registration,
    make_room,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
FAR = 120


@pytest.fixture
def conference():
    """Two days, two rooms, a break, a clash, and a second version that moved and cancelled something."""
    found = make_conference(slug="agenda", time_zone="America/Mexico_City")
    hall, sala = make_room(found, name="Salón Tlatelolco"), make_room(found, name="Sala Morelos", position=1)
    ministry = make_organisation(official_name="Ministry of Economy", country="CL")
    elena = make_registration(
        found, participant=make_participant(found, given_name="Elena", family_name="Núñez", organisation=ministry)
    ).participant
    opening = make_session(found, title="Opening of the conference", room=hall, starts_at=OPENING + 6 * HOUR)
    make_speaker(opening, participant=elena, role="chair")
    make_session(found, title="Coffee", kind="break", starts_at=OPENING + 7 * HOUR, minutes=30)
    panel = make_session(found, title="Panel", kind="panel", room=hall, starts_at=OPENING + 8 * HOUR)
    make_speaker(panel, participant=elena)
    make_session(found, title="Workshop", kind="discussion", room=sala, starts_at=OPENING + 8 * HOUR)
    dropped = make_session(found, title="Side event", kind="panel", starts_at=OPENING + 30 * HOUR)
    actions.release(found, by=None, at=BEFORE)
    later = {"starts_at": OPENING + 9 * HOUR, "ends_at": OPENING + 10 * HOUR}
    actions.move(panel, **later, by=None, at=BEFORE)
    actions.remove(dropped, by=None, at=BEFORE)
    make_session(found, title="Second use of the hall", room=hall, starts_at=OPENING + 9 * HOUR)
    return found


def url(name, **kwargs):
    return reverse(f"sessions:{name}", kwargs={"conference": "agenda", **kwargs})


# Says how many times Tab is pressed, at least, from where the focus is to what has this name; 0 when it is there.
TABS_AHEAD = """name => {
    const text = it => (it.labels?.[0]?.innerText || it.innerText || it.value || "").replace("(optional)", "").trim();
    const isMeant = it => text(it).startsWith(name);
    const isStop = it => it.tabIndex >= 0 && it.type !== "radio" && it.checkVisibility({ visibilityProperty: true });
    const here = document.activeElement;
    if (isMeant(here)) return 0;
    const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(isStop);
    const ahead = stops.includes(here) ? stops.slice(stops.indexOf(here) + 1) : [];
    return Math.max(ahead.findIndex(isMeant), 0) + 1;
}"""


def tab_to(page, name):
    """Press Tab until what has this name (its text, or its label) has the focus."""
    page.keyboard.press("Tab")
    for _ in range(FAR):
        ahead = page.evaluate(TABS_AHEAD, name)
        if not ahead:
            return
        for _ in range(ahead):
            page.keyboard.press("Tab")
    raise AssertionError(f"“{name}” is not reached by Tab on {page.url}")


def use(page, name):
    """Go to a link or button by Tab and use it."""
    tab_to(page, name)
    enter(page)


def enter(page):
    with leading_on(page):
        page.keyboard.press("Enter")


def write(page, label, text):
    tab_to(page, label)
    page.keyboard.type(text)


def build(page, slot):
    """Add one session of the reference agenda, from the team's agenda and back to it."""
    use(page, "Add a session")
    write(page, "Title", slot.title)
    write(page, "Kind", SessionKind(slot.kind).label)
    write(page, "Day", ("Thursday", "Friday")[slot.day])
    write(page, "Starts", f"{slot.starts:%I%M%p}")
    write(page, "Ends", f"{slot.ends:%I%M%p}")
    write(page, "Room", slot.room)
    if slot.summary:
        write(page, "Summary", slot.summary)
    use(page, "Add session")
    assert page.locator("h1").inner_text().endswith(slot.title)


def add_people(page, slot, names):
    """Give a session its presentations, and its people with their roles and presentations."""
    for talk in slot.talks:
        use(page, "Add a presentation")
        write(page, "Title", talk.title)
        write(page, "Abstract", talk.abstract)
        use(page, "Save presentation")
    found = [(role, key, "") for role, key in slot.roles]
    found += [("speaker", key, talk.title) for talk in slot.talks for key in talk.speakers]
    for role, key, title in found:
        use(page, "Add a person")
        write(page, "Who speaks?", names[key].removeprefix("Ms. "))
        enter(page)
        tab_to(page, names[key])
        page.keyboard.press("Space")
        write(page, "Role", SpeakerRoleKind(role).label)
        if title:
            write(page, "Presentation", title)
        use(page, "Add to the session")


def as_planned(session):
    starts, ends = (each.astimezone(session.conference.zone) for each in (session.starts_at, session.ends_at))
    day = (starts.date() - session.conference.starts_on).days
    return session.kind, session.title, day, starts.time(), ends.time(), session.room.name, session.summary


def test_the_reference_agenda_is_built_and_released_by_keyboard_alone(new_page):
    """The address of the first page is typed; from there on nothing but Tab, Enter, Space and letters."""
    conference = make_conference(**reference.CONFERENCE | {"slug": "agenda"})
    for position, (name, seat_count) in enumerate(reference.ROOMS):
        make_room(conference, name=name, seat_count=seat_count, position=position)
    full = next(slot for slot in reference.AGENDA if slot.title.startswith("Resolution 1540"))
    keys = [key for _, key in full.roles] + [key for talk in full.talks for key in talk.speakers]
    names = {key: f"Ms. {name}" for key, name in zip(keys, ("Alpha", "Bravo", "Charlie"), strict=True)}
    for name in names.values():
        make_participant(conference, honorific="Ms.", given_name="", family_name=name.removeprefix("Ms. "))
    page = new_page(user=make_member(conference))
    page.goto(url("desk_agenda"))

    for slot in reference.AGENDA:
        build(page, slot)
        if slot is full:
            add_people(page, slot, names)
        use(page, "Agenda")
    use(page, "Release")
    use(page, "Release version 1")
    use(page, "Public page")
    use(page, "The whole agenda")

    expect(page.get_by_role("link", name="Lessons learned")).to_be_visible()
    built = [as_planned(each) for each in conference.sessions.select_related("room", "conference").in_order()]
    assert built == [
        (slot.kind, slot.title, slot.day, slot.starts, slot.ends, slot.room, slot.summary) for slot in reference.AGENDA
    ]
    session = conference.sessions.get(title=full.title)
    assert [(talk.title, talk.abstract) for talk in session.contributions.all()] == [
        (talk.title, talk.abstract) for talk in full.talks
    ]
    roles = session.speaker_roles.in_order().values_list("role", "contribution__title")
    assert list(roles) == [("moderator", None), *(("speaker", talk.title) for talk in full.talks)]
    assert conference.agenda_releases.get().number == 1


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_every_state_for_readers_is_accessible_and_fits(conference, new_page, inspect, width):
    page = new_page(width=width)
    page.goto(url("agenda"))
    inspect(page)
    actions.release(conference, by=None, at=BEFORE)
    pk = conference.sessions.get(title="Panel").pk

    for address in (
        url("agenda"),
        url("agenda") + "?zone=Asia/Kathmandu",
        url("agenda") + "?view=grid",
        url("agenda") + "?q=panel&kind=panel",
        url("agenda") + "?q=zebra",
        url("session", pk=pk),
        url("person", pk=conference.participants.get().pk),
        url("speaker_index"),
        url("zone"),
        url("mine"),
        url("pick", pk=pk),
        url("choose"),
        url("version", number=1),
    ):
        page.goto(address)
        inspect(page)

    page.goto(url("choose"))
    page.get_by_label("Panel").check()
    page.get_by_label("Second use of the hall").check()
    press(page, "Save my agenda")
    expect(page.get_by_text("Some of them overlap")).to_be_visible()
    inspect(page)


def test_every_state_for_the_team_is_accessible_and_fits(conference, new_page, inspect):
    page = new_page(user=make_member(conference))
    pk = conference.sessions.get(title="Panel").pk
    for name, kwargs in (
        ("desk_agenda", {}),
        ("desk_session", {"pk": pk}),
        ("add_session", {}),
        ("change_session", {"pk": pk}),
        ("shift", {"pk": pk}),
        ("add_speaker", {"pk": pk}),
        ("add_new_speaker", {"pk": pk}),
        ("clash_list", {}),
        ("release", {}),
        ("release_list", {}),
        ("removed_list", {}),
        ("speaker_list", {}),
    ):
        assert page.goto(url(name, **kwargs)).ok, name
        inspect(page)


def test_the_agenda_opens_without_a_network_after_one_visit(conference, new_page):
    page = new_page()
    page.goto(url("agenda"))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    page.context.set_offline(True)
    page.goto(url("agenda"))

    expect(page.get_by_role("link", name="Opening of the conference")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_css("font-weight", "600")


def test_everything_works_without_scripts(conference, new_page):
    page = new_page(javascript=False)
    page.goto(url("agenda"))
    follow(page, "Show another time zone")
    page.get_by_label("Your time zone").select_option("Europe/Berlin")
    press(page, "Show this time")
    expect(page.get_by_text("with those of Berlin")).to_be_visible()

    page.get_by_text("Find sessions").click()
    page.get_by_label("Words").fill("nunez")
    press(page, "Find")
    expect(page.get_by_role("link", name="Panel")).to_be_visible()
    expect(page.get_by_role("link", name="Workshop")).to_have_count(0)

    follow(page, "Panel")
    follow(page, "Add to my agenda")
    press(page, "Add it")
    expect(page.get_by_role("heading", name="My agenda")).to_be_visible()
    expect(page.get_by_role("link", name="Panel")).to_be_visible()

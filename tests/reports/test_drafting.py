"""The first text of a note: what the data say, each sentence in the section where notes have it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from conference.models import Series
from lib.written import LANGUAGES
from participants.choices import Sector
from reports import actions
from reports.content import of_note
from reports.drafting import first_texts
from reports.gathering import facts_data, findings_of
from reports.labels import labels
from reports.models import InformationNote
from reports.staleness import stale_facts
from sessions.choices import SessionKind
from tests.factories import (
    OPENING,
    make_conference,
    make_member,
    make_organisation,
    make_participant,
    make_registration,
    make_session,
    make_speaker,
    make_state_group,
)

LATER = OPENING + timedelta(days=5)

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    """Five people from Governments and one from industry; a morning and an afternoon with a keynote."""
    found = make_conference(slug="over", contact_email="office_1@example.org", disclaimer="For information.")
    people = []
    for code in ("CL", "CO", "MX", "PE", "KR"):
        ministry = make_organisation(official_name=f"Ministry {code}", sector=Sector.GOVERNMENT, country=code)
        people.append(make_participant(found, organisation=ministry, country=code))
    company = make_organisation(official_name="Müller GmbH", sector=Sector.INDUSTRY, country="DE")
    people.append(make_participant(found, organisation=company, country="DE"))
    for person in people:
        make_registration(found, participant=person)
    make_session(found, title="Opening")
    make_session(found, title="Welcome", kind=SessionKind.PANEL, starts_at=OPENING + timedelta(hours=1))
    keynote = make_session(found, title="Trade", kind=SessionKind.KEYNOTE, starts_at=OPENING + timedelta(hours=2))
    make_speaker(keynote, participant=people[4])
    make_session(found, title="Farewell", kind=SessionKind.DISCUSSION, starts_at=OPENING + timedelta(hours=7))
    make_state_group()
    make_state_group(name="States of a larger group", codes=("CL", "CO", "AR"))
    return found


def started(conference, **choices):
    actions.start_note(conference, by=None, at=LATER, **{"basis": "confirmed"} | choices)
    return InformationNote.objects.whole().get(conference=conference)


def texts(note):
    return {section.heading: section.text for section in note.sections.all()}


def test_a_note_begins_with_the_facts_in_the_order_of_a_note(conference):
    assert texts(started(conference)) == {
        "Background": "",
        "Highlights": (
            "There was a total of six confirmed participants. "
            "Five States were represented: Chile, Colombia, Mexico, Peru and the Republic of Korea. "
            "Participants came from the Pacific Alliance States (Chile, Colombia, Mexico and Peru). "
            "Of the six participants, five came from Governments and one from industry. "
            "The conference lasted one day.\n\n"
            "The work of the conference began with “Welcome”. This was followed by “Trade”. "
            "The last session was “Farewell”. "
            "Keynote presentations were given by representatives of the Republic of Korea."
        ),
        "Additional Comments": "For further information, write to office_1@example.org.",
    }


def test_a_conference_that_was_cancelled_is_not_told_as_held():
    days = {"starts_on": date(2029, 6, 3), "ends_on": date(2029, 6, 4)}
    series = Series.objects.create(name="Wiesbaden Conferences")
    held, _ = [make_conference(series=series, status=status, **days) for status in ("archived", "cancelled")]

    data = facts_data(make_conference(series=series, ordinal=2))

    assert data.earlier == [held]


def test_each_sentence_of_the_first_text_is_one_that_the_data_can_make_stale(conference):
    note = started(conference)
    kept = set(note.accepted_facts.values_list("key", flat=True))

    assert kept == {"total", "states", "group:Pacific Alliance States", "sectors", "length", "order", "keynotes"}
    assert stale_facts(note, facts_data(conference)) == []

    make_registration(conference)

    assert [(each.accepted.key, each.now.value) for each in stale_facts(note, facts_data(conference))] == [
        ("total", 7),
        ("sectors", {"government": 5, "industry": 1, "other": 1}),
    ]
    total = note.accepted_facts.get(key="total")
    actions.renew_fact(total, by=None, at=LATER)
    assert "a total of seven confirmed participants. Five States" in note.sections.get(heading="Highlights").text


def test_proofreading_has_nothing_to_ask_about_the_facts(conference):
    asked = [finding.rule for finding in findings_of(started(conference))[0]]

    assert asked == ["empty_sections"]  # the background is the author's


def test_a_text_that_is_not_asked_for_is_not_there(conference):
    note = started(conference, basis="")

    assert set(texts(note).values()) == {""}
    assert not note.accepted_facts.exists()


def test_a_conference_without_data_begins_with_empty_sections():
    note = started(make_conference(contact_email=""))

    assert set(texts(note).values()) == {""}


@pytest.mark.parametrize(
    ("headings", "with_facts", "with_address"),
    [
        (["Summary"], 0, None),
        (["Introduction", "Discussion"], 1, None),
        (["Additional Comments", "Highlights", "Background"], 1, 0),
        ([], None, None),
    ],
)
def test_sections_of_another_name_are_taken_in_their_order(conference, headings, with_facts, with_address):
    made = first_texts(headings, facts_data(conference), "confirmed", "en")

    assert [place for place, each in enumerate(made) if "a total of six" in each.text] == (
        [] if with_facts is None else [with_facts]
    )
    assert [place for place, each in enumerate(made) if "@" in each.text] == (
        [] if with_address is None else [with_address]
    )


@pytest.mark.parametrize("language", [code for code, _ in LANGUAGES])
def test_the_first_text_is_in_the_language_of_the_note(conference, language):
    note = started(conference, language=language)
    background, highlights, comments = (each["text"] for each in of_note(note)["sections"])

    assert [each.heading for each in note.sections.all()] == [
        labels(language)[name] for name in ("background", "highlights", "comments")
    ]
    assert background == ""
    assert "office" in comments
    assert all(fact.sentence for fact in note.accepted_facts.all())
    assert ("There was" in highlights) is (language == "en")


def test_the_page_offers_who_is_counted_and_begins_the_text(client, conference):
    client.force_login(make_member(conference, role="rapporteur"))
    conference.registrations.update(checked_in_at=OPENING)
    url = reverse("reports:start", kwargs={"conference": conference.slug})

    page = client.get(url)
    assert page.context["form"].initial["basis"] == "checked_in"
    client.post(url, {"language": "en", "basis": "checked_in"})

    assert "There was a total of six participants." in texts(conference.notes.get())["Highlights"]

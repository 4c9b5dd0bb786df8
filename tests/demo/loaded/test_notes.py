"""The demonstration's notes: one is drafted from its data to the letter, in the other proofreading finds what was planted."""

import pytest

from conference.models import Conference
from demo.data import mexico, seoul
from reports import actions
from reports.facts import all_facts, usual_basis
from reports.gathering import evidence_of, facts_data, findings_of
from reports.models import InformationNote
from reports.note_text import parse
from reports.proofreading import Evidence, passages_of, proofread
from tests.demo.loaded.conftest import LOADED_AT


@pytest.fixture
def mexico_city(demonstration, db):
    return Conference.objects.get(slug=mexico.SLUG)


@pytest.fixture
def planted(demonstration, db):
    return InformationNote.objects.whole().get(conference__slug=seoul.SLUG)


def test_the_front_matter_is_drafted_from_the_data(mexico_city):
    mexico_city.notes.all().delete()

    actions.start_note(mexico_city, by=None, at=LOADED_AT)

    note = InformationNote.objects.whole().get(conference=mexico_city)
    assert [(item.label, item.value) for item in note.front_matter.all()] == [
        (
            "Event",
            "UN Security Council Resolution 1540 Regional Industry Outreach Conference (Mexico-Wiesbaden Conference) for "
            "the Pacific Alliance States and Brazil",
        ),
        (
            "Organizers",
            "Government of Mexico with support from Germany and the UN Office for Disarmament Affairs (UNODA)",
        ),
        ("Date", "8-9 June 2017, Mexico City, Mexico"),
        ("Participants", "List attached"),
    ]
    assert note.footnotes.get(is_on_title=True).text == mexico.DISCLAIMER
    assert [annex.kind for annex in note.annexes.all()] == ["participants"]


def test_in_the_note_that_stands_there_is_nothing_to_ask(mexico_city):
    findings, _ = findings_of(InformationNote.objects.whole().get(conference=mexico_city))

    assert findings == []


def test_every_sentence_drafted_from_the_data_is_right(mexico_city):
    data = facts_data(mexico_city)

    said = {fact.key: fact.sentence for fact in all_facts(data, usual_basis(data))}

    companies = said.pop("organisations")
    assert said == {
        "total": "There was a total of 31 participants.",
        "sectors": "Of the 31 participants, 14 came from Governments, 3 from the United Nations and 14 from industry.",
        "states": "Seven States were represented: Brazil, Chile, Colombia, Germany, Mexico, Peru and the Republic of Korea.",
        "group:Pacific Alliance States": (
            "Participants came from the Pacific Alliance States (Chile, Colombia, Mexico and Peru)."
        ),
        "gender": "Of the 24 participants who stated their gender, 13 were women and 11 men.",
        "length": "The conference lasted one and a half days.",
        "order": said["order"],
        "keynotes": (
            "Keynote presentations were given by representatives of Mexico, Germany and the Republic of Korea."
        ),
        "series": (
            "It was the second conference in the series “Wiesbaden Conferences”. "
            "The earlier conference was held in Seoul, Republic of Korea (2016)."
        ),
    }
    titles = [slot.title for slot in mexico.AGENDA if slot.kind not in {"break", "opening", "ceremony"}]
    assert [said["order"].index(f"“{title}”") for title in titles] == sorted(
        said["order"].index(f"“{title}”") for title in titles
    )
    assert companies.startswith(
        "The following organizations and companies were represented: Altiplano Reactivos S.A., "
    )


def test_a_note_of_such_sentences_has_nothing_to_ask(mexico_city):
    mexico_city.notes.all().delete()
    note = actions.start_note(mexico_city, by=None, at=LOADED_AT)
    for section, key in zip(note.sections.all(), ["series", "total", "keynotes"], strict=True):
        actions.accept_fact(note, key, "checked_in", section=section, by=None, at=LOADED_AT)

    assert findings_of(InformationNote.objects.whole().get(conference=mexico_city)) == ([], [])


def test_the_first_text_that_the_data_give_has_nothing_to_ask(mexico_city):
    mexico_city.notes.all().delete()

    note = actions.start_note(mexico_city, basis="checked_in", by=None, at=LOADED_AT)

    background, highlights, comments = (section.text for section in note.sections.all())
    assert background.startswith("It was the second conference in the series “Wiesbaden Conferences”.")
    assert highlights.startswith("There was a total of 31 participants. Seven States were represented: Brazil, Chile,")
    assert "The work of the conference began with “Resolution 1540 (2004): a general introduction”. This" in highlights
    assert "The last working session was “The role of industry in preventing proliferation”. Keynote" in highlights
    assert highlights.endswith("representatives of Mexico, Germany and the Republic of Korea.")
    assert comments.endswith(f"{mexico_city.contact_email}.")
    assert findings_of(InformationNote.objects.whole().get(conference=mexico_city)) == ([], [])


def test_proofreading_finds_what_was_planted_and_nothing_else(planted):
    findings, dismissed = findings_of(planted)

    assert [(finding.rule, finding.excerpt) for finding in findings] == [
        ("annex_missing", "List attached"),
        ("resolutions", "1977 (2001)"),
        ("footnote_missing", "[^7]"),
        ("persons", "nine"),
        ("state_names", "Vietnam"),
        ("mixed_spelling", "recognised"),
        ("other_date", "7 September 2016"),
        ("no_consent", "Han So-yeon"),
        ("placeholders", "[year]"),
        ("unlinked", "seoul.office (at) example.org"),
    ]
    assert dismissed == []


def test_accepting_the_suggestions_puts_the_right_words_back(planted):
    findings, _ = findings_of(planted)
    suggested = {finding.rule: finding.suggestion for finding in findings if finding.suggestion}

    assert suggested == {
        "resolutions": "1977 (2011)",
        "persons": "eight",
        "state_names": "Viet Nam",
        "mixed_spelling": "recognized",
        "unlinked": "seoul.office@example.org",
    }


def test_in_the_published_edition_there_is_nothing_to_ask(planted):
    evidence = evidence_of(planted)
    content = planted.editions.get().content

    found = proofread(Evidence(content, passages_of(content), evidence.data, evidence.known, evidence.unlisted))

    assert found == []


def test_readers_have_the_edition_while_its_correction_is_written(planted, client):
    assert (planted.status, planted.editions.count()) == ("draft", 1)
    page = client.get(planted.get_absolute_url()).content.decode()
    assert "a total of eight participants" in page
    assert "Han So-yeon" not in page


def test_every_slip_replaced_words_that_were_there():
    for _, right, slip in seoul.SLIPS:
        assert seoul.NOTE.count(right) == 1
        assert slip not in seoul.NOTE
    assert parse(seoul.NOTE).unplaced == []

"""Proofreading finds what is planted, with a place, a reason and a wording, and nothing in a text that is right."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from conference.models import Conference
from lib.written import LANGUAGES
from participants.choices import Sector
from reports.choices import FrontMatterKey
from reports.content import of_parsed
from reports.facts import Basis, Data, Person, fact_of
from reports.note_text import ParsedNote
from reports.proofreading import Evidence, passages_of, proofread
from reports.starting import Known
from sessions.models import Session

MEXICO = Conference(
    title="Conference",
    starts_on=date(2017, 6, 8),
    ends_on=date(2017, 6, 9),
    time_zone="America/Mexico_City",
    city="Mexico City",
    country="MX",
)
PEOPLE = [
    *(Person(f"Delegate {n}", code, Sector.GOVERNMENT) for n, code in enumerate(["BR", "CL", "CO", "MX", "PE"] * 4)),
    *(Person(f"Expert {n}", "DE", Sector.INDUSTRY) for n in range(11)),
]
DATA = Data(MEXICO, PEOPLE)


def content(text="", *, heading="Background", disclaimer=True, language="en", **parts):
    sections = [{"id": 1, "heading": heading, "level": "1", "text": text}] if text else []
    footnotes = [{"id": 1, "number": 1, "text": "For information.", "is_on_title": True}] if disclaimer else []
    return of_parsed(ParsedNote(title="A Note"), language) | {"sections": sections, "footnotes": footnotes} | parts


def evidence(content, *, data=DATA, unlisted=()):
    return Evidence(content, passages_of(content), data, Known(data.conference, participant_count=31), unlisted)


def found(content, **more):
    return [(each.rule, each.excerpt, each.suggestion) for each in proofread(evidence(content, **more))]


def item(key, value, label="Label", pk=1):
    return {"id": pk, "key": key, "label": label, "value": value, "groups": []}


RIGHT = """Resolution 1540 (2004) and resolution 1977 (2011) call upon States. There was a total of 31 participants, among
them 20 participants from Governments and 11 from industry. The one and a half day conference was held on 8 June 2017 and
on 8-9 June 2017, hosted by Mexico, with the Republic of Korea, the Kingdom of the Netherlands and the United States of
America. The organizers recognized that organizations from five States took part. Write to office@example.org or see
https://www.example.org/[1]. See the [report](https://example.org)."""


def test_nothing_is_found_in_a_text_that_is_right():
    assert found(content(RIGHT.replace("[1]", ""))) == []


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("There was a total of 32 participants.", [("persons", "32", "31")]),
        ("Thirteen participants came.", [("persons", "Thirteen", "31")]),
        ("Delegates of nine States came.", [("states_counted", "nine", "five")]),
        ("Delegates of the nine States came.", []),
        ("The one and half day conference", [("half_day", "one and half day", "one and a half day")]),
        ("in the context of resolution 1540 (2000).", [("resolutions", "1540 (2000)", "1540 (2004)")]),
        ("resolutions 1673 (2006), 1810 (2007)", [("resolutions", "1810 (2007)", "1810 (2008)")]),
        ("1600 (2005), 1600 (2005), 1600 (2006)", [("resolutions", "1600 (2006)", "1600 (2005)")]),
        ("1600 (2005), 1600 (2006)", []),
        ("from Mexico, Germany and Korea.", [("state_names", "Korea", "the Republic of Korea")]),
        ("the Democratic People’s Republic of Korea", []),
        ("the Democratic People's Republic of Korea", []),
        ("from Europe and the USA.", [("state_names", "the USA", "the United States of America")]),
        ("The UK took part.", [("state_names", "The UK", "The United Kingdom of Great Britain and Northern Ireland")]),
        ("Turkey and Swaziland took part.", []),
        ("Holland took part.", [("state_names", "Holland", "the Kingdom of the Netherlands")]),
        (
            "Organisers organise; it is characterized.",
            [("mixed_spelling", "Organisers", "Organizers"), ("mixed_spelling", "organise", "organize")],
        ),
        ("It was the Organisation for Security that organizes.", []),
        ("Companies organise and recognise.", []),
        ("It was prepared on 7 June 2017.", [("other_date", "7 June 2017", "")]),
        ("It was held on 9-10 June 2017.", [("other_date", "9-10 June 2017", "")]),
        ("It was held on 31 June 2017.", [("other_date", "31 June 2017", "")]),
        ("Words[^7] and words.", [("footnote_missing", "[^7]", "")]),
        ("The venue is TBC.", [("placeholders", "TBC", "")]),
        ("The host was \\[name of the host\\].", [("placeholders", "\\[name of the host\\]", "")]),
        ("The host was [X], with [N] others and \\[3\\] more.", ["[X]", "[N]", "\\[3\\]"]),
        ("Session XX and Section XX; see Annex XX.", ["XX", "XX", "XX"]),
        ("Ask ??? about XX.", [("placeholders", "???", ""), ("placeholders", "XX", "")]),
        ("See www.un.org/sc/1540.", [("unlinked", "www.un.org/sc/1540", "https://www.un.org/sc/1540")]),
        ("Write to office (at) example.org.", [("unlinked", "office (at) example.org", "office@example.org")]),
    ],
)
def test_each_rule_finds_what_is_planted_and_suggests_a_wording(text, findings):
    said = found(content(text))

    assert [each if isinstance(findings[0], tuple) else each[1] for each in said] == findings if findings else not said


def test_a_footnote_without_a_mark_and_a_missing_disclaimer():
    footnote = {"id": 5, "number": 2, "text": "Nobody calls me.", "is_on_title": False}

    findings = proofread(evidence(content("Text.", disclaimer=False) | {"footnotes": [footnote]}))

    assert [(each.rule, each.place) for each in findings] == [
        ("disclaimer", "title"),
        ("footnote_uncalled", "footnote-5"),
    ]


def test_a_footnote_on_a_label_is_called():
    footnote = {"id": 5, "number": 2, "text": "On the label.", "is_on_title": False}
    on_title = {"id": 1, "number": 1, "text": "For information.", "is_on_title": True}
    front_matter = [item("", "Here", label="Place[^2]")]

    assert found(content("Text.", footnotes=[on_title, footnote], front_matter=front_matter)) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_list_attached_wants_an_annex(language):
    value = {"en": "List attached", "fr": "Liste jointe"}[language]
    without = content("Text.", language=language, front_matter=[item(FrontMatterKey.PARTICIPANTS, value)])
    annex = {"id": 1, "kind": "participants", "title": "Participants", "text": ""}

    assert found(without) == [("annex_missing", value, "")]
    assert found(without | {"annexes": [annex]}) == []


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        ("8-9 June 2017, Mexico City, Mexico", False),
        ("8–9 June 2017, Mexico City, Mexico.", False),
        ("8-9 June 2017, Mexico City", False),
        ("8-9 June 2018, Mexico City, Mexico", True),
        ("8-9 June 2017, Lima, Peru", True),
    ],
)
def test_front_matter_is_compared_with_the_data(value, is_found):
    findings = found(content("Text.", front_matter=[item(FrontMatterKey.DATE, value)]))

    assert findings == ([("front_matter", value, "8-9 June 2017, Mexico City, Mexico")] if is_found else [])


def test_a_person_who_did_not_agree_is_named():
    text = "Ms. Ana Núñez opened the conference. Ana Núñezova closed it."

    assert found(content(text), unlisted=("Ana Núñez",)) == [("no_consent", "Ana Núñez", "")]


@pytest.mark.parametrize(
    ("text", "excerpts"),
    [
        ("Ms. Núñez opened it, and the Ambassador Núñez closed it.", ["Ms. Núñez", "Ambassador Núñez"]),
        ("Ana NÚÑEZ opened it.", ["Ana NÚÑEZ"]),
        ("Núñez Trading opened it, with Ms. Núñezova.", []),
    ],
)
def test_a_person_is_known_by_title_and_family_name_too(text, excerpts):
    read = replace(evidence(content(text), unlisted=("Ana Núñez",)), families={"Ana Núñez": "Núñez"})

    assert [each.excerpt for each in proofread(read)] == excerpts


def test_a_section_without_a_text_is_found_unless_subsections_follow():
    def section(pk, level, text):
        return {"id": pk, "heading": f"Section {pk}", "level": level, "text": text}

    sections = [section(1, "1", ""), section(2, "2", "Text."), section(3, "1", "")]

    assert found(content(sections=sections)) == [("empty_sections", "Section 3", "")]


def test_other_languages_are_not_judged_by_english_rules():
    assert found(content("Korea, 31 participants, 8 June 2011, organise, characterized.", language="fr")) == []


@pytest.mark.parametrize(
    ("language", "text", "findings"),
    [
        ("fr", "Un total de 30 participants ; puis 12 participants.", [("persons", "30", "31")]),
        ("fr", "Les 1\u00a0200 participants", [("persons", "1\u00a0200", "31")]),
        ("es", "Hubo en total 33 participantes.", [("persons", "33", "31")]),
        ("ru", "Всего 30 участников, из них 20 делегатов.", [("persons", "30", "31")]),
        ("zh-Hans", "共有32名与会者。", [("persons", "32", "31")]),
        ("ar", "ما مجموعه 30 مشاركا", [("persons", "30", "31")]),
        ("fr", "le 8 juin 2016, du 8 au 9 juin 2017, le 1er juin 2017", ["8 juin 2016", "1er juin 2017"]),
        ("es", "el 8 y 9 de junio de 2017; el 10 de junio de 2017", ["10 de junio de 2017"]),
        ("ru", "8 июня 2016 года, 8 и 9 июня 2017 года", ["8 июня 2016"]),
        ("zh-Hans", "2017年6月8日、2016年6月8日", ["2016年6月8日"]),
        ("ar", "في 8 حزيران/يونيه 2016", ["8 حزيران/يونيه 2016"]),
    ],
)
def test_figures_and_dates_are_read_in_each_language(language, text, findings):
    expected = [each if isinstance(each, tuple) else ("other_date", each, "") for each in findings]

    assert found(content(text, language=language)) == expected


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("language", [code for code, _ in LANGUAGES])
def test_a_total_as_the_first_text_says_it_is_read_in_each_language(language, basis):
    data = replace(DATA, people=[replace(person, has_arrived=True) for person in PEOPLE])
    facts = [fact_of(data, key, basis, language).sentence for key in ("total", "sectors")]
    with_total = [sentence for sentence in facts if "31" in sentence]

    assert facts[0] in with_total
    assert found(content(" ".join(facts), language=language), data=data) == []
    for sentence in with_total:
        for wrong in ("30", "32"):
            said = found(content(sentence.replace("31", wrong), language=language), data=data)
            assert said == [("persons", wrong, "31")], sentence


SEOUL = Conference(
    title="Seoul",
    slug="seoul",
    starts_on=date(2016, 9, 6),
    ends_on=date(2016, 9, 7),
    time_zone="Asia/Seoul",
    city="Seoul",
    country="KR",
)
WELL_WRITTEN = [
    "Two participants suggested that the dialogue be continued, and twelve delegates took the floor.",
    "Three States reported that they had adopted laws. Participants from two States shared what they had learned.",
    "Up to 50 delegates could be trained; some 10 to 40 participants might attend the next one.",
    "Fewer than 20 States have reported. Each of 193 Member States has obligations.",
    "Four countries of the region attended for the first time. More than 30 participants attended.",
    "A one-day workshop was held before it, and a two-day seminar was asked for.",
    "Resolution 1540 (2004) was adopted on 28 April 2004, and the report of 3 May 2016 was issued on 4 May 2016.",
    "The first conference of the series was held on 6 and 7 September 2016.",
    "Article XX of the General Agreement, in Part XX, was recalled.",
    "The speaker said that “\\[t\\]he law” was clear \\[sic\\], that “[i]t binds”, and spoke of State[s].",
    "Up to 20 persons may be trained; the 20 participants from Governments thanked the 17 who had spoken.",
    "All 12 delegates took the floor, and the 18 regional participants met. The 17 participants of the panel left.",
    "The convention was concluded on 13 January 1993; the States had concluded an agreement on 3 May 2016.",
    "On 6 September 2016, the first conference was held. The conference in Seoul was opened on 6 September 2016.",
    "The Korea Institute of Nuclear Nonproliferation, the University of Macedonia and UK Trade Advisers spoke.",
    "The exercise of supervision, with its enterprise and its compromise, was organized and emphasized.",
]


@pytest.mark.parametrize("text", WELL_WRITTEN)
def test_nothing_is_asked_of_what_is_well_written(text):
    people = [*PEOPLE[:-1], Person("Expert", "GB", Sector.INDUSTRY, organisation="UK Trade Advisers")]
    sessions = [lasting(hours) for hours in (9, 14)]

    assert found(content(text), data=replace(DATA, people=people, sessions=sessions, earlier=[SEOUL])) == []


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("More than 40 participants attended.", [("persons", "40", "31")]),
        ("It was attended by twelve participants.", [("persons", "twelve", "31")]),
        ("The Korea Government spoke.", [("state_names", "The Korea", "The Republic of Korea")]),
        ("Great Britain and the DRC took part.", ["Great Britain", "the DRC"]),
        ("The two-day conference", [("length", "two-day", "one day")]),
        ("The 30 participants met for two sessions.", [("persons", "30", "31")]),
        ("All thirty-two; all 16 delegates agreed.", [("persons", "16", "31")]),
        ("There were 30 persons.", [("persons", "30", "31")]),
        ("The conference was opened on 8 June and concluded on 10 June 2017.", ["10 June 2017"]),
        ("The first conference is known. The conference was held on 6 September 2016.", ["6 September 2016"]),
        ("XX was asked about Article XX.", [("placeholders", "XX", "")]),
    ],
)
def test_what_only_looks_well_written_is_asked_about(text, findings):
    said = found(content(text), data=replace(DATA, sessions=[lasting(9), lasting(14)], earlier=[SEOUL]))

    assert [each if isinstance(findings[0], tuple) else each[1] for each in said] == findings


@pytest.fixture
def own_resolutions(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "resolutions.json"


def test_an_installation_adds_resolutions_of_its_own(own_resolutions):
    text = "Resolutions 2719 (2022) and 1540 (2005); later 1977 (2010)."
    assert [excerpt for _, excerpt, _ in found(content(text))] == ["1540 (2005)", "1977 (2010)"]

    own_resolutions.write_text('{"years": {"2719": 2023, "1540": 2005}}', encoding="utf-8")

    assert [suggestion for *_, suggestion in found(content(text))] == ["2719 (2023)", "1977 (2011)"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"years": []}', '{"years": {"2719": "2023"}}', '{"years": {"S/RES": 2023}}', "\udcff"],
)
def test_a_table_that_cannot_be_read_is_told_once_in_the_log(own_resolutions, caplog, text):
    own_resolutions.write_text(text, encoding="utf-8", errors="surrogateescape")

    for _ in range(2):
        assert found(content("1540 (2000)")) == [("resolutions", "1540 (2000)", "1540 (2004)")]

    [record] = caplog.records
    assert record.levelname == "WARNING"
    assert record.getMessage().startswith(f"{own_resolutions} is not used, the table of the product alone is: ")


def test_a_conference_of_one_day_was_held_on_it():
    day = Conference(starts_on=date(2017, 6, 8), ends_on=date(2017, 6, 8), time_zone="UTC")

    [finding] = proofread(evidence(content("It was held on 9 June 2017."), data=replace(DATA, conference=day)))

    assert finding.reason == "The conference was held on 8 June 2017."


def lasting(hour):
    """A session of an hour on the first day."""
    starts_at = datetime(2017, 6, 8, hour, tzinfo=MEXICO.zone)
    return Session(title="Session", kind="panel", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))


def test_the_city_of_both_conferences_does_not_tell_which_one_is_spoken_of():
    before = replace(
        DATA, earlier=[Conference(starts_on=date(2016, 9, 6), ends_on=date(2016, 9, 7), city="Mexico City")]
    )

    text = "The conference was held in Mexico City on 6 September 2016."
    assert found(content(text), data=before) == [("other_date", "6 September 2016", "")]


def test_what_is_found_stands_between_whole_words_of_its_text():
    before = "Before it there is far more than sixty characters of text can hold. "
    after = " took part, and behind it there is far more than sixty characters can hold."

    [short] = proofread(evidence(content("Vietnam took part.")))
    [amid] = proofread(evidence(content(f"{before}Vietnam{after}")))

    assert (short.before, short.after) == ("", " took part.")
    assert amid.before == "…there is far more than sixty characters of text can hold. "
    assert amid.after == " took part, and behind it there is far more than sixty…"


def test_names_are_judged_by_the_day_of_the_conference():
    later = replace(DATA, conference=Conference(starts_on=date(2023, 6, 8), ends_on=date(2023, 6, 9), time_zone="UTC"))

    assert found(content("Turkey took part."), data=later) == [("state_names", "Turkey", "Türkiye")]


def test_a_finding_keeps_its_fingerprint_when_something_else_changes():
    def fingerprint(text):
        return next(e.fingerprint for e in proofread(evidence(content(text))) if e.rule == "resolutions")

    around = "and it then goes on in the context of resolution 1540 (2000) for quite some words more than thirty."

    assert fingerprint(f"First. {around}") == fingerprint(f"Another beginning. {around} And an end.")
    assert fingerprint(f"First. {around}") != fingerprint(f"First. {around.replace('context', 'light')}")

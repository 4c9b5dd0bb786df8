"""The list of participants and the agenda booklet: what is printed, in which order, in which language, for whom."""

import re

import pytest
from django.urls import reverse

from conference.choices import TeamRole
from participants.choices import DelegationRole, Sector
from reports import orders, printing, tasks
from reports.documents.frame import isolated
from reports.documents.people import Layout
from sessions.actions.releases import release
from sessions.choices import SessionKind, SpeakerRoleKind
from sessions.models import Contribution
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_delegation,
    make_organisation,
    make_participant,
    make_registration,
    make_room,
    make_session,
    make_speaker,
)
from tests.poppler import facts, squash, tagged_blocks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def member(conference, name, organisation=None, **fields):
    fields.setdefault("is_listed", True)
    person = make_participant(conference, given_name="", family_name=name, organisation=organisation, **fields)
    make_registration(conference, participant=person)
    return person


def make_list():
    conference = make_conference(title="Regional Conference")
    chile = make_organisation(official_name="Ministry of Foreign Affairs", country="CL")
    holy_see = make_organisation(official_name="Secretariat of State", country="VA")
    unoda = make_organisation(official_name="UNODA", sector=Sector.UNITED_NATIONS)
    company = make_organisation(official_name="Aceros SA", sector=Sector.INDUSTRY, country="AR")
    delegation = make_delegation(conference, organisation=chile)
    member(conference, "Alba", chile, delegation=delegation, job_title="Adviser on treaties")
    member(conference, "Zamora", chile, delegation=delegation, delegation_role=DelegationRole.HEAD)
    member(conference, "محمد الأحمد", unoda)
    member(conference, "李小红", company, job_title="工程师")
    member(conference, "Monsignor", holy_see)
    member(conference, "Hidden", company, is_listed=False)
    return conference


def blocks(order):
    return [(kind, squash(text)) for kind, text in tagged_blocks(printing.printed(order).body)]


def test_the_list_stands_in_protocol_order_and_names_who_agreed():
    found = blocks(orders.participants_order(make_list(), layout=Layout.DELEGATIONS, language="en"))

    assert [text for kind, text in found if kind == "H2"] == ["States", "Observers", "UnitedNations", "Industry"]
    assert [text for kind, text in found if kind == "H3"] == ["Chile", "HolySee", "UNODA", "AcerosSA"]
    people = [text for kind, text in found if kind == "LI"]
    assert people[0].startswith("ZamoraHeadofdelegation,MinistryofForeignAffairs")
    assert people[1].startswith("AlbaAdviserontreaties")
    assert len(people) == 5
    assert "李小红工程师" in people
    assert not any("Hidden" in text for text in people)


def test_the_list_speaks_the_language_and_runs_in_its_direction():
    order = orders.participants_order(make_list(), layout=Layout.TABLE, language="ar")

    assert '<html lang="ar" dir="rtl">' in order.html
    assert "قائمة المشاركين" in order.html
    assert "شيلي" in order.html
    assert "\u2068Regional Conference\u2069" in order.html
    assert printing.printed(order).body.startswith(b"%PDF")


def test_the_table_has_a_row_for_each_person():
    found = blocks(orders.participants_order(make_list(), layout=Layout.TABLE, language="fr"))

    assert [text for kind, text in found if kind == "TH"][:5] == [
        *("ÉtatouOrganisation".lower().replace("état", "État"), "Nom", "Fonction", "Institution", "Zamora"),
    ]
    assert [text for kind, text in found if kind == "TD"][:3] == [
        "Chili",
        "Chefdedélégation",
        "MinistryofForeignAffairs",
    ]


def test_a_part_in_which_nobody_has_an_institution_of_their_own_has_no_column_for_it():
    html = orders.participants_order(make_list(), layout=Layout.TABLE, language="en").html

    assert html.count('<th scope="col">Institution</th>') == 2
    assert html.count("<table") == 4
    assert html.count('<table class="people people-short">') == 2


def test_names_alone_stand_in_the_alphabet():
    found = blocks(orders.participants_order(make_list(), layout=Layout.NAMES, language="en"))

    assert [text for kind, text in found if kind == "LI"][:3] == ["Alba", "Monsignor", "Zamora"]


def make_agenda():
    conference = make_conference(title="Regional Conference")
    session = make_session(
        conference, title="Industry and States", summary="What *both* can do.", room=make_room(conference), minutes=90
    )
    talk = Contribution.objects.create(session=session, title="Five years on", abstract="An abstract.")
    make_speaker(session, participant=member(conference, "Chairperson"), role=SpeakerRoleKind.CHAIR)
    make_speaker(session, participant=member(conference, "Speaker"), contribution=talk)
    make_session(conference, title="Not shown", is_published=False, starts_at=OPENING)
    return conference


ALL = {"paper": "a4", "language": "en", "with_texts": True, "with_people": True}


def test_the_booklet_prints_the_released_agenda():
    conference = make_agenda()
    assert orders.booklet_order(conference, **ALL) is None
    release(conference, by=None, at=BEFORE)

    found = blocks(orders.booklet_order(conference, **ALL))

    assert ("H2", "Monday,3June2030") in found
    assert ("H3", "09:00–10:30IndustryandStates") in found
    texts = [text for _, text in found]
    for text in ("Plenaryhall", "Whatbothcando.", "Chair:Chairperson", "Fiveyearson", "Anabstract.", "Speaker"):
        assert text in texts
    assert not any("Notshown" in text for text in texts)


@pytest.mark.parametrize(("language", "comma", "state"), [("ar", "، ", "شيلي"), ("zh-Hans", "，", "智利")])
def test_what_is_in_other_letters_keeps_its_own_order_and_font_in_the_booklet(language, comma, state):
    conference = make_conference(title="Regional Conference")
    session = make_session(conference, title="The host’s view", summary="What it asks.", room=make_room(conference))
    ministry = make_organisation(official_name="Ministry of Economy, Chile", country="CL")
    make_speaker(session, participant=member(conference, "O’Farrill", ministry), role=SpeakerRoleKind.CHAIR)

    html = orders.booklet_order(conference, **ALL | {"language": language}, is_draft=True).html.translate(
        {0x2068: "", 0x2069: ""}
    )

    assert '<p class="event" dir="ltr">Regional Conference</p>' in html
    assert '<span dir="ltr">The host’s view</span></h3>' in html
    assert '<p class="room" dir="ltr">Plenary hall</p>' in html
    assert '<p dir="ltr">What it asks.</p>' in html
    assert f'O’Farrill</span>{comma}<span dir="ltr">Ministry of Economy</span>{comma}{state}</li>' in html


def test_a_break_names_its_room_on_its_own_line():
    conference = make_conference(title="Regional Conference")
    make_session(conference, title="Coffee", kind=SessionKind.BREAK, room=make_room(conference))

    found = blocks(orders.booklet_order(conference, **ALL, is_draft=True))

    assert ("H3", "09:00–10:00Coffee,Plenaryhall") in found


def test_the_booklet_leaves_out_what_was_not_wanted_and_marks_a_draft():
    order = orders.booklet_order(
        make_agenda(), paper="a5", language="fr", with_texts=False, with_people=False, is_draft=True
    )

    assert "PROJET" in order.html
    assert "Lundi 3 juin 2030" in order.html
    assert not any(text in order.html for text in ("abstract", "Chairperson", "both"))
    assert facts(printing.printed(order).body)["Page size"].startswith("419.5")


def test_the_same_data_give_the_same_bytes():
    conference = make_list()
    order = orders.participants_order(conference, layout=Layout.DELEGATIONS, language="en")
    again = orders.participants_order(conference, layout=Layout.DELEGATIONS, language="en")

    assert order.digest == again.digest
    assert printing.at_once.render(order.html, sheets=order.sheets) == printing.printed(again).body


# Pages


def address(name, conference):
    return reverse(f"reports:{name}", kwargs={"conference": conference.slug})


def test_the_documents_are_reached_from_the_lists_and_lead_to_pdfs(client, sign_in):
    conference = make_list()
    sign_in(conference, TeamRole.VIEWER)

    for name in ("reports:note_list", "participants:registration_list"):
        page = client.get(reverse(name, kwargs={"conference": conference.slug}))
        assert address("document_list", conference) in page.content.decode()
    page = client.get(address("document_list", conference)).content.decode()
    assert "5 of 6 participants agreed to be named" in page
    assert address("participant_list", conference) in page
    form = client.get(address("participant_list", conference)).content.decode()
    assert f'action="{address("participant_list_pdf", conference)}"' in form
    answer = client.get(address("participant_list_pdf", conference), {"layout": "names", "language": "es"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "private" in answer.headers["Cache-Control"]
    again = client.get(
        address("participant_list_pdf", conference),
        {"layout": "names", "language": "es"},
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304


def test_what_cannot_be_chosen_is_not_found(client, sign_in):
    conference = make_list()
    sign_in(conference)

    assert client.get(address("participant_list_pdf", conference), {"layout": "spiral"}).status_code == 404
    assert client.get(address("desk_booklet_pdf", conference)).status_code == 404  # there is no agenda


def test_readers_print_the_released_agenda(client):
    conference = make_agenda()
    assert client.get(address("booklet", conference)).status_code == 404
    release(conference, by=None, at=BEFORE)

    agenda = client.get(reverse("sessions:agenda", kwargs={"conference": conference.slug})).content.decode()
    assert address("booklet", conference) in agenda
    assert address("booklet_pdf", conference) in client.get(address("booklet", conference)).content.decode()
    answer = client.get(address("booklet_pdf", conference), {"paper": "a5", "language": "en"})
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].endswith('-agenda-a5-en.pdf"')


def test_a_long_document_shows_a_page_that_comes_back(client, sign_in, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks, "wake", lambda: woken.append(True))
    monkeypatch.setattr(printing, "SHORT", 100)
    conference = make_list()
    sign_in(conference)
    url = address("participant_list_pdf", conference)

    waiting = client.get(url)
    assert (waiting.status_code, waiting.headers["Refresh"], woken) == (202, "2", [True])
    assert "The PDF is being made" in waiting.content.decode()

    tasks.print_documents()
    assert client.get(url).content.startswith(b"%PDF")


def test_a_list_with_a_character_that_no_font_has_says_which(client, sign_in):
    conference = make_list()
    member(conference, "हिन्दी")
    sign_in(conference)

    answer = client.get(address("participant_list_pdf", conference))

    assert answer.status_code == 422
    assert "“ह” (U+0939)" in answer.content.decode()
    assert "It stands in “<bdi>हिन्दी</bdi>”." in answer.content.decode()


@pytest.mark.parametrize("layout", Layout.values)
def test_names_in_another_script_say_which_and_keep_their_direction(layout):
    html = orders.participants_order(make_list(), layout=layout, language="en").html

    assert re.search(r'lang="ar">\u2068محمد الأحمد\u2069<', html)
    assert re.search(r'lang="zh">李小红<', html)


@pytest.mark.parametrize(
    ("text", "language", "isolated_text"),
    [
        ("Müller GmbH", "en", "Müller GmbH"),
        ("Müller GmbH", "ar", "\u2068Müller GmbH\u2069"),
        ("محمد", "ar", "محمد"),
        ("محمد", "fr", "\u2068محمد\u2069"),
        ("李小红", "ar", "\u2068李小红\u2069"),
        ("1540", "ar", "1540"),
    ],
)
def test_what_runs_against_the_document_is_isolated(text, language, isolated_text):
    assert isolated(text, language) == isolated_text

"""Lists as notes verbales bring them: a line above the headers, two languages, whole names, columns that say nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lib import spreadsheets
from participants import actions, columns, importing
from participants.sectors import sector_of
from tests.factories import BEFORE, make_conference, make_organisation

HEADERS = [
    "No.", "Titre / Title", "NAME of participant", "Title / Function", "Ministry / Institution", "State (Pays)",
    "Contact", "Tel. no.", "Remarks / diet",
]  # fmt: skip
ROWS = [
    ["1", "H.E. Ms.", "NÚÑEZ PRADO, Elena", "Ambassador", "Ministry of Foreign Affairs", "Peru", "elena@example.org", "+51 1 204 2400", "vegetarian"],
    ["2", "", "Mr. Iain de la CRUZ", "Counsellor", "Ministry of Foreign Affairs", "Perú", "iain@example.org", "", ""],
    ["3", "", "Suharto", "", "Andean Freight", "", "", "", ""],
]  # fmt: skip
LINE = ["Note verbale No. 123/2030: list of participants"]


def workbook(rows=ROWS):
    file = io.BytesIO()
    spreadsheets.write_xlsx(file, LINE, [[""], HEADERS, *rows], sheet="List")
    return file.getvalue()


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Family name / Nom de famille", "family_name"),
        ("First name(s)", "given_name"),
        ("Prénom", "given_name"),
        ("Titre / Title", "honorific"),
        ("Title / Function", "job_title"),
        ("E-MAIL *", "email"),
        ("Courriel", "email"),
        ("Tel. no.", "phone"),
        ("Pays", "country"),
        ("Organization", "organisation"),
        ("Name", "name"),
        ("Remarks", None),
        ("No.", None),
    ],
)
def test_headers_are_understood_in_one_language_or_two(header, key):
    column = columns.named(header)

    assert (column and column.key) == key


@pytest.mark.django_db
def test_a_list_of_a_note_verbale_is_understood_as_it_comes():
    run = actions.upload(make_conference(), file_name="list.xlsx", content=workbook(), by=None, at=BEFORE)

    assert run.headers == HEADERS
    assert run.mapping == ["", "honorific", "name", "job_title", "organisation", "country", "email", "phone", "needs"]
    values = [row.values for row in importing.plan(run).rows]
    names = [[each.get(key, "") for key in ("honorific", "given_name", "family_name")] for each in values]
    assert names == [["H.E. Ms.", "Elena", "NÚÑEZ PRADO"], ["Mr.", "Iain", "de la CRUZ"], ["", "", "Suharto"]]
    assert [each.get("country") for each in values] == ["PE", "PE", None]


@pytest.mark.django_db
def test_the_number_of_a_row_is_the_one_that_the_file_shows():
    rows = [*ROWS, ["4", "", "", "", "", "Atlantis", "", "", ""]]

    run = actions.upload(make_conference(), file_name="list.xlsx", content=workbook(rows), by=None, at=BEFORE)

    [faulty] = importing.plan(run).of("error")
    assert faulty.number == 7
    assert [column for column, _ in faulty.errors] == ["State (Pays)", "NAME of participant"]


@pytest.mark.django_db
def test_whole_names_come_in_as_parts_and_the_same_list_again_changes_nothing(sign_in):
    conference = make_conference()
    make_organisation(official_name="Ministry of Foreign Affairs")
    client = sign_in(conference)

    for expected in (3, 3):
        file = SimpleUploadedFile("list.xlsx", workbook())
        upload = reverse("participants:import_list", kwargs={"conference": conference.slug})
        mapping = client.post(upload, {"file": file}, follow=True)
        data = {name: field.initial or "" for name, field in mapping.context["form"].fields.items()}
        preview = client.post(mapping.redirect_chain[-1][0], data, follow=True)
        run = conference.imports.latest("pk")
        where = reverse("participants:run_import", kwargs={"conference": conference.slug, "pk": run.pk})
        client.post(where, {"fingerprint": preview.context["plan"].fingerprint})
        assert conference.registrations.count() == expected

    assert len(preview.context["plan"].of("same")) == 3
    people = conference.participants.order_by("pk").values_list("honorific", "given_name", "family_name")
    assert list(people) == [("H.E. Ms.", "Elena", "NÚÑEZ PRADO"), ("Mr.", "Iain", "de la CRUZ"), ("", "", "Suharto")]


@pytest.mark.django_db
def test_one_column_holds_the_name_or_its_parts_do():
    csv = "Name;Surname;First name\r\nNÚÑEZ, Elena;Núñez;Elena\r\n".encode()

    run = actions.upload(make_conference(), file_name="list.csv", content=csv, by=None, at=BEFORE)

    assert run.mapping == ["", "family_name", "given_name"]


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("Ministerio de Economía", "government"),
        ("Permanent Mission of Peru", "government"),
        ("Andean Freight S.A.", "industry"),
        ("Müller GmbH & Co. KG", "industry"),
        ("UN Office for Disarmament Affairs", "united_nations"),
        ("University of Chile", "academia"),
        ("Fundación Paz", "civil_society"),
        ("Committee of Experts", ""),
        ("Unasur", ""),
    ],
)
def test_the_name_of_an_organisation_may_tell_its_sector(name, sector):
    assert sector_of(name) == sector


@pytest.mark.django_db
def test_the_preview_says_what_new_organisations_are_taken_for(sign_in):
    conference = make_conference()
    run = actions.upload(conference, file_name="list.xlsx", content=workbook(), by=None, at=BEFORE)
    where = reverse("participants:import_preview", kwargs={"conference": conference.slug, "pk": run.pk})

    page = sign_in(conference).get(where).content.decode()

    assert "(new: Government)" in page
    assert "(new: Industry)" in page
    assert "H.E. Ms. Elena NÚÑEZ PRADO" in page

"""Importing a spreadsheet on the desk's pages: from a file to registered people, and what is said on the way."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conference.choices import TeamRole
from participants import actions
from participants.models import Import
from tests.factories import (
    make_conference,
)
from tests.participants.test_imports import HEADERS, LATER, ROWS, csv, run, upload, url

pytestmark = pytest.mark.django_db


def test_from_an_empty_conference_to_registered_people_in_four_pages(sign_in):
    conference = make_conference()
    client = sign_in(conference, TeamRole.DESK)
    file = SimpleUploadedFile("guests.csv", csv(HEADERS, ROWS))

    mapping = client.post(url("import_list", conference), {"file": file}, follow=True)
    assert "Such as: Elena · Ana · ليلى" in mapping.content.decode()
    assert "Left out unless you say what it is: “Remarks”." in mapping.content.decode()
    data = {name: field.initial or "" for name, field in mapping.context["form"].fields.items()}
    preview = client.post(mapping.redirect_chain[-1][0], data, follow=True)
    assert "Import 4 rows" in preview.content.decode()
    assert "Nobody is written to." in preview.content.decode()
    fingerprint = preview.context["plan"].fingerprint
    run_url = url("run_import", conference, pk=Import.objects.get().pk)
    done = client.post(run_url, {"fingerprint": fingerprint}, follow=True)

    assert "Imported: 4 new, 0 changed." in done.content.decode()
    assert conference.registrations.confirmed().count() == 4
    undo = url("undo_import", conference, pk=Import.objects.get().pk)
    assert "4 people who were new are removed again" in client.get(undo).content.decode()
    client.post(undo)
    assert not conference.participants.exists()


def test_columns_that_were_not_understood_are_named(sign_in):
    conference = make_conference()
    uploaded = upload(conference, headers=["Name", "Shoe size", ""], rows=[["NÚÑEZ, Elena", "38", "x"]])

    page = sign_in(conference).get(url("import_mapping", conference, pk=uploaded.pk)).content.decode()

    assert "Left out unless you say what they are: “Shoe size”, column 3." in page
    assert "A whole name is taken apart at its comma" in page
    plain = upload(conference, headers=["Family name"], rows=[["Suharto"]])
    page = sign_in(conference).get(url("import_mapping", conference, pk=plain.pk)).content.decode()
    assert "Left out unless" not in page
    assert "taken apart" not in page


def test_an_empty_conference_offers_to_import_a_list_on_its_first_page(sign_in):
    conference = make_conference()

    page = sign_in(conference).get(reverse("conference:desk", kwargs={"conference": conference.slug})).content.decode()

    assert f'href="{url("import_list", conference)}">Import a list</a>' in page


def test_the_preview_shows_every_error_with_row_and_column(sign_in):
    conference = make_conference()
    uploaded = upload(conference, rows=[*ROWS, ["", "", "", "", "Atlantis", "no", "", ""]])

    page = sign_in(conference).get(url("import_preview", conference, pk=uploaded.pk)).content.decode()

    assert "1 row has 3 errors" in page
    assert "“Atlantis” is not the name or code of a country." in page.replace("&#x27;", "'")


def test_an_unreadable_file_is_said_at_the_field(sign_in):
    conference = make_conference()
    file = SimpleUploadedFile("guests.xlsx", b"PK\x03\x04 nothing more")

    response = sign_in(conference).post(url("import_list", conference), {"file": file})

    assert response.context["form"].errors["file"] == [
        "The workbook is damaged and cannot be read. Save it anew as XLSX or CSV."
    ]
    assert not Import.objects.exists()


@pytest.mark.parametrize("name", ["import_mapping", "import_preview", "undo_import"])
def test_an_import_of_another_conference_is_not_found(sign_in, name):
    conference = make_conference()
    foreign = upload(make_conference())

    assert sign_in(conference).get(url(name, conference, pk=foreign.pk)).status_code == 404


@pytest.mark.parametrize("role", [TeamRole.VIEWER, TeamRole.RAPPORTEUR])
def test_who_reads_only_may_not_import(sign_in, role):
    conference = make_conference()
    file = io.BytesIO(csv(HEADERS, ROWS))

    assert sign_in(conference, role).post(url("import_list", conference), {"file": file}).status_code == 403
    assert not Import.objects.exists()


def test_an_import_that_is_taken_back_says_which_one_and_who_stays(sign_in):
    conference = make_conference()
    done = run(conference, ["Surname", "First name"], [["Nunez", "Elena"], ["Suharto", "Ana"]])
    actions.change_participant(conference.participants.get(family_name="Suharto"), job_title="Clerk", by=None, at=LATER)
    undo = url("undo_import", conference, pk=done.pk)
    client = sign_in(conference)

    asked = client.get(undo).text
    page = client.post(undo, follow=True)

    assert "2 people who were new are removed again." in asked
    assert "former details" not in asked
    assert "The import of guests.csv is taken back. Who is skipped stays." in page.text
    assert page.context["result"]["skipped"] == [
        ["Ana Suharto", "Something has happened to this entry since the import."]
    ]

"""Long spreadsheets: read, compared, imported and taken back by the worker, whole or not at all."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lib import spreadsheets
from lib.refusal import NotPossible
from participants import actions, importing, jobs
from participants.choices import WorkKind
from participants.models import Import, Participant, Work
from participants.models.imports import LONG
from tests.factories import BEFORE, make_conference, make_participant
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
url = pages_of("participants")
HEADERS = ["First name", "Surname", "E-Mail", "Phone"]
COUNT = LONG + 1


def people(count=COUNT):
    return [[f"Given {n}", f"Family {n}", f"p{n}@example.org", "+41 22 917 12 34"] for n in range(count)]


def workbook(rows):
    file = io.BytesIO()
    spreadsheets.write_xlsx(file, HEADERS, rows, sheet="Guests")
    return file.getvalue()


def csv(rows):
    return "".join(spreadsheets.csv_lines(HEADERS, rows)).encode()


def page_of(client, work):
    return client.get(work.get_absolute_url(), follow=True)


def test_a_long_workbook_goes_all_the_way_through_the_worker_and_back(sign_in):
    conference = make_conference()
    client = sign_in(conference)
    file = SimpleUploadedFile("guests.xlsx", workbook(people()))

    client.post(url("import_list", conference), {"file": file})
    run = Import.objects.get()
    assert (run.is_read, bytes(run.content)[:2]) == (False, b"PK")
    jobs.do_work()
    mapping = page_of(client, Work.objects.get(kind=WorkKind.READ))
    assert f"guests.xlsx: {COUNT} rows" in mapping.content.decode()
    data = {name: field.initial or "" for name, field in mapping.context["form"].fields.items()}
    client.post(mapping.redirect_chain[-1][0], data)
    jobs.do_work()
    preview = page_of(client, Work.objects.get(kind=WorkKind.PREVIEW))
    assert f"Import {COUNT} rows" in preview.content.decode()
    assert not Participant.objects.exists()
    client.post(url("run_import", conference, pk=run.pk), {"fingerprint": preview.context["plan"].fingerprint})
    assert not Participant.objects.exists()
    jobs.do_work()

    assert f"{COUNT} new, 0 changed." in page_of(client, Work.objects.get(kind=WorkKind.IMPORT)).content.decode()
    assert conference.registrations.confirmed().count() == COUNT
    run.refresh_from_db()
    assert (bytes(run.content), run.rows, run.preview) == (b"", [], None)
    client.post(url("undo_import", conference, pk=run.pk))
    jobs.do_work()
    undone = page_of(client, Work.objects.get(kind=WorkKind.UNDO))
    assert f"Done: {COUNT}, skipped: 0" in undone.content.decode()
    assert not Participant.objects.exists()


def test_the_stored_preview_says_what_a_fresh_one_says():
    conference = make_conference()
    make_participant(conference, given_name="Old", family_name="Family 0", email="p0@example.org")
    rows = people(3)
    rows[2][2] = "no address"
    run = actions.upload(conference, file_name="a.csv", content=csv(rows), by=None, at=BEFORE)
    fresh = importing.plan(run)

    kept = importing.kept_plan(fresh.kept())

    assert kept.fingerprint == fresh.fingerprint
    told = [(row.number, row.verdict, row.name, row.errors, {k: tuple(v) for k, v in row.changes.items()}) for row in fresh.rows]  # fmt: skip
    assert told == [(row.number, row.verdict, row.name, [tuple(e) for e in row.errors], {k: tuple(v) for k, v in row.changes.items()}) for row in kept.rows]  # fmt: skip
    assert [row.verdict for row in kept.rows] == ["change", "add", "error"]


def test_what_changed_since_the_preview_stops_the_import_and_it_is_previewed_again(sign_in):
    conference = make_conference()
    run = actions.upload(conference, file_name="a.csv", content=csv(people()), by=None, at=BEFORE)
    actions.ask_for_import(run, WorkKind.PREVIEW, by=None, at=BEFORE)
    jobs.do_work()
    run.refresh_from_db()
    make_participant(conference, family_name="Other", email="p7@example.org")
    client = sign_in(conference)

    client.post(url("run_import", conference, pk=run.pk), {"fingerprint": run.preview["fingerprint"]})
    jobs.do_work()

    stopped = page_of(client, Work.objects.get(kind=WorkKind.IMPORT)).content.decode()
    assert "Something has changed since this preview was made." in stopped
    assert Participant.objects.count() == 1
    client.post(url("import_preview", conference, pk=run.pk))
    jobs.do_work()
    preview = client.get(url("import_preview", conference, pk=run.pk))
    assert len(preview.context["plan"].of("change")) == 1


def test_asking_twice_is_one_piece_of_work_and_importing_twice_is_one_import():
    conference = make_conference()
    run = actions.upload(conference, file_name="a.csv", content=csv(people()), by=None, at=BEFORE)
    wish = {"fingerprint": importing.plan(run).fingerprint}
    asked = [actions.ask_for_import(run, WorkKind.IMPORT, wish=wish, by=None, at=BEFORE) for _ in range(2)]
    assert asked[0] == asked[1]
    slow = actions.take_up_work(by=None, at=BEFORE)
    quick = actions.take_up_work(by=None, at=BEFORE + timedelta(minutes=10))

    actions.go_on_with(quick, passed=lambda count: None, by=None, at=BEFORE)
    with pytest.raises(actions.LostWork):
        actions.go_on_with(slow, passed=lambda count: None, by=None, at=BEFORE)

    assert Participant.objects.count() == COUNT


def test_the_worker_tells_how_far_it_is(sign_in):
    conference = make_conference()
    run = actions.upload(conference, file_name="a.xlsx", content=workbook(people(600)), by=None, at=BEFORE)
    actions.ask_for_import(run, WorkKind.READ, by=None, at=BEFORE)
    told = []

    actions.go_on_with(actions.take_up_work(by=None, at=BEFORE), passed=told.append, by=None, at=BEFORE)
    run.refresh_from_db()
    importing.plan(run, passed=told.append)

    assert told == [250, 500, 250, 500]


def test_an_unreadable_workbook_is_refused_on_the_page_of_the_work(sign_in):
    conference = make_conference()
    content = workbook(people())
    run = actions.upload(conference, file_name="a.xlsx", content=content, by=None, at=BEFORE)
    Import.objects.update(content=content[: len(content) // 2])
    work = actions.ask_for_import(run, WorkKind.READ, by=None, at=BEFORE)

    jobs.do_work()

    page = page_of(sign_in(conference), work).content.decode()
    assert "The workbook is damaged and cannot be read." in page
    assert "Another file" in page


def test_a_workbook_that_takes_too_much_is_stopped(monkeypatch):
    monkeypatch.setattr(spreadsheets, "APART_SECONDS", 0)

    with pytest.raises(NotPossible, match="takes more time or memory to read than one may"):
        spreadsheets.read_apart(workbook(people(9000)))


def test_a_long_file_that_was_not_compared_yet_leads_back_to_its_columns(sign_in):
    conference = make_conference()
    run = actions.upload(conference, file_name="a.csv", content=csv(people()), by=None, at=BEFORE)

    response = sign_in(conference).get(url("import_preview", conference, pk=run.pk))

    assert response.url == url("import_mapping", conference, pk=run.pk)

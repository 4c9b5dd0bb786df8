"""The list as a file: exactly what is shown, nothing lost, in constant memory."""

import tracemalloc
from datetime import timedelta

import pytest
from django.urls import reverse

from conference.choices import ConferenceStatus, TeamRole
from lib import spreadsheets
from participants.models import Registration
from tests.factories import BEFORE, make_conference, make_organisation, make_participant, make_registration

pytestmark = pytest.mark.django_db
PEOPLE = [
    {"given_name": "Ana", "family_name": "de la Cruz", "phone": "+41229171234", "job_title": "=SUM(A1)"},
    {"given_name": "", "family_name": "Suharto", "job_title": "007", "needs": "two\r\nlines"},
    {"given_name": "ليلى", "family_name": "المنصوري", "honorific": "H.E. Ms."},
    {"given_name": "小明", "family_name": "王", "name_order": "family_first", "job_title": "+1"},
]


def crowd(conference):
    company = make_organisation(official_name="@home; \"Ltd.\", 'Inc.'", sector="industry")
    for minutes, fields in enumerate(PEOPLE):
        person = make_participant(conference, organisation=company, **fields)
        make_registration(conference, participant=person, registered_at=BEFORE + timedelta(minutes=minutes))


def exported(client, conference, kind, query=""):
    url = reverse("participants:export", kwargs={"conference": conference.slug, "kind": kind})
    response = client.post(f"{url}?{query}")
    return response, b"".join(response.streaming_content)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_the_rows_columns_and_order_of_the_list(sign_in, kind):
    conference = make_conference(slug="geneva")
    crowd(conference)
    make_registration(make_conference())

    response, content = exported(sign_in(conference), conference, kind, "columns=phone&columns=job_title&sort=name&q=a")

    table = spreadsheets.read(content)
    assert table.headers == ["Title", "Given name", "Family name", "Order of the name", "Position", "Telephone"]
    assert [cells[1:3] + cells[4:] for _, cells in table.rows] == [
        ["Ana", "de la Cruz", "=SUM(A1)", "+41229171234"],
        ["", "Suharto", "007", ""],
        ["ليلى", "المنصوري", "", ""],
        ["小明", "王", "+1", ""],
    ]
    assert response["Content-Disposition"].startswith('attachment; filename="geneva-registrations-')


def test_everything_means_every_column(sign_in):
    conference = make_conference(time_zone="America/Mexico_City")
    crowd(conference)

    _, content = exported(sign_in(conference), conference, "csv", "everything=yes&q=suharto")

    table = spreadsheets.read(content)
    row = dict(zip(table.headers, table.rows[0][1], strict=True))
    assert row["Registered"] == "2030-03-01 03:01"
    assert row["Organisation"] == "@home; \"Ltd.\", 'Inc.'"
    assert row["Diet, access and other needs"] == "two\nlines"
    assert len(table.headers) == 22


def test_no_cell_of_the_csv_begins_like_a_formula(sign_in):
    conference = make_conference()
    crowd(conference)

    _, content = exported(sign_in(conference), conference, "csv", "everything=yes")

    text = content.decode("utf-8-sig")
    assert "'=SUM(A1)" in text
    assert "'+41229171234" in text
    assert not any(line.startswith(("=", "+", "-", "@")) for line in text.splitlines())


@pytest.mark.parametrize(
    ("role", "expected"), [(TeamRole.DESK, 200), (TeamRole.VIEWER, 403), (TeamRole.RAPPORTEUR, 403)]
)
def test_who_may_export(sign_in, role, expected):
    conference = make_conference()
    url = reverse("participants:export", kwargs={"conference": conference.slug, "kind": "csv"})

    assert sign_in(conference, role).post(url).status_code == expected


def test_the_history_says_who_took_which_list_and_how_many_and_reading_writes_nothing(sign_in):
    conference = make_conference()
    crowd(conference)
    make_registration(conference, status="waitlisted")
    client = sign_in(conference)
    url = reverse("participants:export", kwargs={"conference": conference.slug, "kind": "csv"})

    assert client.get(url).status_code == 405
    assert not conference.history.exists()
    client.post(url + "?status=confirmed&q=a&columns=phone")

    entry = conference.history.get()
    assert (entry.verb, entry.actor) == ("registrations.exported", conference.team.get().user)
    assert entry.after == {
        "registrations": 4,
        "list": "Registrations on the list: by words, status Confirmed",
        "file": "CSV",
        "columns": ["Title", "Given name", "Family name", "Order of the name", "Telephone"],
    }


def test_an_archived_conference_is_exported_still(sign_in):
    conference = make_conference(status=ConferenceStatus.ARCHIVED)
    crowd(conference)

    response, content = exported(sign_in(conference), conference, "csv")

    assert response.status_code == 200
    assert b"Suharto" in content


def test_the_list_exports_by_buttons_of_its_form(sign_in):
    conference = make_conference()
    crowd(conference)
    page = sign_in(conference).get(
        reverse("participants:registration_list", kwargs={"conference": conference.slug}), {"status": "confirmed"}
    )

    address = reverse("participants:export", kwargs={"conference": conference.slug, "kind": "xlsx"})
    assert f'formaction="{address}?status=confirmed"' in page.content.decode()
    assert f'formaction="{address}?status=confirmed&amp;everything=yes"' in page.content.decode()


def test_another_kind_of_file_is_not_found(sign_in):
    conference = make_conference()
    url = reverse("participants:export", kwargs={"conference": conference.slug, "kind": "exe"})

    assert sign_in(conference).post(url).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_thousand_rows_are_written_with_little_memory(sign_in, kind):
    conference = make_conference()
    people = [make_participant(conference) for _ in range(1000)]
    Registration.objects.bulk_create(
        Registration(
            conference=conference, participant=person, reference=f"R{person.pk}", registered_at=BEFORE, status_changed_at=BEFORE
        )
        for person in people
    )  # fmt: skip
    client = sign_in(conference)
    del people
    exported(client, conference, kind, "q=nobody")
    url = reverse("participants:export", kwargs={"conference": conference.slug, "kind": kind})

    tracemalloc.start()
    count = sum(len(chunk) for chunk in client.post(url + "?everything=yes").streaming_content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count > 25_000
    assert peak < 12 * 1024 * 1024

"""Where the headers of a spreadsheet stand: below titles, or in its first row."""

import pytest

from lib.refusal import NotPossible
from participants import actions, importing
from participants.models import Import
from tests.factories import BEFORE, make_conference

pytestmark = pytest.mark.django_db
DISORDER = [
    ["Third Conference on Export Controls"],
    ["List of participants", "", "12 November 2026"],
    [],
    ["No.", "Name", "Ministry / Organisation", "Country", "E-mail", "Function"],
    ["1", "Mr. Sipho DLAMINI", "Ministry of Foreign Affairs", "Swaziland", "s.dlamini@example.org", "First Secretary"],
]


def upload(conference, text):
    return actions.upload(conference, file_name="guests.csv", content=text.encode(), by=None, at=BEFORE)


@pytest.mark.parametrize("ending", ["", ";;;"])
def test_titles_above_the_headers_are_no_headers(ending):
    uploaded = upload(make_conference(), "\n".join(";".join(cells) + ending for cells in DISORDER))

    assert uploaded.headers == DISORDER[3]
    assert uploaded.mapping == ["", "name", "organisation", "country", "email", "job_title"]
    row = importing.plan(uploaded).rows[0]
    assert (row.number, row.verdict, row.values["country"], row.name) == (5, "add", "SZ", "Mr. Sipho DLAMINI")


def test_headers_below_titles_are_known_again_as_they_were_mapped_before():
    conference = make_conference()
    before = upload(conference, "Dignitary;Town\nElena Núñez;Lima\n")
    chosen = {"mapping": ["name", "job_title"], "new_become": "pending", "new_sector": "other"}
    before = actions.map_columns(before, by=None, at=BEFORE, **chosen)
    actions.run_import(before, fingerprint=importing.plan(before).fingerprint, by=None, at=BEFORE)

    uploaded = upload(conference, "Second list;of guests\nDignitary;Town\nIain Ross;Oslo\n")

    assert (uploaded.headers, uploaded.mapping) == (["Dignitary", "Town"], ["name", "job_title"])
    assert uploaded.rows == [(3, ["Iain Ross", "Oslo"])]


def test_headers_with_nothing_below_them_are_refused_below_titles_too():
    with pytest.raises(NotPossible, match="no rows below its headers"):
        upload(make_conference(), "Participants;as of today\nName;E-mail\n")

    assert not Import.objects.exists()


def test_what_nobody_understands_is_headed_by_its_first_row():
    uploaded = upload(make_conference(), "Foo;Bar\nElena;Lima\n")

    assert (uploaded.headers, uploaded.rows) == (["Foo", "Bar"], [(2, ["Elena", "Lima"])])


def test_a_row_of_people_is_not_taken_for_headers():
    uploaded = upload(make_conference(), "Imię;Nazwisko;Kto\nElena Núñez;Ministry of Trade;Director\n")

    assert uploaded.headers == ["Imię", "Nazwisko", "Kto"]

"""Rows of one spreadsheet that are about the same person, or want the same address; names in other languages."""

import pytest

from lib.refusal import NotPossible
from participants import actions, importing
from participants.choices import NewPeople
from tests.factories import BEFORE, make_conference, make_organisation, make_participant, make_registration

pytestmark = pytest.mark.django_db
HEAD = ["Reference", "Given name", "Family name", "Organisation", "E-mail address", "Country"]


def upload(conference, *rows):
    lines = "\n".join(";".join(row) for row in [HEAD, *rows])
    uploaded = actions.upload(conference, file_name="guests.csv", content=lines.encode(), by=None, at=BEFORE)
    chosen = {"mapping": uploaded.mapping, "new_become": NewPeople.CONFIRMED, "new_sector": "industry"}
    return actions.map_columns(uploaded, by=None, at=BEFORE, **chosen)


def verdicts(plan):
    return [(row.verdict, [sentence for _, sentence in row.errors]) for row in plan.rows]


def registered(conference, **details):
    return make_registration(conference, participant=make_participant(conference, **details))


def test_one_person_named_by_reference_and_by_address_is_in_the_file_twice():
    conference = make_conference()
    known = registered(conference, email="ana@example.org")

    plan = importing.plan(
        upload(
            conference,
            [known.reference, "Ana", "One", "", "", ""],
            ["", "Ana", "Two", "", "Ana@example.org", ""],
        )
    )

    assert verdicts(plan) == [("change", []), ("error", ["The same person stands in row 2."])]


def test_two_people_cannot_get_one_address_and_the_rest_is_imported():
    conference = make_conference()
    one, two = registered(conference, email="a@example.org"), registered(conference, email="b@example.org")
    rows = [[each.reference, "Ana", "Muster", "", address, ""] for each, address in ((one, "c@example.org"), (two, "C@example.org"))]  # fmt: skip
    uploaded = upload(conference, *rows)

    plan = importing.plan(uploaded)

    assert verdicts(plan) == [("change", []), ("error", ["Row 2 has the same address."])]
    actions.run_import(uploaded, fingerprint=plan.fingerprint, by=None, at=BEFORE)
    one.participant.refresh_from_db()
    assert one.participant.email == "c@example.org"


def test_an_address_that_an_earlier_row_gives_up_is_still_somebodys():
    conference = make_conference()
    one, two = registered(conference, email="a@example.org"), registered(conference, email="b@example.org")
    rows = [[each.reference, "Ana", "Muster", "", address, ""] for each, address in ((one, "c@example.org"), (two, "a@example.org"))]  # fmt: skip
    uploaded = upload(conference, *rows)

    plan = importing.plan(uploaded)

    assert [verdict for verdict, _ in verdicts(plan)] == ["change", "error"]
    actions.run_import(uploaded, fingerprint=plan.fingerprint, by=None, at=BEFORE)
    with pytest.raises(NotPossible, match="imported already"):
        actions.run_import(uploaded, fingerprint=plan.fingerprint, by=None, at=BEFORE)


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        (("wei@example.org", ""), ["add", "error"]),
        (("", "wei@example.org"), ["add", "error"]),
        (("", ""), ["add", "error"]),
        (("wei@example.org", "li@example.org"), ["add", "add"]),
    ],
)
def test_two_rows_of_one_name_are_two_people_only_when_each_has_an_address(addresses, expected):
    rows = [["", "Wei", "Li", "Ministry", address, ""] for address in addresses]

    plan = importing.plan(upload(make_conference(), *rows))

    assert [verdict for verdict, _ in verdicts(plan)] == expected


def test_a_reference_in_small_letters_is_found():
    conference = make_conference()
    known = registered(conference)

    plan = importing.plan(upload(conference, [known.reference.lower(), "Ana", "Other", "", "", ""]))

    assert [row.participant for row in plan.rows] == [known.participant]


@pytest.mark.parametrize("name", ["Allemagne", "Alemania", "Германия", "德国", "ألمانيا", "Germany", "DE"])
def test_countries_are_known_by_their_names_in_six_languages(name):
    plan = importing.plan(upload(make_conference(), ["", "Ana", "Muster", "", "", name]))

    assert plan.rows[0].values["country"] == "DE"


def test_a_state_of_the_dictionary_is_known_by_its_names_in_six_languages():
    germany = make_organisation(official_name="Germany", country="DE", is_state=True)
    make_organisation(official_name="Foreign Office", country="DE")

    plan = importing.plan(upload(make_conference(), ["", "Ana", "Muster", "Allemagne", "", ""]))

    assert (plan.rows[0].values["organisation"], plan.rows[0].new_organisation) == (germany, None)

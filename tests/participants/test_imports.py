"""Importing spreadsheets: guessed, looked at, imported in one act, undone."""

from datetime import timedelta
from itertools import count

import pytest

from conference import audit
from conference.models import AuditEntry
from correspondence.choices import MessageStatus
from correspondence.models import Message
from lib import spreadsheets
from lib.refusal import NotPossible
from participants import actions, importing
from participants.choices import NewPeople
from participants.choices import RegistrationStatus as Status
from participants.models import Import, Invitation, Organisation, Participant, Registration
from tests.factories import (
    BEFORE,
    make_conference,
    make_delegation,
    make_organisation,
    make_participant,
    make_registration,
    make_session,
)
from tests.pages import pages_of
from tests.participants.test_exports import crowd

pytestmark = pytest.mark.django_db
url = pages_of("participants")
LATER = BEFORE + timedelta(hours=1)
HEADERS = ["Title", "First name", "Surname", "Affiliation", "Country", "E-Mail", "Phone", "Remarks"]
ROWS = [
    ["Ms.", "Elena", "Núñez", "Ministerio de Economía", "Peru", "elena@example.org", "+51 1 204 2400", "x"],
    ["", "Ana", "de la Cruz", "Andean Freight", "MX", "ana@example.org", "", ""],
    ["", "", "Suharto", "", "", "", "", ""],
    ["H.E. Ms.", "ليلى", "المنصوري", "Andean Freight", "", "", "", ""],
]


def csv(headers, rows):
    return "".join(spreadsheets.csv_lines(headers, rows)).encode()


def upload(conference, headers=HEADERS, rows=ROWS):
    return actions.upload(conference, file_name="guests.csv", content=csv(headers, rows), by=None, at=BEFORE)


def run(conference, headers=HEADERS, rows=ROWS, at=BEFORE, **options):
    uploaded = upload(conference, headers, rows)
    chosen = {"mapping": uploaded.mapping, "new_become": NewPeople.CONFIRMED, "new_sector": "industry"} | options
    uploaded = actions.map_columns(uploaded, by=None, at=at, **chosen)
    return actions.run_import(uploaded, fingerprint=importing.plan(uploaded).fingerprint, by=None, at=at)


def verdicts(uploaded):
    return [row.verdict for row in importing.plan(uploaded).rows]


def test_columns_are_guessed_from_what_people_call_them():
    assert upload(make_conference()).mapping == [
        "honorific", "given_name", "family_name", "organisation", "country", "email", "phone", "",
    ]  # fmt: skip


def test_an_upload_writes_nothing_into_the_conference():
    upload(make_conference())

    assert not Participant.objects.exists()
    assert not AuditEntry.objects.exists()


def test_an_import_registers_everybody_to_the_letter():
    conference = make_conference(capacity=3)
    ministry = make_organisation(official_name="Ministerio de Economía")

    done = run(conference)

    assert (done.added_count, done.changed_count, done.rows) == (4, 0, [])
    people = list(Participant.objects.order_by("pk"))
    assert [person.name for person in people] == ["Elena Núñez", "Ana de la Cruz", "Suharto", "ليلى المنصوري"]
    assert (people[0].organisation, people[0].country, str(people[0].phone)) == (ministry, "PE", "+5112042400")
    freight = Organisation.objects.get(official_name="Andean Freight")
    assert (freight.sector, people[1].organisation, people[3].organisation) == ("industry", freight, freight)
    assert [person.registration.status for person in people] == [Status.CONFIRMED] * 3 + [Status.WAITLISTED]
    assert list(conference.registrations.matching("nunez")) == [people[0].registration]
    assert not Message.objects.exists()


def test_the_same_file_twice_changes_nothing():
    conference = make_conference()
    run(conference)

    again = upload(conference)

    assert verdicts(again) == ["same"] * 4
    with pytest.raises(NotPossible, match="Nothing in this file is new"):
        actions.run_import(again, fingerprint=importing.plan(again).fingerprint, by=None, at=LATER)


def test_a_changed_row_changes_only_what_differs_and_an_empty_cell_nothing():
    conference = make_conference()
    run(conference)
    changed = [["", "Elena", "Núñez Prado", "", "", "ELENA@example.org", "", ""]]

    uploaded = upload(conference, rows=changed)
    plan = importing.plan(uploaded)
    assert plan.rows[0].changes == {
        "family_name": ("Núñez", "Núñez Prado"),
        "email": ("elena@example.org", "ELENA@example.org"),
    }
    actions.run_import(uploaded, fingerprint=plan.fingerprint, by=None, at=LATER)

    person = Participant.objects.get(family_name="Núñez Prado")
    assert (person.honorific, str(person.phone)) == ("Ms.", "+5112042400")
    assert AuditEntry.objects.filter(verb="participant.changed").count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_exported_list_imports_as_no_change(sign_in, kind):
    conference = make_conference()
    crowd(conference)
    address = url("export", conference, kind=kind) + "?everything=yes"
    content = b"".join(sign_in(conference).post(address).streaming_content)

    uploaded = actions.upload(conference, file_name=f"list.{kind}", content=content, by=None, at=LATER)

    assert verdicts(uploaded) == ["same"] * 4
    assert set(uploaded.mapping) == {*importing.FIELDS, ""}


def test_new_people_may_wait_for_approval_or_be_invited():
    pending, invited = make_conference(), make_conference()

    run(pending, new_become=NewPeople.PENDING)
    run(invited, new_become=NewPeople.INVITED)

    assert pending.registrations.pending().count() == 4
    assert not invited.registrations.exists()
    assert {each.participant.family_name for each in Invitation.objects.all()} == {"Núñez", "de la Cruz"}
    assert Message.objects.filter(kind="invitation").count() == 2


FAULTS = [
    ("E-Mail", "not an address", "is not an e-mail address"),
    ("Phone", "12", "is not a telephone number"),
    ("Country", "Atlantis", "is not the name or code of a country"),
    ("Surname", "", "A person needs a name."),
]


def test_five_hundred_rows_with_forty_faults_list_all_forty_with_row_and_column_in_one_pass():
    rows = [
        ["", f"Given {n}", f"Family {n}", "Andean Freight", "Chile", f"p{n}@example.org", "+41229171234", ""]
        for n in range(500)
    ]
    planted = []
    for at in range(40):
        column, value, sentence = FAULTS[at % 4]
        rows[at * 12][HEADERS.index(column)] = value
        planted.append((at * 12 + 2, column, sentence))

    plan = importing.plan(upload(make_conference(), rows=rows))

    found = [(row.number, column, said) for row in plan.rows for column, said in row.errors]
    assert [(number, column) for number, column, _ in found] == [(number, column) for number, column, _ in planted]
    assert all(sentence in said for (_, _, said), (_, _, sentence) in zip(found, planted, strict=True))
    assert (len(plan.of("error")), len(plan.of("add"))) == (40, 460)


def test_all_errors_of_a_row_are_said_at_once():
    row = ["x" * 41, "", "", "", "Atlantis", "no", "no", ""]

    plan = importing.plan(upload(make_conference(), rows=[row]))

    assert [column for column, _ in plan.rows[0].errors] == ["Title", "Country", "E-Mail", "Phone", "Surname"]


def test_the_same_person_twice_in_a_file_is_an_error():
    rows = [["", "Elena", "Núñez", "", "", "elena@example.org", "", ""], ["", "E.", "Núñez", "", "", "Elena@Example.org", "", ""]]  # fmt: skip

    plan = importing.plan(upload(make_conference(), rows=rows))

    assert plan.rows[1].errors == [("E-Mail", "The same person stands in row 2.")]


def test_rows_with_errors_are_left_out_and_the_rest_is_imported():
    conference = make_conference()

    done = run(conference, rows=[*ROWS, ["", "", "", "", "", "nobody@example.org", "", ""]])

    assert done.added_count == 4
    assert AuditEntry.objects.get(verb="import.done").after == {"added": 4, "changed": 0, "left out": 1}


def test_an_import_is_refused_when_something_changed_since_the_preview():
    conference = make_conference()
    uploaded = upload(conference)
    fingerprint = importing.plan(uploaded).fingerprint
    make_participant(conference, email="elena@example.org", family_name="Other")

    with pytest.raises(NotPossible, match="Something has changed since this preview"):
        actions.run_import(uploaded, fingerprint=fingerprint, by=None, at=LATER)

    assert Participant.objects.count() == 1
    assert Import.objects.get().done_at is None


def test_a_row_that_is_changed_behind_the_preview_is_refused():
    uploaded = upload(make_conference())
    fingerprint = importing.plan(uploaded).fingerprint
    uploaded.rows[0][1][2] = "Somebody else"
    uploaded.save(update_fields=["rows"])

    with pytest.raises(NotPossible, match="Something has changed"):
        actions.run_import(uploaded, fingerprint=fingerprint, by=None, at=LATER)

    assert not Participant.objects.exists()


def test_a_file_is_imported_once():
    conference = make_conference()
    done = run(conference)

    with pytest.raises(NotPossible, match="imported already"):
        actions.run_import(done, fingerprint="", by=None, at=LATER)


@pytest.mark.parametrize("step", range(1, 8))
def test_a_fault_at_any_step_leaves_nothing(monkeypatch, step):
    conference = make_conference()
    uploaded = upload(conference)
    record, calls = audit.record, count(1)

    def record_until(*args, **kwargs):
        if next(calls) == step:
            raise RuntimeError("the power fails")
        return record(*args, **kwargs)

    monkeypatch.setattr(audit, "record", record_until)
    with pytest.raises(RuntimeError, match="the power fails"):
        actions.run_import(uploaded, fingerprint=importing.plan(uploaded).fingerprint, by=None, at=LATER)

    assert not any(model.objects.exists() for model in (Participant, Registration, Organisation, AuditEntry))
    assert Import.objects.get().done_at is None


def test_undo_removes_the_new_restores_the_changed_and_keeps_whom_something_happened_to():
    conference = make_conference()
    before = make_participant(conference, given_name="Elena", family_name="Nunez", email="elena@example.org")
    make_registration(conference, participant=before)
    done = run(conference)
    ana, suharto = (Participant.objects.get(family_name=name) for name in ("de la Cruz", "Suharto"))
    actions.check_in(ana.registration, by=None, at=LATER)
    make_session(conference).speaker_roles.create(participant=suharto, role="speaker")

    outcome = actions.undo_import(done, by=None, at=LATER)

    assert sorted(outcome.done) == ["Elena Núñez", "ليلى المنصوري"]
    assert sorted(name for name, _ in outcome.skipped) == ["Ana de la Cruz", "Suharto"]
    before.refresh_from_db()
    assert (before.family_name, before.organisation, before.honorific) == ("Nunez", None, "")
    assert conference.participants.count() == 3
    with pytest.raises(NotPossible, match="nothing to undo"):
        actions.undo_import(done, by=None, at=LATER)


def test_undo_keeps_back_invitations_that_wait_and_keeps_whom_one_has_reached():
    conference = make_conference()
    done = run(conference, new_become=NewPeople.INVITED)
    Message.objects.filter(to_email="ana@example.org").update(status=MessageStatus.SENDING)

    outcome = actions.undo_import(done, by=None, at=LATER)

    assert outcome.skipped == [("Ana de la Cruz", "The invitation has been sent.")]
    assert [each.family_name for each in conference.participants.all()] == ["de la Cruz"]
    assert Message.objects.get(to_email="elena@example.org").status == MessageStatus.CANCELLED
    assert Message.objects.get(to_email="ana@example.org").status == MessageStatus.SENDING


def test_a_mapping_is_remembered_for_the_next_file():
    conference = make_conference()
    mapping = upload(conference).mapping
    run(conference, mapping=[*mapping[:-1], "needs"])

    assert upload(conference).mapping[-1] == "needs"


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [(["given_name", "", "", "", "", "", "", ""], "which column holds the family name"),
     (["family_name", "email", "email", "", "", "", "", ""], "Two columns fill “E-mail address”")],
)  # fmt: skip
def test_a_mapping_that_cannot_work_is_refused(mapping, sentence):
    uploaded = upload(make_conference())

    with pytest.raises(NotPossible, match=sentence):
        actions.map_columns(uploaded, mapping=mapping, new_become="confirmed", new_sector="other", by=None, at=BEFORE)


def limited(conference, places):
    """Return an organisation of industry, which has so many places, and two people of another who have places."""
    conference.sector_limits.create(sector="industry", place_count=places)
    firm, office = make_organisation(sector="industry"), make_organisation(sector="government")
    people = [make_participant(conference, organisation=office, email=f"{name}@example.org") for name in ("ana", "bob")]
    for person in people:
        make_registration(conference, participant=person)
    return firm, people


def as_rows(people, organisation):
    return [[person.family_name, person.email, str(organisation)] for person in people]


def test_who_holds_a_place_is_not_moved_to_a_sector_that_has_none_left_and_the_preview_says_so():
    conference = make_conference()
    firm, people = limited(conference, 1)
    uploaded = upload(conference, ["Surname", "E-Mail", "Affiliation"], as_rows(people, firm))

    first, second = importing.plan(uploaded).rows

    assert (first.verdict, second.verdict) == ("change", "error")
    assert second.errors == [("Affiliation", f"{people[1].name} holds a place. All 1 places for Industry are taken.")]


def test_an_import_gives_what_it_makes_free_to_who_waits_before_it_gives_places_to_new_people():
    conference = make_conference()
    firm, people = limited(conference, 1)
    member = make_registration(conference, participant=make_participant(conference, organisation=firm, email="c@x.org"))
    waiting = make_registration(
        conference, participant=make_participant(conference, organisation=firm), status=Status.WAITLISTED
    )
    office = people[0].organisation
    rows = [*as_rows([member.participant], office), ["Neu", "new@example.org", str(firm)]]

    run(conference, ["Surname", "E-Mail", "Affiliation"], rows)

    waiting.refresh_from_db()
    assert waiting.status == Status.CONFIRMED
    assert conference.registrations.get(participant__email="new@example.org").status == Status.WAITLISTED


def test_people_of_a_file_take_the_seats_of_their_delegation_and_an_undone_import_gives_them_back():
    conference, state = make_conference(), make_organisation()
    delegation = make_delegation(conference, organisation=state, seat_limit=2)
    known = make_participant(conference, organisation=make_organisation(), email="known@example.org")
    make_registration(conference, participant=known)
    rows = [*as_rows([known], state), ["One", "one@example.org", str(state)], ["Two", "two@example.org", str(state)]]

    done = run(conference, ["Surname", "E-Mail", "Affiliation"], rows)

    statuses = conference.registrations.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [Status.CONFIRMED, Status.CONFIRMED, Status.WAITLISTED]
    assert delegation.members.count() == 3

    actions.undo_import(done, by=None, at=LATER)
    assert not delegation.members.exists()


def test_who_would_come_back_to_a_sector_that_is_full_by_now_stays_when_an_import_is_undone():
    conference = make_conference()
    firm, (ana, _) = limited(conference, 1)
    office = ana.organisation
    actions.change_participant(ana, organisation=firm, by=None, at=BEFORE)
    done = run(conference, ["Surname", "E-Mail", "Affiliation"], as_rows([ana], office))
    newcomer = make_participant(conference, organisation=firm)
    make_registration(conference, participant=newcomer)
    changes = conference.history.filter(verb="participant.changed")
    told = list(changes)

    outcome = actions.undo_import(done, by=None, at=LATER)

    assert outcome.done == []
    assert list(changes.all()) == told
    assert "2 people of Industry would hold a place, and it has 1." in outcome.skipped[0][1]

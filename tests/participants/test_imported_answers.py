"""Spreadsheets that bring answers to the conference's own questions: known by their words, judged, counted, taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conference.choices import TeamRole
from lib import spreadsheets
from lib.refusal import NotPossible
from participants import actions, importing, questions
from participants.choices import NewPeople, QuestionKind, Sector
from participants.choices import RegistrationStatus as Status
from participants.models import Answer, Import
from tests.factories import (
    BEFORE,
    make_conference,
    make_member,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
)

pytestmark = pytest.mark.django_db
LATER = BEFORE + timedelta(hours=1)


def upload(conference, headers, rows, by=None):
    content = "".join(spreadsheets.csv_lines(headers, rows)).encode()
    return actions.upload(conference, file_name="guests.csv", content=content, by=by, at=BEFORE)


def mapped(conference, headers, rows, **chosen):
    run = upload(conference, headers, rows)
    chosen = {"mapping": run.mapping, "new_become": NewPeople.CONFIRMED, "new_sector": Sector.INDUSTRY} | chosen
    return actions.map_columns(run, by=None, at=BEFORE, **chosen)


def imported(conference, headers, rows, **chosen):
    run = mapped(conference, headers, rows, **chosen)
    return actions.run_import(run, fingerprint=importing.plan(run).fingerprint, by=None, at=BEFORE)


def faults(conference, headers, rows):
    return [
        (row.number, *error) for row in importing.plan(mapped(conference, headers, rows)).rows for error in row.errors
    ]


def all_kinds(conference):
    """Ask a question of each kind that a cell can answer."""
    kinds = {
        "arrival": QuestionKind.DATE,
        "guests": QuestionKind.NUMBER,
        "dinner": QuestionKind.ONE_CHOICE,
        "tours": QuestionKind.SEVERAL_CHOICES,
        "vegetarian": QuestionKind.YES_NO,
        "remarks": QuestionKind.LONG_TEXT,
    }
    choices = {"dinner": ["Fish, grilled", "None"], "tours": ["Rhine", "Old town, museum", "Vineyards"]}
    for label, kind in kinds.items():
        make_question(conference, label=label.capitalize(), kind=kind, choices=choices.get(label, ()))


def answers_of(conference, family_name):
    found = Answer.objects.filter(question__conference=conference, participant__family_name=family_name)
    return {answer.question.label: answer.text for answer in found.select_related("question").order_by("pk")}


ROW = ["Muster", "8.6.2017", "1,50", "fish, grilled", "old town, museum; Rhine", "Oui", "=SUM(A1)"]
HEADERS = ["Surname", "ARRIVAL", "Guests", "Dinner", "Tours", "Vegetarian", "Remarks"]
KEPT = {
    "Arrival": "2017-06-08",
    "Guests": "1.5",
    "Dinner": "Fish, grilled",
    "Tours": "Rhine, Old town, museum",
    "Vegetarian": "yes",
    "Remarks": "=SUM(A1)",
}


def test_each_kind_of_answer_is_known_by_its_words_and_kept_as_if_it_were_typed():
    conference = make_conference()
    all_kinds(conference)

    imported(conference, HEADERS, [ROW])

    assert answers_of(conference, "Muster") == KEPT
    tours = Answer.objects.get(question__label="Tours")
    assert [choice.label for choice in tours.choices.all()] == ["Rhine", "Old town, museum"]
    assert conference.history.get(verb="import.done").after["answers"] == len(KEPT)


def test_a_row_changes_only_the_answers_that_differ_and_the_history_says_that_they_did():
    conference = make_conference()
    all_kinds(conference)
    imported(conference, HEADERS, [ROW])
    changed = ["Muster", "", "2", "None", "Rhine, Old town, museum", "yes", ""]

    [row] = importing.plan(mapped(conference, HEADERS, [changed])).rows
    imported(conference, HEADERS, [changed])

    assert (row.verdict, sorted(row.changes.values())) == (importing.CHANGE, [("1.5", "2"), ("Fish, grilled", "None")])
    assert answers_of(conference, "Muster") == KEPT | {"Guests": "2", "Dinner": "None"}
    [entry] = conference.history.filter(verb="answers.changed")
    assert set(entry.after) == {"Guests", "Dinner"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_exported_list_with_answers_imports_as_no_change(sign_in, kind):
    conference = make_conference()
    all_kinds(conference)
    imported(conference, HEADERS, [ROW, ["Nobody", "", "", "", "", "", ""]])
    retired = make_question(conference, label="Formerly asked")
    make_question(conference, label="Formerly asked")
    make_question(conference, label="Telephone")
    muster = conference.participants.get(family_name="Muster")
    for question, words in [(retired, "An old word"), (conference.questions.last(), "Never")]:
        muster.answers.create(question=question, text=words, answered_at=BEFORE)
    actions.retire_question(retired, by=None, at=BEFORE)
    url = reverse("participants:export", kwargs={"conference": conference.slug, "kind": kind})
    content = b"".join(sign_in(conference, TeamRole.DESK).post(f"{url}?everything=yes").streaming_content)

    run = actions.upload(conference, file_name=f"list.{kind}", content=content, by=None, at=BEFORE)

    headings = ["Formerly asked", "Formerly asked (2)", "Telephone", "Telephone (2)"]
    found = {header: target for header, target in zip(run.headers, run.mapping, strict=True) if header in headings}
    asked = {question.label: f"question-{question.pk}" for question in conference.questions.current()}
    assert found == {
        "Formerly asked": asked["Formerly asked"],
        "Formerly asked (2)": "",
        "Telephone": "phone",
        "Telephone (2)": asked["Telephone"],
    }
    assert {f"question-{question.pk}" for question in conference.questions.current()} <= set(run.mapping)
    assert [row.verdict for row in importing.plan(run).rows] == [importing.SAME, importing.SAME]


def test_faults_in_answers_are_listed_with_row_and_column_among_all_others():
    conference = make_conference()
    all_kinds(conference)
    make_question(conference, label="Short")
    make_question(conference, label="Cargo", sectors=[Sector.GOVERNMENT])
    headers = ["Surname", "E-mail", *HEADERS[1:], "Short", "Cargo"]
    faulty = [
        "Muster",
        "nowhere",
        "31.02.2017",
        "1,500",
        "Meat",
        "Rhine, Moon",
        "perhaps",
        "x" * 5001,
        "x" * 501,
        "Rice",
    ]

    found = faults(conference, headers, [faulty, ["Second", "", "3/4/2017", "many", *[""] * 6]])

    assert found == [
        (2, "E-mail", "“nowhere” is not an e-mail address."),
        (2, "ARRIVAL", "“31.02.2017” is not a date, such as 2017-06-08 or 8 June 2017."),
        (2, "Guests", "“1,500” may be read in two ways. Write it without the comma."),
        (2, "Dinner", "“Meat” is none of “Fish, grilled” and “None”."),
        (2, "Tours", "“Rhine, Moon” is none of “Rhine”, “Old town, museum” and “Vineyards”."),
        (2, "Vegetarian", "“perhaps” is neither yes nor no."),
        (2, "Remarks", "Longer than 5000 letters."),
        (2, "Short", "Longer than 500 letters."),
        (2, "Cargo", "The question is not asked of people without an organisation."),
        (3, "ARRIVAL", "This may be 3 April 2017 or 4 March 2017. Write it as 2017-04-03 or 2017-03-04."),
        (3, "Guests", "“many” is not a number."),
    ]


def dinner_for(conference, places, **fields):
    return make_question(
        conference, label="Dinner", kind=QuestionKind.ONE_CHOICE, choices=[("Yes", places), "No"], **fields
    )


def test_places_of_choices_are_counted_row_after_row():
    conference = make_conference()
    dinner_for(conference, 2)
    first = make_registration(conference, participant=make_participant(conference, family_name="First"))
    yes = conference.questions.get().choices.get(label="Yes")
    actions.change_with_answers(first.participant, answers={yes.question_id: yes.pk}, by=None, at=BEFORE)
    rows = [[name, email, "Yes"] for name, email in [("A", "nowhere"), ("B", ""), ("C", "")]]
    rows += [["First", first.participant.email, "No"], ["D", "", "Yes"]]
    headers = ["Surname", "E-mail", "Dinner"]

    found = faults(conference, headers, rows)
    imported(conference, headers, rows)

    assert [fault for fault in found if fault[1] == "Dinner"] == [(4, "Dinner", "No place is left for “Yes”.")]
    assert questions.taken(conference.questions.prefetch_related("choices"))[yes.pk] == 2
    assert sorted(yes.answers.values_list("participant__family_name", flat=True)) == ["B", "D"]


def test_who_waits_and_gets_a_place_by_the_import_takes_no_choice_that_the_file_has_filled():
    conference = make_conference(capacity=2)
    dinner = dinner_for(conference, 1)
    yes = dinner.choices.get(label="Yes")
    waiting = make_registration(
        conference, participant=make_participant(conference, family_name="Waiting"), status=Status.WAITLISTED
    )
    waiting.participant.answers.create(question=dinner, text="Yes", answered_at=BEFORE).choices.add(yes)

    imported(conference, ["Surname", "Dinner"], [["New", "Yes"]])

    waiting.refresh_from_db()
    assert waiting.status == Status.CONFIRMED
    assert [answer.participant.family_name for answer in yes.answers.all()] == ["New"]
    assert conference.history.filter(verb="answers.choice_released").count() == 1


def test_who_moves_into_a_sector_where_a_choice_is_full_gives_it_up():
    conference = make_conference()
    dinner = dinner_for(conference, 1, sectors=[Sector.INDUSTRY])
    yes, industry = dinner.choices.get(label="Yes"), make_organisation(sector=Sector.INDUSTRY, official_name="Acme")
    for sector in (Sector.INDUSTRY, Sector.MEDIA):
        person = make_participant(conference, family_name=sector, organisation=make_organisation(sector=sector))
        make_registration(conference, participant=person)
        person.answers.create(question=dinner, text="Yes", answered_at=BEFORE).choices.add(yes)

    actions.change_participant(person, organisation=industry, by=None, at=LATER)

    assert [answer.participant.family_name for answer in yes.answers.all()] == [Sector.INDUSTRY]


def test_an_undone_import_takes_its_answers_back_and_frees_their_places():
    conference = make_conference()
    dinner = dinner_for(conference, 2)
    remarks = make_question(conference, label="Remarks")
    known = make_registration(conference, participant=make_participant(conference, family_name="Known"))
    no = dinner.choices.get(label="No")
    before = {dinner.pk: no.pk, remarks.pk: ""}
    actions.change_with_answers(known.participant, answers=before, by=None, at=BEFORE - timedelta(days=1))
    rows = [["Known", known.participant.email, "Yes", "Late"], ["New", "", "Yes", "Early"]]
    run = imported(conference, ["Surname", "E-mail", "Dinner", "Remarks"], rows)
    assert answers_of(conference, "Known") == {"Dinner": "Yes", "Remarks": "Late"}

    outcome = actions.undo_import(run, by=None, at=LATER)

    assert (sorted(outcome.done), outcome.skipped) == (["Ana Known", "New"], [])
    assert answers_of(conference, "Known") == {"Dinner": "No"}
    assert Answer.objects.get().choices.get() == no
    assert not conference.participants.filter(family_name="New").exists()


def test_answers_that_are_erased_do_not_come_back_with_an_undone_import():
    conference = make_conference()
    remarks = make_question(conference, label="Remarks")
    known = make_registration(conference, participant=make_participant(conference, family_name="Known"))
    actions.change_with_answers(known.participant, answers={remarks.pk: "Early"}, by=None, at=BEFORE)
    run = imported(conference, ["Surname", "E-mail", "Remarks"], [["Known", known.participant.email, "Late"]])
    actions.erase_answers(conference, by=None, at=BEFORE)
    run.refresh_from_db()

    actions.undo_import(run, by=None, at=LATER)

    assert not Answer.objects.exclude(text="").exists()
    assert "Early" not in str(run.journal)


def test_who_has_answered_since_stays_and_so_does_whose_former_choice_is_full():
    conference = make_conference()
    dinner = dinner_for(conference, 1)
    yes = dinner.choices.get(label="Yes")
    known = make_registration(conference, participant=make_participant(conference, family_name="Known"))
    actions.change_with_answers(known.participant, answers={dinner.pk: yes.pk}, by=None, at=BEFORE - timedelta(days=1))
    rows = [["Known", known.participant.email, "No"], ["New", "", "No"]]
    run = imported(conference, ["Surname", "E-mail", "Dinner"], rows)
    assert conference.history.filter(verb="answers.changed").count() == 2
    new = conference.participants.get(family_name="New")
    actions.change_with_answers(new, answers={dinner.pk: yes.pk}, by=None, at=LATER)

    outcome = actions.undo_import(run, by=None, at=LATER)

    assert outcome.done == []
    assert {name: reason.partition(".")[0] for name, reason in outcome.skipped} == {
        "Ana Known": "No place is left for “Yes”",
        "New": "Something has happened to this entry since the import",
    }
    assert answers_of(conference, "Known") == {"Dinner": "No"}


def test_a_file_is_no_cell_and_the_page_says_so(sign_in):
    conference = make_conference()
    make_question(conference, label="Passport", kind=QuestionKind.FILE)
    run = upload(conference, ["Surname", "Passport", "Shoe size"], [["Muster", "PDF file", "42"]])
    url = reverse("participants:import_mapping", kwargs={"conference": conference.slug, "pk": run.pk})

    page = sign_in(conference, TeamRole.DESK).get(url)

    assert run.mapping == ["family_name", "", ""]
    assert "Files are not imported, so “Passport” is left out." in page.text.replace("&quot;", '"')
    assert page.context["form"].not_understood == ["“Shoe size”"]


def test_who_may_not_read_a_question_neither_imports_nor_exports_its_answers(sign_in):
    conference = make_conference()
    secret = make_question(conference, label="Passport number", roles=[])
    member = make_member(conference, role=TeamRole.DESK)
    desk = sign_in(conference, TeamRole.DESK)
    of_desk = upload(conference, ["Surname", "Passport number"], [["Muster", "X1"]], by=member)
    of_organiser = upload(conference, ["Surname", "Passport number"], [["Muster", "X1"]])
    urls = [
        reverse(f"participants:{name}", kwargs={"conference": conference.slug, "pk": of_organiser.pk})
        for name in ("import_mapping", "import_preview")
    ]
    listed = desk.get(reverse("participants:import_list", kwargs={"conference": conference.slug}))
    forged = {"mapping": ["family_name", f"question-{secret.pk}"], "new_become": "confirmed", "new_sector": "other"}

    with pytest.raises(NotPossible, match="answers you may not read"):
        actions.map_columns(of_desk, by=member, at=BEFORE, **forged)

    assert of_desk.mapping == ["family_name", ""]
    assert of_organiser.mapping == ["family_name", f"question-{secret.pk}"]
    assert [desk.get(url).status_code for url in urls] == [403, 403]
    assert listed.text.count("It holds answers that you may not read") == 1
    assert sign_in(conference, TeamRole.ORGANISER).get(urls[0]).status_code == 200


def test_a_question_that_is_retired_after_the_columns_were_settled_is_left_out_and_the_preview_is_old():
    conference = make_conference()
    question = make_question(conference, label="Remarks")
    run = mapped(conference, ["Surname", "Remarks"], [["Muster", "Late"]])
    seen = importing.plan(run).fingerprint
    actions.retire_question(question, by=None, at=BEFORE)

    with pytest.raises(NotPossible, match="Something has changed"):
        actions.run_import(run, fingerprint=seen, by=None, at=BEFORE)
    actions.run_import(run, fingerprint=importing.plan(run).fingerprint, by=None, at=BEFORE)

    assert not Answer.objects.exists()
    assert Import.objects.get().added_count == 1


def test_the_pages_call_questions_by_their_words(sign_in):
    conference = make_conference()
    all_kinds(conference)
    imported(conference, HEADERS, [ROW])
    changed, new = ["Muster", "", "2", "", "", "", ""], ["Other", "", "", "None", "", "", ""]
    run = mapped(conference, HEADERS, [changed, new])
    desk = sign_in(conference, TeamRole.DESK)
    url = reverse("participants:import_preview", kwargs={"conference": conference.slug, "pk": run.pk})
    mapping = desk.get(reverse("participants:import_mapping", kwargs={"conference": conference.slug, "pk": run.pk}))

    assert [row[1] for row in desk.get(f"{url}?show=change").context["rows"]] == [[("Guests", "1.5", "2")]]
    assert [row[2] for row in desk.get(f"{url}?show=add").context["rows"]] == [[("Dinner", "None")]]
    assert '<optgroup label="Questions of the conference">' in mapping.text


def test_a_mapping_to_a_question_is_remembered_for_the_next_file():
    conference = make_conference()
    question = make_question(conference, label="Arrival")
    run = upload(conference, ["Surname", "Comes on"], [["Muster", "Monday"]])
    imported(conference, run.headers, [["Muster", "Monday"]], mapping=["family_name", f"question-{question.pk}"])

    assert upload(conference, ["Surname", "Comes on"], [["Other", "x"]]).mapping == [
        "family_name",
        f"question-{question.pk}",
    ]

"""A conference's own questions: asked, answered, changed without breaking what was answered, copied."""

from datetime import date, timedelta

import pytest

from conference.actions import clone
from lib.refusal import NotPossible
from participants import actions
from participants.choices import QuestionKind
from tests.factories import (
    BEFORE,
    make_conference,
    make_question,
    make_registration,
)
from tests.history import verbs
from tests.participants.answering import answer, choice_of, texts

pytestmark = pytest.mark.django_db
BY = {"by": "Olga", "at": BEFORE}
DAY = date(2030, 3, 1)
KINDS = QuestionKind


def test_a_question_is_added_after_the_others_with_its_choices():
    conference = make_conference()
    make_question(conference)

    added = actions.add_question(
        conference,
        label="Dinner?",
        kind=KINDS.ONE_CHOICE,
        choices=[{"label": "Fish", "place_limit": 3}, {"label": "Rice", "place_limit": None}],
        **BY,
    )

    assert [each.pk for each in conference.questions.current()][-1] == added.pk
    assert list(added.choices.values_list("label", "place_limit")) == [("Fish", 3), ("Rice", None)]
    assert verbs(conference) == ["question.added"]


def test_a_changed_question_leaves_old_answers_as_they_were_given():
    registration = make_registration(make_conference())
    question = make_question(registration.conference, kind=KINDS.ONE_CHOICE, choices=["Fish", "Rice", "Soup"])
    fish, rice, soup = question.choices.all()
    answer(registration, question, fish.pk)

    actions.change_question(
        question,
        label="Which dish?",
        choices=[{"pk": rice.pk, "label": "Rice with herbs"}, {"pk": None, "label": "Salad"}],
        **BY,
    )

    fish.refresh_from_db()
    assert texts(registration) == {question.pk: "Fish"}
    assert fish.retired_at == BEFORE
    assert not question.choices.filter(pk=soup.pk).exists()
    assert list(question.choices.filter(retired_at=None).values_list("label", flat=True)) == [
        "Rice with herbs",
        "Salad",
    ]
    entry = registration.conference.history.newest_first().first()
    assert entry.after == {"label": "Which dish?", "choices": ["Rice with herbs", "Salad"]}


def test_a_question_with_answers_keeps_its_kind_and_its_places():
    registration = make_registration(make_conference())
    question = make_question(registration.conference, kind=KINDS.ONE_CHOICE, choices=[("Visit", 2), "No visit"])
    visit, other = question.choices.all()
    for each in (registration, make_registration(registration.conference)):
        answer(each, question, visit.pk)

    with pytest.raises(NotPossible, match="has answers"):
        actions.change_question(question, kind=KINDS.DATE, **BY)
    choices = [{"pk": visit.pk, "label": "Visit", "place_limit": 1}, {"pk": other.pk, "label": "No visit"}]
    with pytest.raises(NotPossible, match="2 have chosen “Visit” already"):
        actions.change_question(question, choices=choices, **BY)

    question.refresh_from_db()
    visit.refresh_from_db()
    assert (question.kind, visit.place_limit) == (KINDS.ONE_CHOICE, 2)
    assert "question.changed" not in verbs(registration.conference)


def test_questions_are_moved_retired_and_brought_back():
    conference = make_conference()
    one, _, three = (make_question(conference, label=label) for label in ("One", "Two", "Three"))

    actions.move_question(three, offset=-1, **BY)
    actions.move_question(one, offset=-1, **BY)
    order = [str(each) for each in conference.questions.current()]
    actions.retire_question(one, **BY)
    retired = [str(each) for each in conference.questions.current()]
    with pytest.raises(NotPossible, match="retired already"):
        actions.retire_question(one, **BY)
    actions.bring_back_question(one, **BY)

    assert order == ["One", "Three", "Two"]
    assert retired == ["Three", "Two"]
    assert [str(each) for each in conference.questions.current()] == ["Three", "Two", "One"]
    assert verbs(conference) == ["question.moved", "question.retired", "question.brought_back"]


def test_a_copied_conference_asks_the_same_questions_with_its_own_days():
    conference = make_conference()
    make_question(
        conference,
        kind=KINDS.ONE_CHOICE,
        choices=[("Visit", 2), "No visit"],
        is_required=True,
        due_on=conference.starts_on - timedelta(days=10),
        sectors=["industry"],
    )
    make_question(conference, retired_at=BEFORE)
    answer(make_registration(conference), conference.questions.first(), conference.questions.first().choices.first().pk)

    copy = clone(
        conference,
        title="Next",
        short_title="Next",
        slug="next",
        starts_on=date(2031, 5, 5),
        ends_on=date(2031, 5, 6),
        **BY,
    )

    asked = copy.questions.get()
    assert (asked.is_required, asked.due_on, asked.sectors) == (True, date(2031, 4, 25), ["industry"])
    assert list(asked.choices.values_list("label", "place_limit")) == [("Visit", 2), ("No visit", None)]
    assert asked.answers.count() == 0
    assert "question.copied" in verbs(copy)


def rows(question, *labels):
    """What the form of a question sends: the words of each row, with the choice that stood in the row before."""
    there = [choice.pk for choice in question.choices.filter(retired_at=None)]
    return [
        {"pk": there[number] if number < len(there) else None, "label": label, "place_limit": None}
        for number, label in enumerate(labels)
    ]


@pytest.mark.parametrize("order", [("B", "A", "C"), ("B", "C"), ("C", "B", "A"), ("c", "a", "b")])
def test_choices_move_between_rows_and_answers_stay_what_they_were(order):
    conference = make_conference()
    question = make_question(conference, kind=KINDS.ONE_CHOICE, choices=["A", "B", "C"])
    registration = make_registration(conference)
    answer(registration, question, str(choice_of(question, "B").pk))

    actions.change_question(question, choices=rows(question, *order), **BY)

    current = question.choices.filter(retired_at=None)
    assert list(current.values_list("label", flat=True)) == list(order)
    assert registration.participant.answers.get().choices.get().label.upper() == "B"


def test_a_form_that_was_opened_before_a_choice_went_brings_it_back_and_changes_no_answer():
    conference = make_conference()
    question = make_question(conference, kind=KINDS.ONE_CHOICE, choices=["A", "B", "C"])
    registration = make_registration(conference)
    answer(registration, question, str(choice_of(question, "B").pk))
    actions.change_question(question, choices=rows(question, "B", "C"), **BY)

    actions.change_question(question, choices=rows(question, "A", "B", "C"), **BY)

    assert registration.participant.answers.get().choices.get().label == "B"
    assert list(question.choices.filter(retired_at=None).values_list("label", flat=True)) == ["A", "B", "C"]


def test_other_words_for_a_choice_that_somebody_chose_are_another_choice():
    conference = make_conference()
    question = make_question(conference, kind=KINDS.ONE_CHOICE, choices=["Meat", "Fish"])
    registration = make_registration(conference)
    answer(registration, question, str(choice_of(question, "Meat").pk))
    fish = choice_of(question, "Fish").pk

    actions.change_question(question, choices=rows(question, "Vegetarian", "Salmon"), **BY)

    chosen = registration.participant.answers.get().choices.get()
    assert (chosen.label, chosen.retired_at is None) == ("Meat", False)
    assert [(each.label, each.pk == fish) for each in question.choices.filter(retired_at=None)] == [
        ("Vegetarian", False),
        ("Salmon", True),
    ]

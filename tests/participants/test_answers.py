"""Answers to a conference's own questions: asked of whom, kept, read by whom, counted against places."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.choices import TeamRole
from lib.refusal import NotPossible
from participants import actions, questions
from participants.actions.questions import keep_answers
from participants.choices import QuestionKind, RegistrationStatus, Sector
from participants.forms.questions import QuestionFields
from participants.models import Answer
from tests.factories import (
    BEFORE,
    make_conference,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
)
from tests.history import verbs
from tests.participants.answering import BY, DAY, PDF, answer, choice_of, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (QuestionKind.SHORT_TEXT, " ZE-123 ", "ZE-123"),
        (QuestionKind.LONG_TEXT, "One\nTwo", "One\nTwo"),
        (QuestionKind.YES_NO, "no", "no"),
        (QuestionKind.DATE, "2030-06-02", "2030-06-02"),
        (QuestionKind.NUMBER, "12.50", "12.5"),
        (QuestionKind.NUMBER, "100", "100"),
        (QuestionKind.FILE, SimpleUploadedFile("x.exe", PDF), "PDF file"),
    ],
)
def test_each_kind_is_asked_cleaned_and_kept(kind, given, kept):
    registration = make_registration(make_conference())
    question = make_question(registration.conference, kind=kind, is_required=True)
    name = f"question-{question.pk}"

    form = QuestionFields({name: given}, {name: given}, questions=[question], day=DAY)
    assert form.errors == {}
    keep_answers(registration.conference, registration.participant, form.answers, **BY)

    assert texts(registration) == {question.pk: kept}


def test_one_and_several_choices_are_kept_as_their_words():
    registration = make_registration(make_conference())
    one = make_question(registration.conference, kind=QuestionKind.ONE_CHOICE, choices=["Fish", "Rice"])
    several = make_question(registration.conference, kind=QuestionKind.SEVERAL_CHOICES, choices=["Mon", "Tue", "Wed"])
    days = [str(choice_of(several, label).pk) for label in ("Wed", "Mon")]

    form = QuestionFields(
        {f"question-{one.pk}": str(choice_of(one, "Rice").pk), f"question-{several.pk}": days},
        questions=registration.conference.questions.current(),
        day=DAY,
    )
    assert form.errors == {}
    keep_answers(registration.conference, registration.participant, form.answers, **BY)

    assert texts(registration) == {one.pk: "Rice", several.pk: "Mon, Wed"}


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (QuestionKind.DATE, "yesterday"),
        (QuestionKind.NUMBER, "many"),
        (QuestionKind.YES_NO, "perhaps"),
        (QuestionKind.FILE, SimpleUploadedFile("x.pdf", b"<html>")),
        (QuestionKind.SHORT_TEXT, ""),
    ],
)
def test_what_is_no_answer_is_refused(kind, given):
    question = make_question(make_conference(), kind=kind, is_required=True)
    name = f"question-{question.pk}"

    form = QuestionFields({name: given}, {name: given}, questions=[question], day=DAY)

    assert list(form.errors) == [name]


def test_an_answer_may_wait_until_it_is_due():
    question = make_question(make_conference(), is_required=True, due_on=DAY)

    assert QuestionFields({}, questions=[question], day=DAY - timedelta(days=1)).is_valid()
    assert not QuestionFields({}, questions=[question], day=DAY).is_valid()
    assert QuestionFields({}, questions=[question], day=DAY, is_lenient=True).is_valid()


def test_people_are_asked_by_sector_and_by_how_their_registration_stands():
    conference = make_conference()
    company = make_organisation(sector=Sector.INDUSTRY)
    everybody = make_question(conference, label="All")
    industry = make_question(conference, label="Industry", sectors=["industry"])
    passport = make_question(conference, label="Passport", is_after_confirmation=True)
    make_question(conference, label="Old", retired_at=BEFORE)
    pending = make_registration(conference, status=RegistrationStatus.PENDING)
    confirmed = make_registration(conference, participant=make_participant(conference, organisation=company))

    assert questions.asked_of(pending.participant, pending) == [everybody]
    assert questions.asked_of(confirmed.participant, confirmed) == [everybody, industry, passport]


def test_the_same_answer_again_writes_nothing_and_an_empty_one_takes_it_back():
    registration = make_registration(make_conference())
    question = make_question(registration.conference)

    answer(registration, question, "Fish")
    answer(registration, question, "Fish")
    once = verbs(registration.conference)
    answer(registration, question, "")

    assert once == ["answers.changed"]
    assert not Answer.objects.exists()
    assert registration.conference.history.newest_first().first().before == {question.label: "(not shown)"}


def test_another_answer_is_in_the_history_as_the_first_one_is():
    registration = make_registration(make_conference())
    question = make_question(registration.conference)

    answer(registration, question, "Fish")
    answer(registration, question, "Rice")

    told = registration.conference.history.filter(verb="answers.changed").order_by("pk")
    assert [entry.before for entry in told] == [{question.label: "(not shown)"}] * 2


def test_a_file_stays_until_another_takes_its_place(django_capture_on_commit_callbacks):
    registration = make_registration(make_conference())
    question = make_question(registration.conference, kind=QuestionKind.FILE)
    answer(registration, question, ContentFile(PDF, name="document.pdf"))
    first = Answer.objects.get().file

    answer(registration, question, None)
    kept = Answer.objects.get().file.name == first.name
    with django_capture_on_commit_callbacks(execute=True):
        answer(registration, question, ContentFile(PDF + b" ", name="document.pdf"))

    assert kept
    assert not first.storage.exists(first.name)
    assert Answer.objects.get().file.size == len(PDF) + 1


def test_a_choice_has_no_more_takers_than_places():
    conference = make_conference()
    question = make_question(conference, kind=QuestionKind.ONE_CHOICE, choices=[("Visit", 1), "No visit"])
    first, second = make_registration(conference), make_registration(conference)
    visit = choice_of(question, "Visit").pk
    answer(first, question, str(visit))
    answer(first, question, str(visit))

    with pytest.raises(NotPossible, match="No place is left for “Visit”"):
        answer(second, question, str(visit))

    assert (texts(first), texts(second)) == ({question.pk: "Visit"}, {})


def test_a_full_choice_is_not_offered_but_to_who_has_it():
    conference = make_conference()
    question = make_question(conference, kind=QuestionKind.ONE_CHOICE, choices=[("Visit", 1), "No visit"])
    first, second = make_registration(conference), make_registration(conference)
    answer(first, question, choice_of(question, "Visit").pk)

    def offered(registration):
        person = registration.participant
        taken = questions.taken([question], except_of=person)
        form = QuestionFields(questions=[question], answered=questions.answers_by(person), taken=taken, day=DAY)
        return [label for _, label in form.fields[f"question-{question.pk}"].choices]

    assert offered(first) == ["No answer", "Visit (1 place left)", "No visit"]
    assert offered(second) == ["No answer", "No visit"]


def test_a_cancelled_registration_frees_its_choice_and_coming_back_too_late_finds_it_taken():
    conference = make_conference()
    question = make_question(conference, kind=QuestionKind.SEVERAL_CHOICES, choices=[("Visit", 1), "Dinner"])
    visit, dinner = (choice_of(question, label).pk for label in ("Visit", "Dinner"))
    first, second = make_registration(conference), make_registration(conference)
    answer(first, question, [visit, dinner])

    actions.cancel(first, **BY)
    answer(second, question, [visit])
    actions.reinstate(first, **BY)

    assert (texts(first), texts(second)) == ({question.pk: "Dinner"}, {question.pk: "Visit"})
    assert "answers.choice_released" in verbs(conference)


def test_answers_are_read_by_the_roles_that_are_named():
    registration = make_registration(make_conference())
    meal = make_question(registration.conference, label="Meal", roles=["desk", "viewer"])
    passport = make_question(registration.conference, label="Passport", roles=[])
    answer(registration, meal, "Fish")
    answer(registration, passport, "X 12")

    def read(role):
        return [each.text for each in questions.shown(registration.participant, role, registration)]

    assert read(TeamRole.ORGANISER) == ["Fish", "X 12"]
    assert read(TeamRole.DESK) == ["Fish"]
    assert read(TeamRole.RAPPORTEUR) == []


def test_answers_to_a_retired_question_are_still_shown():
    registration = make_registration(make_conference())
    question = make_question(registration.conference)
    answer(registration, question, "Fish")

    actions.retire_question(question, **BY)

    [shown] = questions.shown(registration.participant, TeamRole.DESK, registration)
    assert (shown.question, shown.text) == (question, "Fish")


def test_columns_read_the_answers_of_many_in_one_further_query(django_assert_num_queries):
    conference = make_conference()
    question = make_question(conference)
    for text in ("Fish", "Rice", ""):
        answer(make_registration(conference), question, text)
    [column] = questions.columns([question])

    with django_assert_num_queries(2):
        people = questions.with_answers(conference.registrations.select_related("participant").order_by("pk"))
        assert [column.value(registration) for registration in people] == ["Fish", "Rice", ""]

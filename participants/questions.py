"""The questions of a conference and their answers, as pages, lists and exports read them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from conference.statements import Statement
from lib.text import search_key
from participants.choices import RegistrationStatus
from participants.columns import COLUMNS, Column
from participants.models import Answer, Question
from participants.places import sector_of

KEY = "question-"
CURRENT = Statement(lambda conference: Question.objects.filter(conference=conference).current())

ALL = Statement(lambda conference: Question.objects.filter(conference=conference).in_order())


@dataclass(frozen=True)
class Shown:
    """A question with what somebody answered."""

    question: Question
    answer: Answer | None

    @property
    def text(self) -> str:
        return self.answer.text if self.answer else ""


def to_ask(conference, sector: str, *, is_confirmed: bool = False) -> list[Question]:
    """Return the questions that somebody of a sector is asked, in order."""
    asked = CURRENT(conference.pk)
    for each in asked:
        each.conference = conference
    return [each for each in asked if each.is_asked_of(sector, is_confirmed=is_confirmed)]


def all_of(conference) -> list[Question]:
    """Return all questions of a conference in order, also those that are asked no more."""
    return ALL(conference.pk)


def to_fill(conference) -> list[Question]:
    """Return the questions that are asked of somebody, in order, with their choices, also those of other sectors."""
    return CURRENT(conference.pk)


def asked_of(participant, registration=None) -> list[Question]:
    """Return the questions that a participant is asked, as the registration stands."""
    is_confirmed = registration is not None and registration.status == RegistrationStatus.CONFIRMED
    return to_ask(participant.conference, sector_of(participant), is_confirmed=is_confirmed)


def still_needed(registration) -> list[str]:
    """Return the questions that a participant has to answer and has not, as the registration stands, by their words."""
    conference, participant = registration.conference, registration.participant
    required = conference.questions.filter(retired_at=None, is_required=True).in_order()
    is_confirmed, sector = registration.status == RegistrationStatus.CONFIRMED, sector_of(participant)
    asked = [each for each in required if each.is_asked_of(sector, is_confirmed=is_confirmed)]
    if not asked:
        return []
    answered = set(participant.answers.filter(question__in=asked).exclude(text="").values_list("question", flat=True))
    return [each.label for each in asked if each.pk not in answered]


def answers_by(participant) -> dict[int, Answer]:
    """Return a participant's answers by the id of their question."""
    found = participant.answers.select_related("question").prefetch_related("choices")
    return {answer.question_id: answer for answer in found}


def shown(participant, role, registration=None) -> list[Shown]:
    """Return the questions of a participant that a role of the team may read, and older ones that were answered."""
    answers = answers_by(participant)
    asked = asked_of(participant, registration)
    older = [answer.question for pk, answer in answers.items() if pk not in {each.pk for each in asked}]
    visible = [each for each in [*asked, *sorted(older, key=lambda q: (q.position, q.pk))] if each.is_shown_to(role)]
    return [Shown(each, answers.get(each.pk)) for each in visible]


def own(participant, registration) -> list[Shown]:
    """Return what a participant is asked, with the own answers."""
    answers = answers_by(participant)
    return [Shown(each, answers.get(each.pk)) for each in asked_of(participant, registration)]


def taken(questions: Iterable[Question], except_of=None) -> Counter:
    """Count the places taken of each choice that has a limit; `except_of` leaves one participant out."""
    limited = {
        question: [each.pk for each in question.choices.all() if each.place_limit is not None] for question in questions
    }
    pks = [pk for found in limited.values() for pk in found]
    if not pks:
        return Counter()
    holders = holding(limited)
    if except_of is not None and except_of.pk:
        holders = holders.exclude(participant=except_of)
    counts = holders.filter(choices__in=pks).values_list("choices").annotate(Count("participant", distinct=True))
    return Counter(dict(counts))


def holding(choices: dict[Question, list[int]]):
    """Return the answers that take a place of these choices, by the ids of choices of each question.

    They are of people whom the question is asked, and who have a place or may get one: those who are confirmed come
    before those on the waiting list, who give a choice up that is full by the time a place is theirs.
    """
    chosen = Q(pk__in=[])
    for question, pks in choices.items():
        asked = {"participant__organisation__sector__in": question.sectors} if question.sectors else {}
        chosen |= Q(choices__in=pks, **asked)
    return Answer.objects.counted().filter(chosen)


def with_answers(registrations):
    """Return a queryset of registrations that carries the answers which the columns read, in one further query."""
    answers = Prefetch("participant__answers", Answer.objects.only("question_id", "participant_id", "text"))
    return registrations.prefetch_related(answers)


def columns(questions: Iterable[Question]) -> list[Column]:
    """Return a column of the desk's list for each question; see `with_answers`."""
    called = headings(questions)
    return [Column(f"{KEY}{question.pk}", called[question.pk], _text_of(question.pk)) for question in questions]


def headings(questions: Iterable[Question]) -> dict[int, str]:
    """Return what the column of each question is called: its words, and a number where another column has the same.

    The import knows a column by this again. Those that are asked come before those that are not any more.
    """
    called, used = {}, {search_key(column.label) for column in COLUMNS.values()}
    for question in sorted(questions, key=lambda each: each.retired_at is not None):
        heading, number = question.label, 1
        while search_key(heading) in used:
            number += 1
            heading = f"{question.label} ({number})"
        used.add(search_key(heading))
        called[question.pk] = heading
    return called


def pk_in(key: str) -> int:
    """Return the id of the question that a column's key names."""
    return int(key.removeprefix(KEY))


def are_among(columns: Iterable[Column]) -> bool:
    """Say whether columns of questions are among these, so that the rows need `with_answers`."""
    return any(column.key.startswith(KEY) for column in columns)


def _text_of(pk):
    def value(registration):
        answers = registration.participant.answers.all()
        return next((answer.text for answer in answers if answer.question_id == pk), "")

    return value

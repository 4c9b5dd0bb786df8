"""What tests of questions share: answers that are given, and read as texts."""

from datetime import date

from participants.actions.questions import keep_answers
from participants.models import Answer
from tests.factories import BEFORE

BY = {"by": "Olga", "at": BEFORE}
PDF = b"%PDF-1.7\npassport\n%%EOF\n"
DAY = date(2030, 3, 1)


def answer(registration, question, value):
    """Let Olga answer a question for a participant."""
    conference = registration.conference
    keep_answers(conference, registration.participant, {question.pk: value}, **BY)


def texts(registration):
    """Return what the participant answered, as text by the question's id."""
    return dict(Answer.objects.filter(participant=registration.participant).values_list("question_id", "text"))


def choice_of(question, label):
    """Return the choice of a question that has this label."""
    return question.choices.get(label=label)

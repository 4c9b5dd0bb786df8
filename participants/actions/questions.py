"""What changes a conference's own questions, and what participants answer."""

from datetime import date
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction

from conference import audit, files
from lib.refusal import NotPossible, still_there
from participants import places, questions
from participants.actions import participants
from participants.actions.answers import is_free, release_unasked_choices, words
from participants.choices import QuestionKind
from participants.models import Answer, Choice, Participant, Question

FIELDS = [
    "label",
    "help_text",
    "kind",
    "is_required",
    "due_on",
    "sectors",
    "is_after_confirmation",
    "roles",
]


@transaction.atomic
def add_question(conference, *, choices: list[dict] = (), by, at, **values) -> Question:
    """Ask a further question, after the others; `choices` are its answers, each with label and places or none."""
    conference = places.lock(conference)
    question = Question(conference=conference, position=conference.questions.count() + 1, created_at=at)
    _set(question, values)
    question.save(force_insert=True)
    _set_choices(question, choices, at=at)
    audit.record("question.added", question, conference=conference, by=by, at=at)
    return question


@transaction.atomic
def change_question(question: Question, *, choices: list[dict] | None = None, by, at, **values) -> Question:
    """Change a question; answers that were given stay as they are, so a question with answers keeps its kind."""
    question = _reread(question)
    before = _as_kept(question)
    kind = values.get("kind", question.kind)
    if kind != question.kind and question.answers.exists():
        raise NotPossible("The question has answers. Retire it and ask a new one to have it answered otherwise.")
    _set(question, values)
    question.save(update_fields=FIELDS)
    if choices is not None:
        _set_choices(question, choices, at=at)
    old, new = audit.changes(before, _as_kept(question))
    if new:
        audit.record("question.changed", question, conference=question.conference, by=by, at=at, before=old, after=new)
    return question


@transaction.atomic
def move_question(question: Question, *, offset: int, by, at) -> Question:
    """Move a question up (-1) or down (1) among those that are asked; at the edge it stays."""
    question = _reread(question)
    current = list(question.conference.questions.current())
    index = next((number for number, each in enumerate(current) if each.pk == question.pk), None)
    if index is None or not 0 <= index + offset < len(current):
        return question
    current.insert(index + offset, current.pop(index))
    for position, each in enumerate(current, start=1):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])
    audit.record("question.moved", question, conference=question.conference, by=by, at=at)
    return question


@transaction.atomic
def retire_question(question: Question, *, by, at) -> Question:
    """Ask a question no more; its answers stay where they are read."""
    question = _reread(question)
    if question.retired_at:
        raise NotPossible("The question is retired already.")
    question.retired_at = at
    question.save(update_fields=["retired_at"])
    audit.record("question.retired", question, conference=question.conference, by=by, at=at)
    return question


@transaction.atomic
def bring_back_question(question: Question, *, by, at) -> Question:
    """Ask a retired question again, after the others."""
    question = _reread(question)
    if not question.retired_at:
        raise NotPossible("The question is asked already.")
    question.retired_at, question.position = None, question.conference.questions.count() + 1
    question.save(update_fields=["retired_at", "position"])
    audit.record("question.brought_back", question, conference=question.conference, by=by, at=at)
    return question


@transaction.atomic
def change_with_answers(participant: Participant, *, answers: dict, by, at, **details) -> Participant:
    """Change a person's details and answers together: all of it, or nothing."""
    conference = places.lock(participant.conference)
    participant = participants.change_participant(participant, by=by, at=at, **details)
    keep_answers(conference, participant, answers, by=by, at=at)
    if "organisation" in details:  # the answers may come from a form that was asked of another sector
        release_unasked_choices(conference, participant, by=by, at=at)
    return participant


def keep_answers(conference, participant: Participant, answers: dict, *, by, at) -> None:
    """Keep answers, {question id: value}, for an action that holds the conference's lock already.

    An empty value takes an answer back, apart from a file, which stays until another is sent. A place of a choice is
    taken only while one is free, counted under the lock.
    """
    if not answers:
        return
    asked = list(conference.questions.filter(pk__in=answers).prefetch_related("choices"))
    known = questions.answers_by(participant)
    taken = questions.taken(asked, except_of=participant)
    before, after = {}, {}
    for question in asked:
        was = known.get(question.pk)
        former = was.text if was else ""
        text = _keep_answer(question, participant, was, answers[question.pk], taken, at=at)
        if text != former:
            before[question.label], after[question.label] = former, text
    if after:
        before, after = audit.keep_back(before, after, {each.label for each in asked})
        audit.record("answers.changed", participant, conference=conference, by=by, at=at, before=before, after=after)


@transaction.atomic
def copy_questions(original, copy, *, by, at) -> None:
    """Ask in a copied conference what the original asks; days on which answers are due move along."""
    shift = copy.starts_on - original.starts_on
    for question in original.questions.current():
        values = {name: getattr(question, name) for name in FIELDS if name != "due_on"}
        due_on = question.due_on + shift if question.due_on else None
        asked = Question.objects.create(
            conference=copy, position=question.position, created_at=at, due_on=due_on, **values
        )
        Choice.objects.bulk_create(
            Choice(question=asked, label=each.label, place_limit=each.place_limit, position=each.position)
            for each in question.choices.all()
            if each.retired_at is None
        )
        audit.record("question.copied", asked, conference=copy, by=by, at=at)


def _keep_answer(question, participant, was, value, taken, *, at) -> str:
    """Write one answer, if it differs; return its words."""
    if question.kind == QuestionKind.FILE and not value:
        return was.text if was else ""
    chosen = _chosen(question, value) if question.has_choices else []
    for choice in chosen:
        if not is_free(choice, taken):
            sentence = f"No place is left for “{choice}”. Choose another answer to “{question}”."
            raise NotPossible(sentence, field=f"question-{question.pk}")
    text = words(chosen) if question.has_choices else _as_text(value)
    if not text:
        if was:
            was.delete()
        return ""
    answer = was or Answer(question=question, participant=participant)
    if was and text == was.text and not isinstance(value, File):
        return text
    answer.text, answer.answered_at = text, at
    if isinstance(value, File):
        files.forget(answer.file)
        answer.file = value
    answer.save(**({"update_fields": ["text", "file", "answered_at"]} if was else {"force_insert": True}))
    if question.has_choices:
        answer.choices.set(chosen)
    return text


def _chosen(question, value) -> list[Choice]:
    wanted = value if isinstance(value, list) else [value]
    ids = {int(each) for each in wanted if each}
    return [choice for choice in question.choices.all() if choice.pk in ids]


def _as_text(value) -> str:
    if isinstance(value, File):
        return f"{value.name.rpartition('.')[2].upper()} file"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value or "").replace("\r\n", "\n").strip()


def _set(question, values):
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"not to be said of a question: {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(question, name, value.strip() if isinstance(value, str) else value)


def _set_choices(question, choices, *, at):
    """Make the choices these, in this order.

    A choice is known by its words, whatever row of the form they stand in. One that somebody chose is retired rather
    than deleted or given other words: what people answered never turns into something else.
    """
    known = {choice.label.casefold(): choice for choice in question.choices.filter(retired_at=None)}
    known |= _reworded(known, choices)
    kept = {known[key].pk for each in choices if (key := each["label"].casefold()) in known}
    for choice in known.values():
        if choice.pk not in kept:
            _take_away(choice, at=at)
    for position, each in enumerate(choices, start=1):
        choice = known.get(each["label"].casefold())
        limit, count = each.get("place_limit"), _chosen_count(question, choice)
        if limit is not None and limit < count:
            raise NotPossible(f"{count} have chosen “{each['label']}” already. Give it at least {count} places.")
        values = {"label": each["label"], "place_limit": limit, "position": position}
        if choice:
            for name, value in values.items():
                setattr(choice, name, value)
            choice.save(update_fields=list(values))
        else:
            Choice.objects.create(question=question, **values)


def _reworded(known, choices) -> dict[str, Choice]:
    """Return the choices that get other words, by the new ones: those that leave their row, and that nobody chose."""
    wanted = {each["label"].casefold() for each in choices}
    leaving = {choice.pk: choice for key, choice in known.items() if key not in wanted}
    rows = {each["label"].casefold(): leaving.get(each.get("pk")) for each in choices}
    return {key: choice for key, choice in rows.items() if key not in known and choice and not choice.answers.exists()}


def _chosen_count(question, choice) -> int:
    """Count those whose places the choice has to have, also where it had no limit so far."""
    return questions.holding({question: [choice.pk]}).count() if choice else 0


def _take_away(choice, *, at):
    if choice.answers.exists():
        choice.retired_at = at
        choice.save(update_fields=["retired_at"])
    else:
        choice.delete()


def _as_kept(question) -> dict:
    """Return a question as the history keeps it, its choices as words."""
    kept = audit.snapshot(question, FIELDS)
    choices = question.choices.filter(retired_at=None).order_by("position", "pk")
    limits = [f"{each} ({each.place_limit})" if each.place_limit is not None else str(each) for each in choices]
    return kept | {"choices": limits}


def _reread(question) -> Question:
    conference = places.lock(question.conference)
    found = still_there(conference.questions, pk=question.pk)
    found.conference = conference
    return found

"""The conference's own questions as columns of a spreadsheet: how their cells are read, and whose places are free.

A file is an answer that no cell holds, so questions that ask for one are no columns.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from conference import rules
from conference.choices import TeamRole
from lib.text import search_key
from lib.written import enumeration
from participants import cells, questions
from participants.choices import QuestionKind, RegistrationStatus, Sector
from participants.models import Answer, Question

BETWEEN = re.compile(r"\s*[,;\n]\s*")


@dataclass(frozen=True)
class Reply:
    """An answer as a cell gives it: its words as they are kept, and the ids of its choices."""

    text: str
    choices: tuple[int, ...] = ()

    @property
    def value(self):
        """What actions.questions.keep_answers is given."""
        return list(self.choices) or self.text


def readable_by(user, conference) -> list[Question]:
    """Return the questions whose answers somebody may read, in order; the installation itself reads them all."""
    role = rules.role_of(user, conference) if hasattr(user, "pk") else TeamRole.ORGANISER
    return [each for each in questions.all_of(conference) if each.is_shown_to(role)]


def targets(readable: Iterable[Question]) -> dict[str, str]:
    """Return which questions a column may fill, by key, with what its column is called."""
    asked = [each for each in readable if each.retired_at is None and each.kind != QuestionKind.FILE]
    called = questions.headings(readable)
    return {f"{questions.KEY}{each.pk}": called[each.pk] for each in asked}


def of_files(readable: Iterable[Question]) -> dict[str, str]:
    """Return the headings of questions that ask for a file, by their search key."""
    called = questions.headings(readable)
    return {search_key(called[each.pk]): called[each.pk] for each in readable if each.kind == QuestionKind.FILE}


def are_readable(mapping: Iterable[str], readable: Iterable[Question]) -> bool:
    """Say whether the questions that the columns of a file fill are all among those that somebody may read."""
    filled = {target for target in mapping if target.startswith(questions.KEY)}
    return filled <= {f"{questions.KEY}{each.pk}" for each in readable}


class Asked:
    """The questions that the columns of a file fill, what is answered so far, and the places of their choices.

    Fetched once for a whole file. Places are counted row after row, as the rows would be imported.
    """

    def __init__(self, conference, mapping: Iterable[str]):
        current = {f"{questions.KEY}{each.pk}": each for each in questions.to_fill(conference)}
        self.questions = {target: current[target] for target in mapping if target in current}
        asked = list(self.questions.values())
        self.answers = {}
        for answer in Answer.objects.filter(question__in=asked).prefetch_related("choices"):
            chosen = tuple(choice.pk for choice in answer.choices.all())
            self.answers[answer.participant_id, answer.question_id] = Reply(answer.text, chosen)
        self.limits = {
            choice.pk: choice.place_limit
            for question in asked
            for choice in question.choices.all()
            if choice.place_limit is not None
        }
        self.holders = {pk: set() for pk in self.limits}
        limited = {each: [choice.pk for choice in each.choices.all() if choice.pk in self.limits] for each in asked}
        if self.limits:
            held = questions.holding(limited).values_list("choices", "participant")
            for choice, participant in held:
                self.holders.get(choice, set()).add(participant)

    def known(self, participant, target) -> Reply:
        """Return what somebody has answered so far; nothing is an empty reply."""
        pk = participant.pk if participant else None
        return self.answers.get((pk, self.questions[target].pk), Reply(""))

    def read(self, target: str, cell: str, participant, sector: str) -> Reply | None:
        """Return what a cell answers, or None when it says what is known; raise ValueError with a sentence."""
        question, known = self.questions[target], self.known(participant, target)
        cell = cell.replace("\r\n", "\n").strip()
        if cell == known.text.replace("\r\n", "\n"):
            return None
        reply = _chosen(question, cell, known) if question.has_choices else Reply(READERS[question.kind](cell, self))
        if reply.text == known.text:
            return None
        if not question.is_asked_of(sector, is_confirmed=True):
            whom = f"from {Sector(sector).label}" if sector else "without an organisation"
            raise ValueError(f"The question is not asked of people {whom}.")
        for pk in reply.choices:
            if pk in self.limits and self._is_full(pk, participant):
                label = next(choice.label for choice in question.choices.all() if choice.pk == pk)
                raise ValueError(f"No place is left for “{label}”.")
        return reply

    def take(self, number: int, participant, replies: dict[str, Reply]) -> None:
        """Count the places that a row takes, and gives up, for the rows after it."""
        who = participant.pk if participant else f"row {number}"
        for target, reply in replies.items():
            for pk in self.known(participant, target).choices:
                self.holders.get(pk, set()).discard(who)
            if participant is None or self._counts(participant):
                for pk in reply.choices:
                    self.holders.get(pk, set()).add(who)

    def _is_full(self, choice: int, participant) -> bool:
        others = self.holders[choice] - {participant and participant.pk}
        return len(others) >= self.limits[choice]

    def _counts(self, participant) -> bool:
        registration = getattr(participant, "registration", None)
        return registration is None or registration.holds_a_place or registration.status == RegistrationStatus.PENDING


def _chosen(question, cell, known) -> Reply:
    offered = [each for each in question.choices.all() if each.retired_at is None or each.pk in known.choices]
    offered.sort(key=lambda each: each.retired_at is None)  # of two with the same words, the one that is offered
    by_words = {search_key(each.label): each for each in offered} | {each.label.casefold(): each for each in offered}
    if question.kind == QuestionKind.ONE_CHOICE:
        found = [by_words.get(cell.casefold()) or by_words.get(search_key(cell))]
    else:
        found = _taken_apart(cell, by_words)
    if None in found:
        labels = [f"“{each}”" for each in question.choices.all() if each.retired_at is None]
        raise ValueError(f"“{cell}” is none of {enumeration(labels)}.")
    chosen = [each for each in question.choices.all() if each in found]
    return Reply(", ".join(each.label for each in chosen), tuple(each.pk for each in chosen))


def _taken_apart(cell, by_words) -> list:
    """Return the choices that a cell names one after the other; a label may hold commas itself. None where none is meant."""
    parts, found = BETWEEN.split(cell.strip(",; \n")), []
    gaps = BETWEEN.findall(cell.strip(",; \n"))
    while parts:
        for count in range(len(parts), 0, -1):
            words = "".join(part + gap for part, gap in zip(parts[:count], [*gaps[: count - 1], ""], strict=True))
            choice = by_words.get(words.casefold()) or by_words.get(search_key(words))
            if choice:
                break
        found.append(choice)
        parts, gaps = parts[count:], gaps[count:]
    return found


READERS: dict[str, Callable] = {
    QuestionKind.SHORT_TEXT: cells.text(500),
    QuestionKind.LONG_TEXT: cells.text(5000),
    QuestionKind.YES_NO: lambda cell, known: "yes" if cells.yes_or_no(cell, known) else "no",
    QuestionKind.DATE: cells.day,
    QuestionKind.NUMBER: cells.number,
}

"""What takes back answers that no longer hold: choices whose places others took, or that somebody is not asked for."""

from conference import audit
from participants import places, questions
from participants.models import Participant


def release_full_choices(conference, participant: Participant, *, by, at) -> None:
    """Give up choices whose places others took while the registration was cancelled, under the caller's lock."""
    for answer in _limited(participant):
        taken = questions.taken([answer.question], except_of=participant)
        kept = [each for each in answer.choices.all() if is_free(each, taken)]
        _keep(answer, kept, "answers.choice_released", conference=conference, by=by, at=at)


def release_unasked_choices(conference, participant: Participant, *, by, at) -> None:
    """Give up choices with places of questions that the participant's sector is not asked, under the caller's lock."""
    sector = places.sector_of(participant)
    for answer in _limited(participant):
        if not answer.question.is_asked_of(sector, is_confirmed=True):
            kept = [each for each in answer.choices.all() if each.place_limit is None]
            _keep(answer, kept, "answers.choice_not_asked", conference=conference, by=by, at=at)


def release_after_move(conference, participant: Participant, *, by, at) -> None:
    """Give up choices of somebody whose sector is another now: what is not asked there, and what became full meanwhile.

    An answer that was given before its question was kept for some sectors counts again for who moves into one of them.
    """
    release_unasked_choices(conference, participant, by=by, at=at)
    if participant.answers.counted().filter(choices__place_limit__isnull=False).exists():
        release_full_choices(conference, participant, by=by, at=at)


def release_unasked_of(organisation, conferences, *, by, at) -> None:
    """Do the same for all who represent an organisation whose sector has changed, under the locks of the conferences."""
    people = Participant.objects.filter(organisation=organisation, answers__choices__place_limit__isnull=False)
    for conference in conferences:
        for participant in people.filter(conference=conference).select_related("organisation").distinct():
            release_after_move(conference, participant, by=by, at=at)


def is_free(choice, taken) -> bool:
    """Say whether a choice has a place left beside those that are taken."""
    return choice.place_limit is None or taken.get(choice.pk, 0) < choice.place_limit


def words(chosen) -> str:
    """Return choices as the answer's text."""
    return ", ".join(choice.label for choice in chosen)


def _limited(participant):
    limited = participant.answers.filter(choices__place_limit__isnull=False).distinct()
    return limited.select_related("question", "participant").prefetch_related("choices", "question__choices")


def _keep(answer, kept, verb, *, conference, by, at):
    if len(kept) == len(answer.choices.all()):
        return
    label, was = answer.question.label, answer.text
    answer.choices.set(kept)
    answer.text = words(kept)
    answer.save(update_fields=["text"])
    before, after = audit.keep_back({label: was}, {label: answer.text}, {label})
    audit.record(verb, answer.participant, conference=conference, by=by, at=at, before=before, after=after)

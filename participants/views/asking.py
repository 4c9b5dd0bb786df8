"""What forms about a participant need to ask the conference's own questions (forms.questions.QuestionFields)."""

from django.utils import timezone

from participants import consents, questions


def parts_for(participant, registration=None) -> dict:
    """Return what a form for the participant needs."""
    consent = {"consent": consents.shown_to(participant)}
    return consent | _parts(participant, questions.asked_of(participant, registration))


def parts_for_desk(participant, registration, role) -> dict:
    """Return what a form for the desk needs: what the role may read, and nothing that has to be answered."""
    asked = [each for each in questions.asked_of(participant, registration) if each.is_shown_to(role)]
    return _parts(participant, asked) | {"is_lenient": True}


def _parts(participant, asked):
    if not asked:
        return {}
    return {
        "questions": asked,
        "answered": questions.answers_by(participant),
        "taken": questions.taken(asked, except_of=participant),
        "day": timezone.now().astimezone(participant.conference.zone).date(),
    }

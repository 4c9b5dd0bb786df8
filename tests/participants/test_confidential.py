"""What only some of the team may read stays with them: answers to questions for certain roles, needs, gender."""

import pytest
from django.urls import reverse

from conference.choices import TeamRole
from participants import actions
from participants.choices import Gender, QuestionKind, RegistrationStatus
from sessions.actions import change_profile
from tests.factories import BEFORE, make_conference, make_participant, make_question, make_registration

pytestmark = pytest.mark.django_db
BY = {"by": "Olga", "at": BEFORE}
CANARY, FORMER = "canary seed only", "seedless bread"


def pages(client, registration):
    """What the history and the registration's page say, one after the other."""
    slug = registration.conference.slug
    kwargs = {"conference": slug, "pk": registration.pk}
    urls = [reverse("conference:history", args=[slug]), reverse("participants:registration", kwargs=kwargs)]
    return "".join(client.get(url).content.decode() for url in urls)


@pytest.mark.parametrize("role", [TeamRole.VIEWER, TeamRole.RAPPORTEUR])
def test_answers_for_some_roles_are_not_read_in_the_history(sign_in, role):
    registration = make_registration(make_conference())
    question = make_question(registration.conference, label="What do you eat?", roles=["desk"])
    for words in (FORMER, CANARY):
        actions.change_with_answers(registration.participant, answers={question.pk: words}, **BY)

    html = pages(sign_in(registration.conference, role), registration)

    assert "What do you eat?" in html
    assert CANARY not in html
    assert FORMER not in html


def test_choices_given_up_are_not_read_in_the_history_either(sign_in):
    registration = make_registration(make_conference(), status=RegistrationStatus.CANCELLED)
    conference = registration.conference
    question = make_question(conference, kind=QuestionKind.ONE_CHOICE, choices=[(CANARY, 1)])
    choice = question.choices.get().pk
    actions.change_with_answers(registration.participant, answers={question.pk: choice}, **BY)
    other = make_registration(conference)
    actions.change_with_answers(other.participant, answers={question.pk: choice}, **BY)

    actions.reinstate(registration, **BY)

    assert conference.history.filter(verb="answers.choice_released").exists()
    assert CANARY not in pages(sign_in(conference, TeamRole.VIEWER), registration)


def test_answers_stay_out_of_the_history_whoever_reads_them_today(sign_in):
    registration = make_registration(make_conference())
    question = make_question(registration.conference, roles=["desk", "rapporteur", "viewer"])
    actions.change_with_answers(registration.participant, answers={question.pk: CANARY}, **BY)

    actions.change_question(question, roles=[], **BY)

    assert CANARY not in pages(sign_in(registration.conference, TeamRole.VIEWER), registration)
    assert registration.conference.history.get(verb="answers.changed").after == {question.label: "changed"}


def test_the_history_says_that_needs_changed_and_not_what_they_are(sign_in):
    participant = make_participant(make_conference(), needs=FORMER, phone="+41229171234")
    registration = make_registration(participant.conference, participant=participant)

    changes = {"needs": CANARY, "gender": Gender.FEMALE, "phone": "+41229175678", "job_title": "Minister"}
    actions.change_participant(participant, **changes, **BY)

    participant.refresh_from_db()
    assert (participant.needs, participant.gender) == (CANARY, Gender.FEMALE)
    html = pages(sign_in(registration.conference, TeamRole.VIEWER), registration)
    for words in (CANARY, FORMER, "female"):
        assert words not in html.lower()
    for words in ("diet, access and other needs", "(not shown)", "Minister"):
        assert words in html
    assert CANARY in pages(sign_in(registration.conference, TeamRole.DESK), registration)


def test_needs_are_no_column_for_who_does_not_work_at_the_desk(sign_in):
    participant = make_participant(make_conference(), needs=CANARY)
    make_registration(participant.conference, participant=participant)
    url = reverse("participants:registration_list", args=[participant.conference.slug]) + "?columns=needs&more=yes"

    assert CANARY in sign_in(participant.conference, TeamRole.DESK).get(url).content.decode()
    assert CANARY not in sign_in(participant.conference, TeamRole.VIEWER).get(url).content.decode()


def test_when_a_speaker_cannot_come_is_not_read_in_the_history(sign_in):
    participant = make_participant(make_conference())
    registration = make_registration(participant.conference, participant=participant)

    change_profile(participant, unavailable=CANARY, biography="A life.", **BY)

    assert participant.conference.history.get(verb="speaker.described").after["biography"] == "A life."
    assert CANARY not in pages(sign_in(participant.conference, TeamRole.VIEWER), registration)

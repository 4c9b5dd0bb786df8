"""What somebody who was entered twice said and did twice: nothing of it is lost when the two become one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conference.choices import TeamRole
from participants import actions
from participants.models import Answer
from sessions.choices import SpeakerAnswer
from sessions.models import Contribution, SpeakerProfile, SpeakerRole
from tests.factories import BEFORE, make_conference, make_participant, make_question, make_session, make_speaker

pytestmark = pytest.mark.django_db
BY = {"by": "Olga", "at": BEFORE}


def twice():
    conference = make_conference()
    return conference, make_participant(conference, email=""), make_participant(conference, email="")


def answer(question, participant, text, days):
    at = BEFORE + timedelta(days=days)
    return Answer.objects.create(question=question, participant=participant, text=text, answered_at=at)


def test_a_role_keeps_the_presentation_and_the_answer_of_the_other_entry_until_the_merge_is_undone():
    conference, kept, gone = twice()
    session = make_session(conference)
    talk = Contribution.objects.create(session=session, title="Lessons")
    make_speaker(session, participant=kept)
    confirmed = {"answer": SpeakerAnswer.CONFIRMED, "answered_at": BEFORE}
    make_speaker(session, participant=gone, contribution=talk, **confirmed)
    SpeakerProfile.objects.create(participant=kept)
    SpeakerProfile.objects.create(participant=gone, biography="A chemist.")
    before = [list(model.objects.order_by("pk").values()) for model in (SpeakerRole, SpeakerProfile)]

    merge = actions.merge_participants(kept, gone, values={}, **BY)

    role = SpeakerRole.objects.get()
    assert (role.participant, role.contribution, role.answer, role.answered_at) == (kept, talk, *confirmed.values())
    assert SpeakerProfile.objects.get().biography == "A chemist."
    actions.undo_merge_of_participants(merge, **BY)
    assert [list(model.objects.order_by("pk").values()) for model in (SpeakerRole, SpeakerProfile)] == before


def test_what_the_kept_entry_answered_itself_stands():
    conference, kept, gone = twice()
    session = make_session(conference)
    make_speaker(session, participant=kept, answer=SpeakerAnswer.DECLINED)
    make_speaker(session, participant=gone, answer=SpeakerAnswer.CONFIRMED)

    actions.merge_participants(kept, gone, values={}, **BY)

    assert SpeakerRole.objects.get().answer == SpeakerAnswer.DECLINED


@pytest.mark.parametrize(("days", "stays"), [((0, 3), "second"), ((3, 0), "first")])
def test_of_two_answers_the_newer_stays(days, stays):
    conference, kept, gone = twice()
    question = make_question(conference)
    for person, text, day in zip((kept, gone), ("first", "second"), days, strict=True):
        answer(question, person, text, day)

    merge = actions.merge_participants(kept, gone, values={}, **BY)

    assert [(each.participant, each.text) for each in Answer.objects.all()] == [(kept, stays)]
    actions.undo_merge_of_participants(merge, **BY)
    assert {each.participant: each.text for each in Answer.objects.all()} == {kept: "first", gone: "second"}


def test_the_page_asks_nothing_about_answers_that_the_reader_may_not_read(sign_in):
    conference, kept, gone = twice()
    question = make_question(conference, roles=[])
    answer(question, kept, "vegetarian", 0)
    answer(question, gone, "no nuts", 3)
    address = reverse(
        "participants:merge_participants", kwargs={"conference": conference.slug, "pk": kept.pk, "other": gone.pk}
    )

    shown = sign_in(conference, TeamRole.DESK).get(address)

    assert "no nuts" not in shown.content.decode()
    assert f"answer-{question.pk}" not in shown.context["form"].fields


def test_the_page_shows_both_answers_proposes_the_newer_and_keeps_the_chosen(sign_in):
    conference, kept, gone = twice()
    question = make_question(conference)
    answer(question, kept, "vegetarian", 0)
    answer(question, gone, "no nuts", 3)
    address = reverse(
        "participants:merge_participants", kwargs={"conference": conference.slug, "pk": kept.pk, "other": gone.pk}
    )
    client = sign_in(conference, TeamRole.DESK)

    shown = client.get(address)
    client.post(address, {f"answer-{question.pk}": "first"})

    assert shown.context["form"][f"answer-{question.pk}"].value() == "second"
    assert "vegetarian" in shown.content.decode()
    assert "no nuts" in shown.content.decode()
    assert [(each.participant, each.text) for each in Answer.objects.all()] == [(kept, "vegetarian")]

"""Who holds a place of a choice, such as a dinner: who is asked, and has a place at the conference or may yet get one."""

import pytest

from lib.refusal import NotPossible
from participants import actions, questions
from participants.choices import RegistrationStatus as Status
from participants.choices import Sector
from tests.factories import make_conference, make_organisation, make_participant, make_question, make_registration
from tests.participants.test_questions import BY, KINDS, answer, texts, verbs

pytestmark = pytest.mark.django_db


def dinner_of(conference, *, places=1, **fields):
    return make_question(conference, label="Dinner?", kind=KINDS.ONE_CHOICE, choices=[("Yes", places), "No"], **fields)


def yes(question):
    return question.choices.get(label="Yes")


def taken(question):
    return questions.taken([question])[yes(question).pk]


def registered(conference, status=Status.CONFIRMED, *, sector=Sector.GOVERNMENT, **fields):
    person = make_participant(conference, organisation=make_organisation(sector=sector))
    return make_registration(conference, participant=person, status=status, **fields)


@pytest.mark.parametrize(
    ("status", "count"),
    [(Status.CONFIRMED, 1), (Status.PENDING, 1), (Status.WAITLISTED, 0), (Status.CANCELLED, 0), (Status.REJECTED, 0)],
)
def test_who_waits_for_a_place_holds_none_at_the_dinner(status, count):
    conference = make_conference()
    dinner, person = dinner_of(conference), registered(conference, status)

    answer(person, dinner, yes(dinner).pk)

    assert taken(dinner) == count


def test_who_is_confirmed_comes_before_who_waits_and_who_comes_later_finds_it_taken():
    conference = make_conference(capacity=1)
    dinner = dinner_of(conference)
    first, waiting = registered(conference), registered(conference, Status.WAITLISTED)
    answer(waiting, dinner, yes(dinner).pk)
    answer(first, dinner, yes(dinner).pk)

    actions.set_places(conference, capacity=2, limits={}, is_offered=False, offer_days=3, **BY)

    waiting.refresh_from_db()
    assert (waiting.status, texts(waiting), taken(dinner)) == (Status.CONFIRMED, {dinner.pk: ""}, 1)
    assert "answers.choice_released" in verbs(conference)


def test_who_is_confirmed_from_the_waiting_list_keeps_a_choice_that_is_free():
    conference = make_conference()
    dinner, waiting = dinner_of(conference), registered(conference, Status.WAITLISTED)
    answer(waiting, dinner, yes(dinner).pk)

    actions.confirm(waiting, **BY)

    assert (texts(waiting), taken(dinner)) == ({dinner.pk: "Yes"}, 1)


def test_who_moves_to_a_sector_that_is_not_asked_gives_the_choice_back():
    conference = make_conference()
    dinner = dinner_of(conference, sectors=[Sector.GOVERNMENT])
    person, another = registered(conference), registered(conference)
    answer(person, dinner, yes(dinner).pk)

    company = make_organisation(sector=Sector.INDUSTRY)
    actions.change_participant(person.participant, organisation=company, **BY)
    answer(another, dinner, yes(dinner).pk)

    assert (texts(person), texts(another)) == ({dinner.pk: ""}, {dinner.pk: "Yes"})
    assert "answers.choice_not_asked" in verbs(conference)


def test_whose_organisation_gets_another_sector_gives_the_choice_back():
    conference = make_conference()
    dinner, person = dinner_of(conference, sectors=[Sector.GOVERNMENT]), registered(conference)
    answer(person, dinner, yes(dinner).pk)

    organisation = person.participant.organisation
    actions.change_organisation(organisation, sector=Sector.INDUSTRY, conference=conference, **BY)
    actions.change_organisation(organisation, sector=Sector.GOVERNMENT, conference=conference, **BY)

    assert (texts(person), taken(dinner)) == ({dinner.pk: ""}, 0)


def test_whose_organisation_is_merged_into_another_sector_gives_the_choice_back():
    conference = make_conference()
    dinner, person = dinner_of(conference, sectors=[Sector.GOVERNMENT]), registered(conference)
    answer(person, dinner, yes(dinner).pk)

    company = make_organisation(sector=Sector.INDUSTRY)
    actions.merge_organisations(company, person.participant.organisation, conference=conference, **BY)

    assert (texts(person), taken(dinner)) == ({dinner.pk: ""}, 0)


def test_a_question_that_is_asked_of_fewer_frees_their_places_and_leaves_their_answers():
    conference = make_conference()
    dinner, person, another = dinner_of(conference), registered(conference), registered(conference, sector="industry")
    answer(person, dinner, yes(dinner).pk)
    same = [{"pk": each.pk, "label": each.label, "place_limit": each.place_limit} for each in dinner.choices.all()]

    dinner = actions.change_question(dinner, sectors=["industry"], choices=same, **BY)
    answer(another, dinner, yes(dinner).pk)

    assert (texts(person), texts(another), taken(dinner)) == ({dinner.pk: "Yes"}, {dinner.pk: "Yes"}, 1)
    with pytest.raises(NotPossible, match="2 have chosen “Yes” already"):
        actions.change_question(dinner, sectors=[], choices=same, **BY)


def test_a_merge_gives_no_place_of_a_choice_once_too_often():
    conference = make_conference()
    dinner, other, kept, gone = dinner_of(conference), *(registered(conference) for _ in range(3))
    actions.waitlist(gone, **BY)
    answer(gone, dinner, yes(dinner).pk)
    answer(other, dinner, yes(dinner).pk)

    actions.merge_participants(kept.participant, gone.participant, values={}, **BY)

    assert (texts(kept), texts(other), taken(dinner)) == ({dinner.pk: ""}, {dinner.pk: "Yes"}, 1)


def test_a_merge_leaves_a_choice_that_is_free():
    conference = make_conference()
    dinner, kept, gone = dinner_of(conference), registered(conference), registered(conference)
    answer(gone, dinner, yes(dinner).pk)

    actions.merge_participants(kept.participant, gone.participant, values={}, **BY)

    assert (texts(kept), taken(dinner)) == ({dinner.pk: "Yes"}, 1)


def test_a_merge_into_another_sector_gives_the_choice_back():
    conference = make_conference()
    dinner = dinner_of(conference, sectors=[Sector.GOVERNMENT])
    kept, gone = registered(conference, sector=Sector.INDUSTRY), registered(conference)
    answer(gone, dinner, yes(dinner).pk)

    actions.merge_participants(kept.participant, gone.participant, values={}, **BY)

    assert (texts(kept), taken(dinner)) == ({dinner.pk: ""}, 0)


def test_a_merge_that_is_undone_gives_no_place_of_a_choice_once_too_often():
    conference = make_conference()
    dinner, other, kept, gone = dinner_of(conference), *(registered(conference) for _ in range(3))
    answer(gone, dinner, yes(dinner).pk)
    no = dinner.choices.get(label="No")
    answer(kept, dinner, no.pk)
    merge = actions.merge_participants(
        kept.participant, gone.participant, values={}, answers={dinner.pk: kept.participant_id}, **BY
    )
    answer(other, dinner, yes(dinner).pk)

    actions.undo_merge_of_participants(merge, **BY)

    assert (texts(gone), texts(kept), texts(other)) == ({dinner.pk: ""}, {dinner.pk: "No"}, {dinner.pk: "Yes"})
    assert taken(dinner) == 1

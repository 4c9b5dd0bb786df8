"""Whom one represents can be corrected on the own page like every other answer; the desk approves it anew."""

from datetime import timedelta

import pytest

from lib.refusal import NotPossible
from participants import actions
from participants.choices import QuestionKind, Sector
from participants.choices import RegistrationStatus as Status
from participants.models import Organisation, Participant, WaitingListSettings
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_delegation,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
)
from tests.participants.test_personal_pages import DETAILS, me_url

pytestmark = pytest.mark.django_db
LATER = BEFORE + timedelta(minutes=5)
BY = {"by": "Ana Muster, by personal link", "at": OPENING}


def registered(conference, organisation=None, **fields):
    person = make_participant(conference, organisation=organisation or make_organisation())
    return make_registration(conference, participant=person, **fields)


def change(registration, **details):
    return actions.change_own_details(registration, answers={}, **BY, **details)


@pytest.mark.parametrize(
    ("is_moderated", "status", "is_asked"),
    [
        (True, Status.CONFIRMED, True),
        (True, Status.WAITLISTED, True),
        (True, Status.PENDING, False),
        (False, Status.CONFIRMED, False),
        (False, Status.WAITLISTED, False),
    ],
)
def test_another_organisation_of_somebody_approved_asks_for_approval_again(is_moderated, status, is_asked):
    ministry, other = make_organisation(official_name="Ministry"), make_organisation(official_name="Agency")
    conference = make_conference(is_moderated=is_moderated, capacity=0 if status == Status.WAITLISTED else None)
    registration = registered(conference, ministry, status=status)

    change(registration, organisation=other)

    registration.refresh_from_db()
    assert (registration.status, registration.review_asked_at) == (status, OPENING if is_asked else None)
    assert Participant.objects.get().organisation == other
    asked = registration.conference.history.filter(verb="registration.review_asked")
    told = [({"organisation": "Ministry"}, {"organisation": "Agency"})]
    assert [(entry.before, entry.after) for entry in asked] == (told if is_asked else [])


def test_another_spelling_walks_round_no_sector_and_no_seats():
    conference = make_conference(is_moderated=False)
    conference.sector_limits.create(sector=Sector.INDUSTRY, place_count=1)
    registration = registered(conference, make_organisation(sector=Sector.INDUSTRY))

    change(registration, new_organisation={"official_name": "Bayer A.G.", "sector": Sector.OTHER, "country": ""})

    registration.refresh_from_db()
    assert (registration.status, registration.review_asked_at) == (Status.CONFIRMED, OPENING)


def test_who_gets_a_place_by_another_organisation_is_looked_at_too():
    conference = make_conference(is_moderated=True)
    conference.sector_limits.create(sector=Sector.INDUSTRY, place_count=0)
    registration = registered(conference, make_organisation(sector=Sector.INDUSTRY), status=Status.WAITLISTED)

    change(registration, organisation=make_organisation(sector=Sector.ACADEMIA))

    registration.refresh_from_db()
    assert (registration.status, registration.review_asked_at) == (Status.CONFIRMED, OPENING)


@pytest.mark.parametrize("is_offered", [False, True])
def test_who_changes_while_waiting_is_looked_at_when_a_place_comes_without_anybody_looking(is_offered):
    conference = make_conference(is_moderated=True, capacity=0)
    WaitingListSettings.objects.create(conference=conference, is_offered=is_offered, offer_days=2)
    registration = registered(conference, status=Status.WAITLISTED)
    change(registration, family_name="Núñez", given_name="Ana")
    places = {"capacity": 1, "limits": {}, "is_offered": is_offered, "offer_days": 2}

    actions.set_places(conference, by=None, at=LATER, **places)
    if is_offered:
        actions.take_offer(registration, by="Ana, by personal link", at=LATER)

    registration.refresh_from_db()
    assert (registration.status, registration.review_asked_at) == (Status.CONFIRMED, OPENING)
    verb = "registration.offer_taken" if is_offered else "registration.promoted"
    assert conference.history.get(verb=verb).reason == "What changed meanwhile is still to be approved."
    assert list(conference.registrations.to_review()) == [registration]
    actions.approve_change(registration, by=None, at=LATER)
    assert not conference.registrations.to_review().exists()


@pytest.mark.parametrize("step", ["confirm", "reject", "cancel"])
def test_whoever_decides_about_somebody_who_waits_has_looked_at_the_change_too(step):
    conference = make_conference(is_moderated=True, capacity=0)
    registration = registered(conference, status=Status.WAITLISTED)
    change(registration, family_name="Núñez", given_name="Ana")
    conference.capacity = 1
    conference.save(update_fields=["capacity"])

    actions.change_status(registration, step, by=None, at=LATER)

    registration.refresh_from_db()
    assert registration.review_asked_at is None


def test_the_own_page_of_somebody_who_waits_says_that_the_place_in_the_line_is_kept(client):
    registration = registered(make_conference(is_moderated=True, capacity=0), status=Status.WAITLISTED)

    page = client.post(
        me_url(registration, "details"), DETAILS | {"organisation": "Another", "sector": "other"}, follow=True
    )

    registration.refresh_from_db()
    assert registration.review_asked_at is not None
    assert "the organisers look at it once more. Your place in the line is kept." in page.text


def test_a_delegation_without_seats_takes_nobody_in_by_it():
    conference = make_conference()
    full = make_delegation(conference, seat_limit=0)
    registration = registered(conference)
    before = registration.participant.organisation

    with pytest.raises(NotPossible, match="would hold a place"):
        change(registration, organisation=full.organisation)

    assert Participant.objects.get().organisation == before


def test_the_own_page_asks_whom_one_represents_and_says_what_follows(client):
    registration = registered(make_conference(is_moderated=True), make_organisation(official_name="Ministry"))
    make_organisation(official_name="Agency", aliases=["Ágency of Trade"])
    shown = client.get(me_url(registration, "details")).context["form"]

    faulty = client.post(me_url(registration, "details"), DETAILS | {"organisation": ""})
    page = client.post(me_url(registration, "details"), DETAILS | {"organisation": "agency of trade"}, follow=True)

    assert shown.initial["organisation"] == "Ministry"
    assert "Enter the organisation that you represent." in faulty.text
    assert Participant.objects.get().organisation.official_name == "Agency"
    assert "the organisers look at it once more. Your place is kept." in page.text


def test_who_leaves_the_organisation_as_it_is_is_not_looked_at(client):
    registration = registered(make_conference(is_moderated=True), make_organisation(official_name="Ministry"))
    same = {"family_name": "Muster", "given_name": "Ana", "organisation": "ministry", "job_title": "Director"}

    client.post(me_url(registration, "details"), same)

    registration.refresh_from_db()
    assert (registration.participant.job_title, registration.review_asked_at) == ("Director", None)
    assert Organisation.objects.filter(official_name__iexact="ministry").count() == 1


def test_the_place_of_a_choice_that_is_not_asked_any_more_is_not_taken_again_with_the_answers():
    conference = make_conference()
    dinner = make_question(
        conference, label="Dinner", kind=QuestionKind.ONE_CHOICE, choices=[("Yes", 1)], sectors=[Sector.INDUSTRY]
    )
    yes = dinner.choices.get()
    registration = registered(conference, make_organisation(sector=Sector.INDUSTRY))
    actions.change_own_details(registration, answers={dinner.pk: str(yes.pk)}, by="Ana", at=BEFORE)
    assert yes.answers.count() == 1

    actions.change_own_details(
        registration, answers={dinner.pk: str(yes.pk)}, organisation=make_organisation(sector=Sector.ACADEMIA), **BY
    )

    assert yes.answers.count() == 0

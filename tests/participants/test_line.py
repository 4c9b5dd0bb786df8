"""The line of those who wait: nobody overtakes, and what becomes free goes to the first in it, whatever made it free."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from conference.choices import TeamRole
from lib.refusal import NotPossible
from participants import actions, places, questions
from participants.choices import QuestionKind, Sector
from participants.choices import RegistrationStatus as Status
from participants.models import WaitingListSettings
from tests.factories import (
    BEFORE,
    make_conference,
    make_delegation,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
)
from tests.participants.standing import status_of

pytestmark = pytest.mark.django_db
LATER = BEFORE + timedelta(hours=1)


def place_for(conference, organisation, *, status=Status.CONFIRMED, minutes=0, **of_the_registration):
    delegation = places.delegation_for(conference, organisation)
    person = make_participant(conference, organisation=organisation, delegation=delegation)
    given = {"status": status, "registered_at": BEFORE + timedelta(minutes=minutes)} | of_the_registration
    return make_registration(conference, participant=person, **given)


def arrives(conference, organisation=None):
    person = actions.add_participant(conference, family_name="Muster", organisation=organisation, by=None, at=LATER)
    return actions.register(person, needs_approval=False, by=None, at=LATER)


def moves(registration, organisation):
    actions.change_participant(registration.participant, organisation=organisation, by=None, at=LATER)


def limit(conference, sector, count):
    conference.sector_limits.create(sector=sector, place_count=count)


def test_a_free_place_belongs_to_who_waits_and_not_to_who_arrives():
    conference = make_conference(capacity=2)
    make_registration(conference)
    waiting = make_registration(conference)
    actions.waitlist(waiting, by=None, at=LATER)

    assert status_of(waiting, arrives(conference)) == [Status.WAITLISTED, Status.WAITLISTED]


def test_who_arrives_gets_a_place_that_is_left_after_those_who_wait():
    conference = make_conference(capacity=3)
    make_registration(conference)
    actions.waitlist(make_registration(conference), by=None, at=LATER)

    assert status_of(arrives(conference)) == [Status.CONFIRMED]


def test_who_waits_for_a_full_sector_keeps_nobody_of_another_from_a_place():
    conference, industry = make_conference(capacity=3), make_organisation(sector=Sector.INDUSTRY)
    limit(conference, Sector.INDUSTRY, 1)
    place_for(conference, industry)
    place_for(conference, industry, status=Status.WAITLISTED)

    assert status_of(arrives(conference, make_organisation())) == [Status.CONFIRMED]


def test_the_free_place_of_a_sector_belongs_to_who_waits_for_it():
    conference, industry = make_conference(), make_organisation(sector=Sector.INDUSTRY)
    limit(conference, Sector.INDUSTRY, 1)
    place_for(conference, industry, status=Status.WAITLISTED)

    newcomer = arrives(conference, industry)

    assert status_of(newcomer) == [Status.WAITLISTED]


def test_the_place_that_somebody_leaves_in_a_sector_by_moving_goes_to_who_waits_for_it():
    conference, industry = make_conference(), make_organisation(sector=Sector.INDUSTRY)
    limit(conference, Sector.INDUSTRY, 1)
    leaving, waiting = place_for(conference, industry), place_for(conference, industry, status=Status.WAITLISTED)

    moves(leaving, make_organisation())

    assert status_of(leaving, waiting) == [Status.CONFIRMED, Status.CONFIRMED]


def test_who_waits_and_moves_to_a_sector_with_places_has_one():
    conference, industry = make_conference(), make_organisation(sector=Sector.INDUSTRY)
    limit(conference, Sector.INDUSTRY, 0)
    waiting = place_for(conference, industry, status=Status.WAITLISTED)

    moves(waiting, make_organisation())

    assert status_of(waiting) == [Status.CONFIRMED]


def test_seats_that_are_added_go_to_the_members_who_wait():
    conference, organisation = make_conference(), make_organisation()
    delegation = make_delegation(conference, organisation=organisation, seat_limit=1)
    place_for(conference, organisation)
    first = place_for(conference, organisation, status=Status.WAITLISTED, minutes=1)
    second = place_for(conference, organisation, status=Status.WAITLISTED, minutes=2)

    actions.change_delegation(delegation, seat_limit=2, by=None, at=LATER)

    assert status_of(first, second) == [Status.CONFIRMED, Status.WAITLISTED]


def test_the_seat_of_a_member_who_is_taken_out_goes_to_the_first_who_waits():
    conference, organisation = make_conference(), make_organisation()
    delegation = make_delegation(conference, organisation=organisation, seat_limit=1)
    leaving = place_for(conference, organisation)
    waiting = place_for(conference, organisation, status=Status.WAITLISTED)

    actions.take_out(delegation, leaving.participant, by=None, at=LATER)

    assert status_of(leaving, waiting) == [Status.CONFIRMED, Status.CONFIRMED]


def test_the_offer_that_a_substitute_no_longer_needs_goes_to_the_next():
    conference = make_conference(capacity=2)
    WaitingListSettings.objects.create(conference=conference, is_offered=True, offer_days=3)
    leaving = make_registration(conference)
    offered = make_registration(conference, status=Status.WAITLISTED, offer_expires_at=LATER + timedelta(days=2))
    waiting = make_registration(conference, status=Status.WAITLISTED)

    actions.substitute(leaving, email=offered.participant.email, by=None, at=LATER)

    waiting.refresh_from_db()
    assert status_of(leaving, offered) == [Status.CANCELLED, Status.CONFIRMED]
    assert waiting.offer_expires_at is not None


def test_everybody_who_registers_for_an_organisation_with_a_delegation_takes_one_of_its_seats():
    conference, organisation = make_conference(), make_organisation()
    delegation = make_delegation(conference, organisation=organisation, seat_limit=1)

    registered = [arrives(conference, organisation) for _ in range(3)]

    assert status_of(*registered) == [Status.CONFIRMED, Status.WAITLISTED, Status.WAITLISTED]
    assert list(delegation.members.values_list("delegation_position", flat=True).order_by("pk")) == [1, 2, 3]


def test_who_changes_the_organisation_leaves_the_one_delegation_and_belongs_to_the_other():
    conference, state, company = make_conference(), make_organisation(), make_organisation()
    delegation = make_delegation(conference, organisation=state, seat_limit=1)
    member, waiting = place_for(conference, company), place_for(conference, state, status=Status.WAITLISTED)
    actions.fill_free_places(conference, by=None, at=LATER)
    with pytest.raises(NotPossible, match=r"2 people of the delegation of .* would hold a place, and it has 1"):
        moves(member, state)
    moves(waiting, company)
    moves(member, state)
    member.participant.refresh_from_db()
    waiting.participant.refresh_from_db()

    assert (member.participant.delegation, waiting.participant.delegation) == (delegation, None)


def test_who_represents_somebody_else_in_a_delegation_stays_in_it():
    conference, ministry, agency = make_conference(), make_organisation(), make_organisation()
    delegation = make_delegation(conference)
    person = make_participant(conference, organisation=ministry, delegation=delegation)
    moves(make_registration(conference, participant=person), agency)
    person.refresh_from_db()

    assert person.delegation == delegation


def overview(sign_in, conference):
    return sign_in(conference, TeamRole.DESK).get(reverse("conference:desk", kwargs={"conference": conference.slug}))


def test_the_overview_says_who_could_have_a_place_and_not_who_is_offered_one_or_has_none_to_wait_for(sign_in):
    conference, industry = make_conference(capacity=3), make_organisation(sector=Sector.INDUSTRY)
    limit(conference, Sector.INDUSTRY, 0)
    make_registration(conference)
    make_registration(conference, status=Status.WAITLISTED, offer_expires_at=LATER + timedelta(days=2))
    place_for(conference, industry, status=Status.WAITLISTED)
    assert "although places are free" not in overview(sign_in, conference).content.decode()

    make_registration(conference, status=Status.WAITLISTED)
    assert "person waits although places are free" in overview(sign_in, conference).content.decode()


def test_an_offered_seat_is_counted_in_the_list_of_delegations():
    conference, organisation = make_conference(), make_organisation()
    make_delegation(conference, organisation=organisation, seat_limit=2)
    place_for(conference, organisation)
    place_for(conference, organisation, status=Status.WAITLISTED, offer_expires_at=LATER)

    assert conference.delegations.with_counts().get().taken_count == 2


def test_settings_that_a_colleague_changed_meanwhile_are_kept_or_asked_about(sign_in):
    conference = make_conference(capacity=10)
    url = reverse("participants:places", kwargs={"conference": conference.slug})
    client = sign_in(conference)
    shown = client.get(url).context["form"]["shown"].value()
    actions.set_places(
        conference, capacity=50, limits={"industry": 5}, is_offered=True, offer_days=10, by=None, at=BEFORE
    )
    sent = {"capacity": "10", "is_offered": "no", "offer_days": "3", "sector_media": "7", "shown": shown}

    client.post(url, sent)
    conference.refresh_from_db()
    assert (conference.capacity, conference.waiting_list_settings.offer_days) == (50, 10)
    assert conference.waiting_list_settings.is_offered
    assert dict(conference.sector_limits.values_list("sector", "place_count")) == {"industry": 5, "media": 7}

    refused = client.post(url, sent | {"capacity": "20"})
    assert "Somebody else changed this meanwhile, to “50”" in refused.content.decode()


def test_who_let_an_offer_pass_is_not_asked_day_after_day_but_when_another_place_becomes_free():
    conference = make_conference(capacity=2)
    WaitingListSettings.objects.create(conference=conference, is_offered=True, offer_days=1)
    leaving, waiting = make_registration(conference), make_registration(conference, status=Status.WAITLISTED)
    actions.fill_free_places(conference, by=None, at=BEFORE)
    for day in range(1, 4):
        actions.expire_offers(conference, by=None, at=BEFORE + timedelta(days=day))

    assert conference.messages.filter(kind="offer").count() == 1
    assert status_of(arrives(conference)) == [Status.CONFIRMED]

    actions.cancel(leaving, by=None, at=BEFORE + timedelta(days=4))
    waiting.refresh_from_db()
    assert (conference.messages.filter(kind="offer").count(), waiting.holds_a_place) == (2, True)


def test_going_to_the_end_of_the_line_leaves_the_day_of_registering():
    conference = make_conference(capacity=1)
    WaitingListSettings.objects.create(conference=conference, is_offered=True, offer_days=1)
    missed = make_registration(conference, status=Status.WAITLISTED, registered_at=BEFORE)
    actions.fill_free_places(conference, by=None, at=BEFORE)
    following = make_registration(conference, status=Status.WAITLISTED, registered_at=LATER)
    cancelled = make_registration(conference, status=Status.CANCELLED, registered_at=BEFORE)

    actions.expire_offers(conference, by=None, at=BEFORE + timedelta(days=2))
    actions.register(cancelled.participant, needs_approval=False, by=None, at=BEFORE + timedelta(days=3))

    assert list(conference.registrations.waitlisted()) == [following, missed, cancelled]
    days = conference.registrations.order_by("pk").values_list("registered_at", flat=True)
    assert list(days) == [BEFORE, LATER, BEFORE]


def test_who_is_not_asked_any_more_after_moving_gives_the_place_of_the_choice_back():
    conference, industry = make_conference(), make_organisation(sector=Sector.INDUSTRY)
    question = make_question(
        conference, kind=QuestionKind.ONE_CHOICE, sectors=[Sector.INDUSTRY], choices=[("Dinner", 1)]
    )
    dinner = question.choices.get()
    person = place_for(conference, industry)
    actions.change_with_answers(person.participant, answers={question.pk: str(dinner.pk)}, by=None, at=LATER)
    assert questions.taken([question]) == {dinner.pk: 1}

    moves(person, make_organisation(sector=Sector.MEDIA))

    assert questions.taken([question]) == {}
    assert conference.history.filter(verb="answers.choice_not_asked").count() == 1


def sent_by_the_public(conference, **details):
    person = {"given_name": "Ana", "family_name": "Muster", "email": f"{uuid4().hex}@example.org"}
    draft = actions.start_draft(conference, key=uuid4(), answers=person, by="public", at=BEFORE)
    given = person | {"organisation": None, "new_organisation": None, "country": ""} | details
    return actions.submit_draft(draft, given, answers={}, by="public", at=BEFORE)


def test_an_organisation_that_is_new_waits_for_the_desk_where_places_are_kept_by_sector():
    conference = make_conference(is_moderated=False)
    new = {"new_organisation": {"official_name": "Bayer A.G.", "sector": Sector.ACADEMIA, "country": "DE"}}
    assert sent_by_the_public(conference, **new).announced == Status.CONFIRMED

    limit(conference, Sector.INDUSTRY, 0)
    new["new_organisation"] |= {"official_name": "Bayer AG."}

    assert sent_by_the_public(conference, **new).announced == Status.PENDING
    assert sent_by_the_public(conference, organisation=make_organisation()).announced == Status.CONFIRMED

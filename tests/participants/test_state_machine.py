"""Anything that can happen to registrations, in any order: never too many, first come first served, all in history."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from conference.models import AuditEntry
from lib.refusal import NotPossible
from participants import actions
from participants.choices import RegistrationStatus as Status
from participants.choices import Sector
from participants.models import Participant, Registration, WaitingListSettings
from tests.factories import BEFORE, make_conference, make_organisation, make_participant

SECTORS = [Sector.GOVERNMENT, Sector.INDUSTRY]


class Desk(RuleBasedStateMachine):
    """A desk at work; after every step the promises are checked against the database."""

    people = Bundle("people")

    @initialize(capacity=st.integers(0, 4), limit=st.none() | st.integers(0, 2), is_offered=st.booleans())
    def open_the_desk(self, capacity, limit, is_offered):
        self.clock = count(1)
        self.conference = make_conference(capacity=capacity)
        self.organisations = {sector: make_organisation(sector=sector) for sector in SECTORS}
        if limit is not None:
            self.conference.sector_limits.create(sector=Sector.INDUSTRY, place_count=limit)
        WaitingListSettings.objects.create(conference=self.conference, is_offered=is_offered, offer_days=1)

    def now(self):
        return BEFORE + timedelta(minutes=next(self.clock))

    def attempt(self, action, *args, **kwargs):
        """Do it, or be refused and change nothing."""
        before = self.picture()
        try:
            with transaction.atomic():
                return action(*args, by="Desk", at=self.now(), **kwargs)
        except NotPossible:
            assert self.picture() == before
            return None

    def picture(self):
        registrations = Registration.objects.order_by("pk").values("pk", "status", "registered_at", "offer_expires_at")
        return list(registrations), AuditEntry.objects.count(), Participant.objects.count()

    def registration(self, person):
        return Registration.objects.filter(participant=person).select_related("conference").first()

    @rule(target=people, sector=st.sampled_from(SECTORS), needs_approval=st.booleans())
    def register(self, sector, needs_approval):
        person = make_participant(self.conference, organisation=self.organisations[sector])
        self.attempt(actions.register, person, needs_approval=needs_approval, notify=False)
        return person

    @rule(person=people)
    def come_back(self, person):
        self.attempt(actions.register, Participant.objects.get(pk=person.pk), needs_approval=False, notify=False)

    @rule(person=people, step=st.sampled_from(["confirm", "waitlist", "reject", "cancel", "reinstate"]))
    def change_status(self, person, step):
        if registration := self.registration(person):
            self.attempt(actions.change_status, registration, step, notify=False)

    @rule(person=people)
    def take_offer(self, person):
        if registration := self.registration(person):
            self.attempt(actions.take_offer, registration)

    @rule()
    def let_offers_run_out(self):
        for _ in range(1500):
            next(self.clock)
        self.attempt(actions.expire_offers, self.conference)

    @rule(target=people, person=people)
    def substitute(self, person):
        registration = self.registration(person)
        email = f"newcomer{next(self.clock)}@example.org"
        if registration and self.attempt(actions.substitute, registration, email=email, family_name="Newcomer"):
            return Participant.objects.get(email=email)
        return person

    @rule(capacity=st.none() | st.integers(0, 5), limit=st.none() | st.integers(0, 3))
    def resize(self, capacity, limit):
        limits = {} if limit is None else {Sector.INDUSTRY: limit}
        self.attempt(
            actions.set_places, self.conference, capacity=capacity, limits=limits, is_offered=False, offer_days=1
        )

    @rule()
    def fill(self):
        self.attempt(actions.fill_free_places, self.conference)

    @invariant()
    def never_more_than_there_are_places(self):
        if not hasattr(self, "conference"):
            return
        self.conference.refresh_from_db()
        held = self.conference.registrations.holding_a_place()
        assert self.conference.capacity is None or held.count() <= self.conference.capacity
        for limit in self.conference.sector_limits.all():
            assert held.filter(participant__organisation__sector=limit.sector).count() <= limit.place_count

    @invariant()
    def every_status_is_the_last_that_the_history_tells(self):
        if not hasattr(self, "conference"):
            return
        told = {}
        entries = AuditEntry.objects.filter(subject_kind="participants.registration").order_by("pk")
        for pk, after in entries.values_list("subject_id", "after"):
            told |= {pk: after["status"]} if "status" in after else {}
        assert told == dict(Registration.objects.values_list("pk", "status"))

    @invariant()
    def nobody_was_promoted_past_somebody_who_could_have_been(self):
        if not hasattr(self, "conference"):
            return
        waiting = list(self.conference.registrations.waitlisted().select_related("participant__organisation"))
        promoted = AuditEntry.objects.filter(verb="registration.promoted").order_by("-pk").first()
        if promoted is None:
            return
        winner = Registration.objects.select_related("participant__organisation").get(pk=promoted.subject_id)
        sector = winner.participant.organisation.sector
        earlier = [
            each
            for each in waiting
            if each.participant.organisation.sector == sector
            and each.registered_at < winner.registered_at
            and each.status_changed_at < promoted.at
            and each.offer_expires_at is None
        ]
        assert winner.status != Status.CONFIRMED or winner.status_changed_at != promoted.at or earlier == []


@pytest.mark.django_db
def test_any_order_of_steps_keeps_the_promises():
    class Fresh(Desk):
        """Each run sees an empty database."""

        def __init__(self):
            super().__init__()
            self.savepoint = transaction.savepoint()

        def teardown(self):
            transaction.savepoint_rollback(self.savepoint)

    run_state_machine_as_test(Fresh, settings=settings(max_examples=20, stateful_step_count=20, deadline=None))

    assert not Registration.objects.exists()

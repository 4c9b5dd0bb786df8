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
from participants.choices import MergeKind, Sector
from participants.choices import RegistrationStatus as Status
from participants.models import Delegation, Merge, Organisation, Participant, Registration, WaitingListSettings
from tests.examples import examples
from tests.factories import BEFORE, make_conference, make_organisation, make_participant

SECTORS = [Sector.GOVERNMENT, Sector.INDUSTRY]
SIZES = st.none() | st.integers(0, 3)
MOVED_BY_THE_LINE = {"registration.promoted", "registration.offer_taken"}
STEPS = ["confirm", "waitlist", "reject", "cancel", "reinstate"]


def in_line(registration):
    return registration.lined_up_at or registration.registered_at


class Desk(RuleBasedStateMachine):
    """A desk at work; after every step the promises are checked against the database."""

    people = Bundle("people")

    @initialize(
        capacity=st.integers(0, 4),
        industry=SIZES,
        government=SIZES,
        seats=SIZES,
        is_offered=st.booleans(),
        is_moderated=st.booleans(),
    )
    def open_the_desk(self, capacity, industry, government, seats, is_offered, is_moderated):
        self.clock = count(1)
        self.conference = make_conference(capacity=capacity, is_moderated=is_moderated)
        self.organisations = [make_organisation(sector=sector).pk for sector in SECTORS for _ in range(2)]
        for organisation in self.organisations[::2]:
            self.conference.delegations.create(organisation_id=organisation, seat_limit=seats)
        for sector, limit in zip(SECTORS, (government, industry), strict=True):
            if limit is not None:
                self.conference.sector_limits.create(sector=sector, place_count=limit)
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
        registrations = Registration.objects.order_by("pk").values(
            "pk", "status", "registered_at", "lined_up_at", "offer_expires_at", "review_asked_at"
        )
        people = Participant.objects.order_by("pk").values_list("pk", "organisation", "delegation")
        return list(registrations), list(people), AuditEntry.objects.count(), Merge.objects.count()

    def sizes(self):
        """Return how many places there are of each kind, and how one that is freed is passed on."""
        self.conference.refresh_from_db()
        limits = dict(self.conference.sector_limits.values_list("sector", "place_count"))
        seats = dict(self.conference.delegations.values_list("pk", "seat_limit"))
        return self.conference.capacity, limits, seats, WaitingListSettings.objects.get().is_offered

    def told_of_sizes(self):
        """Return the entries of the history that tell of a change of sizes."""
        verbs = ["places.changed", "conference.changed", "delegation.changed"]
        return self.conference.history.filter(verb__in=verbs).values_list("pk", flat=True)

    def registration(self, person):
        return Registration.objects.filter(participant=person).select_related("conference").first()

    def organisation(self, number):
        """Return an entry of the dictionary that is still there."""
        standing = Organisation.objects.filter(pk__in=self.organisations).order_by("pk")
        return standing[number % len(standing)]

    @rule(target=people, number=st.integers(0, 3), is_delegate=st.booleans(), needs_approval=st.booleans())
    def register(self, number, is_delegate, needs_approval):
        organisation = self.organisation(number)
        delegation = self.conference.delegations.filter(organisation=organisation).first() if is_delegate else None
        person = make_participant(self.conference, organisation=organisation, delegation=delegation)
        self.attempt(actions.register, person, needs_approval=needs_approval, notify=False)
        return person.pk

    @rule(person=people)
    def come_back(self, person):
        if found := Participant.objects.filter(pk=person).first():
            self.attempt(actions.register, found, needs_approval=False, notify=False)

    @rule(person=people, step=st.sampled_from(STEPS))
    def change_status(self, person, step):
        if registration := self.registration(person):
            self.attempt(actions.change_status, registration, step, notify=False)

    @rule(people=st.lists(people, min_size=1, max_size=4), step=st.sampled_from(STEPS))
    def change_many(self, people, step):
        chosen = self.conference.registrations.filter(participant__in=people)
        self.attempt(actions.change_many, chosen, step, conference=self.conference, notify=False)

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
            return Participant.objects.get(email=email).pk
        return person

    @rule(person=people, other=people, takes_organisation=st.booleans())
    def merge_people(self, person, other, takes_organisation):
        kept, gone = (Participant.objects.filter(pk=pk).first() for pk in (person, other))
        if kept and gone and kept != gone:
            names = ["organisation", "delegation"] if takes_organisation else []
            self.attempt(actions.merge_participants, kept, gone, values={name: getattr(gone, name) for name in names})

    @rule(kept=st.integers(0, 3), gone=st.integers(0, 3))
    def merge_organisations(self, kept, gone):
        first, second = self.organisation(kept), self.organisation(gone)
        if first != second:
            self.attempt(actions.merge_organisations, first, second, conference=self.conference)

    @rule(number=st.integers(0, 9))
    def undo_a_merge(self, number):
        standing = Merge.objects.filter(undone_at=None).order_by("pk")
        if not standing:
            return
        merge = standing[number % len(standing)]
        if merge.kind == MergeKind.PARTICIPANT:
            self.attempt(actions.undo_merge_of_participants, merge)
        else:
            self.attempt(actions.undo_merge_of_organisations, merge, conference=self.conference)

    @rule(person=people, number=st.integers(0, 3))
    def move(self, person, number):
        if found := Participant.objects.filter(pk=person).first():
            self.attempt(actions.change_participant, found, organisation=self.organisation(number))

    @rule(person=people, number=st.none() | st.integers(0, 3))
    def correct_oneself(self, person, number):
        """Somebody takes another name, and perhaps another organisation, on the own page."""
        if registration := self.registration(person):
            organisation = {} if number is None else {"organisation": self.organisation(number)}
            given = organisation | {"family_name": f"Muster{next(self.clock)}"}
            self.attempt(actions.change_own_details, registration, answers={}, **given)

    @rule(person=people)
    def approve_a_change(self, person):
        if registration := self.registration(person):
            self.attempt(actions.approve_change, registration)

    @rule(number=st.integers(0, 3), sector=st.sampled_from(SECTORS))
    def change_a_sector(self, number, sector):
        found = self.organisation(number)
        self.attempt(actions.change_organisation, found, sector=sector, conference=self.conference)

    @rule(capacity=st.none() | st.integers(0, 5), industry=SIZES, government=SIZES, is_offered=st.booleans())
    def resize(self, capacity, industry, government, is_offered):
        asked = {Sector.INDUSTRY: industry, Sector.GOVERNMENT: government}
        limits = {sector: limit for sector, limit in asked.items() if limit is not None}
        places = {"capacity": capacity, "limits": limits, "is_offered": is_offered, "offer_days": 1}
        sizes, entries = self.sizes(), set(self.told_of_sizes())
        self.attempt(actions.set_places, self.conference, **places)
        assert self.sizes() == sizes or set(self.told_of_sizes()) > entries

    @rule(number=st.integers(0, 3), seats=SIZES)
    def resize_a_delegation(self, number, seats):
        sizes, entries = self.sizes(), set(self.told_of_sizes())
        if delegation := Delegation.objects.filter(organisation=self.organisation(number)).first():
            self.attempt(actions.change_delegation, delegation, seat_limit=seats)
        assert self.sizes() == sizes or set(self.told_of_sizes()) > entries

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
        for delegation in self.conference.delegations.exclude(seat_limit=None):
            assert held.filter(participant__delegation=delegation).count() <= delegation.seat_limit

    @invariant()
    def every_status_is_the_last_that_the_history_tells(self):
        if not hasattr(self, "conference"):
            return
        told = {}
        entries = AuditEntry.objects.filter(subject_kind="participants.registration").order_by("pk")
        for pk, after in entries.values_list("subject_id", "after"):
            told |= {pk: after["status"]} if "status" in after else {}
        standing = dict(Registration.objects.values_list("pk", "status"))
        assert {pk: told.get(pk) for pk in standing} == standing

    @invariant()
    def what_changed_after_the_approval_waits_until_somebody_has_looked(self):
        """The line itself moves people without looking; whoever decides about somebody has looked."""
        if not hasattr(self, "conference"):
            return
        asked = {}
        entries = AuditEntry.objects.filter(subject_kind="participants.registration").order_by("pk")
        for pk, verb, after in entries.values_list("subject_id", "verb", "after"):
            if verb == "registration.review_asked":
                asked[pk] = True
            elif verb == "registration.change_approved" or ("status" in after and verb not in MOVED_BY_THE_LINE):
                asked[pk] = False
        standing = Registration.objects.values_list("pk", "review_asked_at")
        assert {pk for pk, at in standing if at} == {pk for pk, _ in standing if asked.get(pk)}

    @invariant()
    def every_merge_and_its_undoing_is_in_the_history(self):
        if not hasattr(self, "conference"):
            return
        for kind in MergeKind:
            merges = Merge.objects.filter(kind=kind)
            verbs = AuditEntry.objects.filter(conference=self.conference)
            assert verbs.filter(verb=f"{kind}.merged").count() == merges.count()
            assert verbs.filter(verb=f"{kind}.merge_undone").count() == merges.exclude(undone_at=None).count()

    @invariant()
    def nobody_was_promoted_past_somebody_who_could_have_been(self):
        """Look at the last promotion: who stood before in the line had no seat in a delegation or place of a sector."""
        if not hasattr(self, "conference"):
            return
        promoted = AuditEntry.objects.filter(verb="registration.promoted").order_by("-pk").first()
        if promoted is None:
            return
        winner = Registration.objects.filter(pk=promoted.subject_id).select_related("participant__organisation").first()
        if winner is None or winner.status != Status.CONFIRMED or winner.status_changed_at != promoted.at:
            return
        waiting = self.conference.registrations.waitlisted().filter(offer_expires_at=None)
        same = waiting.filter(
            participant__organisation__sector=winner.participant.organisation.sector,
            participant__delegation=winner.participant.delegation,
        )
        stood_there = same.filter(offer_missed_at=None, status_changed_at__lt=promoted.at)
        assert all(in_line(winner) <= in_line(each) for each in stood_there)


@pytest.mark.django_db
def test_any_order_of_steps_keeps_the_promises():
    class Fresh(Desk):
        """Each run sees an empty database."""

        def __init__(self):
            super().__init__()
            self.savepoint = transaction.savepoint()

        def teardown(self):
            transaction.savepoint_rollback(self.savepoint)

    run_state_machine_as_test(Fresh, settings=settings(examples(20), stateful_step_count=25, deadline=None))

    assert not Registration.objects.exists()

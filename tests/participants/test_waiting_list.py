"""Places per sector, offers with an end, changes of the number of places, substitution."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conference import actions as conferences
from conference.choices import TeamRole
from conference.models import AuditEntry
from correspondence.models import Message
from lib import links
from lib.refusal import NotPossible
from participants import actions, jobs
from participants.choices import RegistrationStatus as Status
from participants.choices import Sector
from participants.models import Participant, Registration, WaitingListSettings
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_organisation,
    make_participant,
    make_registration,
)
from tests.participants.standing import status_of

pytestmark = pytest.mark.django_db
LATER = BEFORE + timedelta(hours=1)


def from_sector(conference, sector, *, status=Status.CONFIRMED, minutes=0):
    person = make_participant(conference, organisation=make_organisation(sector=sector))
    return make_registration(
        conference, participant=person, status=status, registered_at=BEFORE + timedelta(minutes=minutes)
    )


def offering(conference, days=3):
    WaitingListSettings.objects.create(conference=conference, is_offered=True, offer_days=days)


def settle(conference, *, capacity=None, limits=None, is_offered=False):
    actions.set_places(
        conference, capacity=capacity, limits=limits or {}, is_offered=is_offered, offer_days=3, by=None, at=LATER
    )


def test_a_sector_that_is_full_takes_nobody_while_others_do():
    conference = make_conference(capacity=10)
    conference.sector_limits.create(sector=Sector.INDUSTRY, place_count=1)
    from_sector(conference, Sector.INDUSTRY)
    industry = from_sector(conference, Sector.INDUSTRY, status=Status.PENDING)
    government = from_sector(conference, Sector.GOVERNMENT, status=Status.PENDING)

    with pytest.raises(NotPossible, match="All 1 places for Industry are taken"):
        actions.confirm(industry, by=None, at=LATER)
    actions.confirm(government, by=None, at=LATER)
    newcomer = make_participant(conference, organisation=make_organisation(sector=Sector.INDUSTRY))
    registered = actions.register(newcomer, needs_approval=False, by=None, at=LATER)

    assert status_of(industry, government, registered) == [Status.PENDING, Status.CONFIRMED, Status.WAITLISTED]


def test_who_cannot_be_taken_is_passed_over_and_keeps_the_place_in_the_line():
    conference = make_conference(capacity=3)
    conference.sector_limits.create(sector=Sector.INDUSTRY, place_count=1)
    from_sector(conference, Sector.INDUSTRY)
    leaving = from_sector(conference, Sector.GOVERNMENT)
    from_sector(conference, Sector.ACADEMIA)
    first = from_sector(conference, Sector.INDUSTRY, status=Status.WAITLISTED, minutes=1)
    second = from_sector(conference, Sector.MEDIA, status=Status.WAITLISTED, minutes=2)

    actions.cancel(leaving, by=None, at=LATER)

    assert status_of(first, second) == [Status.WAITLISTED, Status.CONFIRMED]


def test_an_import_counts_the_sectors_too():
    from tests.participants.test_imports import run

    conference = make_conference()
    conference.sector_limits.create(sector=Sector.INDUSTRY, place_count=1)
    rows = [["", f"P{n}", "Muster", "Andean Freight", "", f"p{n}@example.org", "", ""] for n in range(3)]

    run(conference, rows=rows)

    assert [each.status for each in conference.registrations.order_by("pk")] == [
        "confirmed",
        "waitlisted",
        "waitlisted",
    ]


def test_a_freed_place_is_offered_where_the_conference_has_it_so():
    conference = make_conference(capacity=1)
    offering(conference)
    leaving = make_registration(conference)
    waiting = make_registration(conference, status=Status.WAITLISTED)

    actions.cancel(leaving, by=None, at=LATER)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.offer_expires_at) == (Status.WAITLISTED, LATER + timedelta(days=3))
    message = Message.objects.get(kind="offer")
    assert (message.to_email, message.link_purpose) == (waiting.participant.email, "participants:me")
    assert "4 March 2030, 10:00 (UTC)" in message.text


def test_an_offered_place_is_taken_for_everybody_else():
    conference = make_conference(capacity=1)
    offering(conference)
    make_registration(conference, status=Status.WAITLISTED, offer_expires_at=LATER)
    pending = make_registration(conference, status=Status.PENDING)

    with pytest.raises(NotPossible, match="All 1 places are taken"):
        actions.confirm(pending, by=None, at=BEFORE)
    assert actions.fill_free_places(conference, by=None, at=BEFORE) == 0


def test_who_is_offered_a_place_takes_it_once():
    conference = make_conference(capacity=1)
    waiting = make_registration(conference, status=Status.WAITLISTED, offer_expires_at=LATER)

    actions.take_offer(waiting, by="Ana, by personal link", at=BEFORE)
    with pytest.raises(NotPossible, match="No place is offered"):
        actions.take_offer(waiting, by="Ana, by personal link", at=BEFORE)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.offer_expires_at) == (Status.CONFIRMED, None)
    assert Message.objects.filter(kind="confirmation").count() == 1
    assert AuditEntry.objects.filter(verb="registration.offer_taken").count() == 1


def test_an_offer_that_ran_out_goes_to_the_next_and_its_owner_to_the_end_of_the_line():
    conference = make_conference(capacity=1)
    offering(conference)
    late = make_registration(conference, status=Status.WAITLISTED, offer_expires_at=LATER)
    following = make_registration(conference, status=Status.WAITLISTED, registered_at=BEFORE + timedelta(minutes=1))

    with pytest.raises(NotPossible, match="has passed"):
        actions.take_offer(late, by="Ana", at=LATER)
    assert actions.expire_offers(conference, by=None, at=LATER) == 1
    assert actions.expire_offers(conference, by=None, at=LATER) == 0

    assert list(conference.registrations.waitlisted()) == [following, late]
    assert list(conference.registrations.offered()) == [following]
    assert list(Message.objects.order_by("pk").values_list("kind", flat=True)) == ["offer_expired", "offer"]


def test_declining_an_offer_gives_it_to_the_next():
    conference = make_conference(capacity=1)
    offering(conference)
    offered = make_registration(conference, status=Status.WAITLISTED, offer_expires_at=LATER)
    following = make_registration(conference, status=Status.WAITLISTED, registered_at=BEFORE + timedelta(minutes=1))

    actions.cancel(offered, by="Ana", at=BEFORE)

    assert list(conference.registrations.offered()) == [following]


def test_the_desk_may_confirm_who_is_offered_a_place():
    conference = make_conference(capacity=1)
    offered = make_registration(conference, status=Status.WAITLISTED, offer_expires_at=LATER)

    actions.confirm(offered, by=None, at=BEFORE)

    assert conference.registrations.holding_a_place().count() == 1


def test_the_clock_looks_for_offers_that_ran_out():
    now = timezone.now()
    conference = make_conference(capacity=1)
    offered = make_registration(conference, status=Status.WAITLISTED, offer_expires_at=now - timedelta(minutes=1))
    make_registration(make_conference(), status=Status.WAITLISTED, offer_expires_at=now + timedelta(days=1))

    jobs.expire_offers()

    offered.refresh_from_db()
    assert Registration.objects.offered().count() == 1
    assert offered.status == Status.CONFIRMED  # nobody else waits, and places are given here


def test_fewer_places_than_are_taken_are_refused_with_the_number():
    conference = make_conference(capacity=5)
    for _ in range(3):
        make_registration(conference)

    with pytest.raises(NotPossible, match="3 places are taken; there cannot be fewer"):
        settle(conference, capacity=2)
    with pytest.raises(NotPossible, match="3 places are taken; there cannot be fewer"):
        conferences.change(conference, capacity=2, by=None, at=LATER)

    conference.refresh_from_db()
    assert conference.capacity == 5
    assert not AuditEntry.objects.exists()


def test_fewer_places_for_a_sector_than_it_has_taken_are_refused():
    conference = make_conference()
    from_sector(conference, Sector.INDUSTRY)
    from_sector(conference, Sector.INDUSTRY)

    with pytest.raises(NotPossible, match="2 places for Industry are taken"):
        settle(conference, limits={"industry": 1})

    assert not conference.sector_limits.exists()


def test_more_places_go_to_those_who_wait_at_once():
    conference = make_conference(capacity=1)
    make_registration(conference)
    waiting = [
        make_registration(conference, status=Status.WAITLISTED, registered_at=BEFORE + timedelta(minutes=n))
        for n in (2, 1)
    ]

    settle(conference, capacity=2, limits={"media": 4})

    assert status_of(*waiting) == [Status.WAITLISTED, Status.CONFIRMED]
    entry = AuditEntry.objects.get(verb="places.changed")
    assert (entry.before["sectors"], entry.after["sectors"]) == ("", "Media 4")
    assert AuditEntry.objects.get(verb="conference.changed").after == {"capacity": 2}


def test_somebody_else_comes_in_the_place_also_when_all_are_taken():
    conference = make_conference(capacity=1)
    ministry = make_organisation()
    delegation = conference.delegations.create(organisation=ministry)
    person = make_participant(
        conference, organisation=ministry, delegation=delegation, delegation_role="head", country="PE"
    )
    leaving = make_registration(conference, participant=person)
    waiting = make_registration(conference, status=Status.WAITLISTED)

    coming = actions.substitute(leaving, email="rosa@example.org", family_name="Quispe", by=None, at=LATER)

    assert status_of(leaving, coming, waiting) == [Status.CANCELLED, Status.CONFIRMED, Status.WAITLISTED]
    newcomer = Participant.objects.get(family_name="Quispe")
    assert (newcomer.organisation, newcomer.delegation, newcomer.delegation_role) == (ministry, delegation, "head")
    kinds = Message.objects.values_list("kind", "to_email")
    assert set(kinds) == {("cancellation", person.email), ("confirmation", "rosa@example.org")}
    assert AuditEntry.objects.get(verb="registration.substituted").reason == "Quispe comes instead."


@pytest.mark.parametrize("status", [Status.WAITLISTED, Status.CANCELLED, Status.PENDING])
def test_only_a_confirmed_place_can_pass_to_somebody_else(status):
    registration = make_registration(make_conference(), status=status)

    with pytest.raises(NotPossible, match="no confirmed registration"):
        actions.substitute(registration, email="rosa@example.org", family_name="Quispe", by=None, at=LATER)

    assert Participant.objects.count() == 1


def test_nobody_comes_in_two_places():
    conference = make_conference()
    leaving, other = make_registration(conference), make_registration(conference)

    with pytest.raises(NotPossible, match="is confirmed"):
        actions.substitute(leaving, email=other.participant.email, family_name="Muster", by=None, at=LATER)

    assert status_of(leaving, other) == [Status.CONFIRMED, Status.CONFIRMED]


# Pages


def test_the_places_are_settled_on_a_page(sign_in):
    conference = make_conference(capacity=5)
    url = reverse("participants:places", kwargs={"conference": conference.slug})
    client = sign_in(conference, TeamRole.ORGANISER)
    data = {"capacity": "9", "is_offered": "yes", "offer_days": "4", "sector_industry": "2"}

    assert client.get(url).context["form"].initial["capacity"] == 5
    client.post(url, data)

    conference.refresh_from_db()
    assert (conference.capacity, conference.sector_limits.get().place_count) == (9, 2)
    assert (conference.waiting_list_settings.is_offered, conference.waiting_list_settings.offer_days) == (True, 4)


def test_a_refusal_is_shown_on_both_forms_that_change_the_capacity(sign_in):
    conference = make_conference(capacity=5)
    make_registration(conference)
    client = sign_in(conference, TeamRole.ORGANISER)
    places = reverse("participants:places", kwargs={"conference": conference.slug})
    details = reverse("conference:change", kwargs={"conference": conference.slug})
    initial = client.get(details).context["form"]
    data = {name: value for name in initial.fields if (value := initial[name].value()) not in (None, False)}

    for url, sent in [(places, {"is_offered": "no", "offer_days": "3"}), (details, data)]:
        page = client.post(url, sent | {"capacity": "0"}).content.decode()
        assert "1 places are taken; there cannot be fewer." in page


def test_the_desk_substitutes(sign_in):
    conference = make_conference(capacity=1)
    leaving = make_registration(conference)
    url = reverse("participants:substitute", kwargs={"conference": conference.slug, "pk": leaving.pk})
    client = sign_in(conference, TeamRole.DESK)

    assert "Who comes instead of Ana Muster?" in client.get(url).content.decode()
    page = client.post(url, {"family_name": "Quispe", "email": "rosa@example.org"}, follow=True)

    assert "Quispe comes instead of Ana Muster." in page.content.decode()


def test_an_offered_place_is_taken_on_the_own_page(client):
    conference = make_conference(capacity=1)
    registration = make_registration(conference, status=Status.WAITLISTED, offer_expires_at=OPENING)
    link = links.make("participants:me", registration.pk, 0)

    page = client.get(reverse("participants:me", kwargs={"link": link})).content.decode()
    assert "Take the place" in page
    client.post(reverse("participants:take_offer", kwargs={"link": link}))

    assert status_of(registration) == [Status.CONFIRMED]

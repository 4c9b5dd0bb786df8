"""What may be done to a conference: each verb works, refuses, leaves a trace, and is harmless twice."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from conference import actions
from conference.choices import ConferenceStatus, OrganizerRole, Phase, TeamRole
from conference.models import AuditEntry, Conference, Series
from lib.refusal import NotPossible
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_member,
    make_organizer,
    make_registration,
    make_room,
    make_user,
)

pytestmark = pytest.mark.django_db

FIELDS = {
    "title": "Conference on Export Controls",
    "short_title": "Export Controls",
    "slug": "export-controls",
    "starts_on": date(2030, 6, 3),
    "ends_on": date(2030, 6, 4),
    "time_zone": "America/Mexico_City",
}


def test_who_opens_a_conference_becomes_its_organiser():
    user = make_user()

    conference = actions.create(by=user, at=BEFORE, series_name="Wiesbaden Conferences", **FIELDS)

    assert conference.status == ConferenceStatus.DRAFT
    assert str(conference.series) == "Wiesbaden Conferences"
    assert list(conference.team.values_list("user", "role")) == [(user.pk, TeamRole.ORGANISER)]
    assert list(conference.history.values_list("verb", "actor")) == [("conference.created", user.pk)]


def test_a_second_conference_joins_the_series_whatever_the_case():
    actions.create(by=None, at=BEFORE, series_name="Wiesbaden Conferences", ordinal=1, **FIELDS)

    second = actions.create(
        by=None, at=BEFORE, series_name="wiesbaden conferences", ordinal=2, **FIELDS | {"slug": "second"}
    )

    assert Series.objects.count() == 1
    assert second.series.conferences.count() == 2


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"ends_on": date(2030, 6, 2)}, "The last day is before the first one."),
        ({"time_zone": "Mexico City"}, "is not a time zone"),
        ({"slug": "taken"}, "already exists"),
    ],
)
def test_create_refuses_what_does_not_fit_and_writes_nothing(fields, message):
    make_conference(slug="taken")

    with pytest.raises(ValidationError, match=message):
        actions.create(by=None, at=BEFORE, **FIELDS | fields)

    assert Conference.objects.count() == 1
    assert not AuditEntry.objects.exists()


def test_change_keeps_before_and_after_and_says_nothing_when_nothing_differs():
    conference, user = make_conference(city="Geneva"), make_user()

    actions.change(conference, by=user, at=BEFORE, city="Bern")
    actions.change(conference, by=user, at=BEFORE, city="Bern")

    conference.refresh_from_db()
    assert conference.city == "Bern"
    entry = conference.history.get()
    assert (entry.verb, entry.before, entry.after) == ("conference.changed", {"city": "Geneva"}, {"city": "Bern"})


def test_announce_opens_the_pages_once():
    conference = make_conference(status=ConferenceStatus.DRAFT)

    actions.announce(conference, by=None, at=BEFORE)
    with pytest.raises(NotPossible, match="announced already"):
        actions.announce(conference, by=None, at=BEFORE)

    conference.refresh_from_db()
    assert conference.is_public
    assert [entry.verb for entry in conference.history.all()] == ["conference.announced"]


@pytest.mark.parametrize(
    ("status", "at", "message"),
    [
        (ConferenceStatus.DRAFT, OPENING + timedelta(days=9), "Only a conference that was announced"),
        (ConferenceStatus.ANNOUNCED, OPENING, "is not over yet: it ends on 4 June 2030"),
    ],
)
def test_archive_refuses_too_early_and_changes_nothing(status, at, message):
    conference = make_conference(status=status)

    with pytest.raises(NotPossible, match=message):
        actions.archive(conference, by=None, at=at)

    conference.refresh_from_db()
    assert conference.status == status
    assert not AuditEntry.objects.exists()


def test_archive_closes_a_conference_that_is_over():
    conference = make_conference()

    actions.archive(conference, by=None, at=OPENING + timedelta(days=9))

    conference.refresh_from_db()
    assert conference.status == ConferenceStatus.ARCHIVED


def test_organizers_are_replaced_in_order_and_history_keeps_both_lists():
    conference = make_conference()
    first = [{"name": "Government of Mexico", "role": OrganizerRole.HOST}]
    second = [{"name": "Germany", "role": OrganizerRole.SUPPORT}, *first]

    actions.set_organizers(conference, first, by=None, at=BEFORE)
    actions.set_organizers(conference, second, by=None, at=BEFORE)
    actions.set_organizers(conference, second, by=None, at=BEFORE)

    assert [(each.name, each.position) for each in conference.organizers.in_order()] == [
        ("Germany", 0),
        ("Government of Mexico", 1),
    ]
    assert conference.history.count() == 2
    assert conference.history.first().before == {"organizers": first}


def test_a_room_is_added_renamed_and_removed():
    conference = make_conference()

    room = actions.add_room(conference, name="Hall", seat_count=40, by=None, at=BEFORE)
    actions.change_room(room, name="Great hall", seat_count=60, by=None, at=BEFORE)
    actions.remove_room(room, by=None, at=BEFORE)

    assert not conference.rooms.exists()
    assert [entry.verb for entry in conference.history.order_by("pk")] == ["room.added", "room.changed", "room.removed"]


def test_a_room_name_is_taken_once_whatever_its_case():
    conference = make_conference()
    make_room(conference, name="Hall")
    other = make_room(conference, name="Annex")

    with pytest.raises(NotPossible, match="a room named “hall” already"):
        actions.add_room(conference, name="hall", by=None, at=BEFORE)
    with pytest.raises(NotPossible, match="a room named “HALL” already"):
        actions.change_room(other, name="HALL", seat_count=None, by=None, at=BEFORE)

    assert sorted(conference.rooms.values_list("name", flat=True)) == ["Annex", "Hall"]
    assert not AuditEntry.objects.exists()


def test_a_colleague_without_a_sign_in_gets_one():
    conference = make_conference()

    member = actions.add_member(
        conference, email="Desk@Example.org", name="Dora Desk", role=TeamRole.DESK, by=None, at=BEFORE
    )

    assert member.user.email == "desk@example.org"
    assert not member.user.has_usable_password()
    assert conference.history.filter(verb="team_member.added").count() == 1


def test_nobody_is_in_a_team_twice():
    conference = make_conference()
    user = make_member(conference, role=TeamRole.VIEWER)

    with pytest.raises(NotPossible, match="in the team already"):
        actions.add_member(conference, email=user.email.upper(), name="X", role=TeamRole.ORGANISER, by=None, at=BEFORE)

    assert conference.team.get().role == TeamRole.VIEWER


def test_a_role_is_changed_and_the_same_role_leaves_no_trace():
    conference = make_conference()
    make_member(conference)
    member = conference.team.get(user=make_member(conference, role=TeamRole.VIEWER))

    actions.change_role(member, role=TeamRole.DESK, by=None, at=BEFORE)
    actions.change_role(member, role=TeamRole.DESK, by=None, at=BEFORE)

    member.refresh_from_db()
    assert member.role == TeamRole.DESK
    assert conference.history.get().before == {"role": "viewer"}


def test_the_last_organiser_stays():
    conference = make_conference()
    make_member(conference)
    member = conference.team.get()

    with pytest.raises(NotPossible, match="The team needs an organiser"):
        actions.change_role(member, role=TeamRole.VIEWER, by=None, at=BEFORE)
    with pytest.raises(NotPossible, match="The team needs an organiser"):
        actions.remove_member(member, by=None, at=BEFORE)

    assert conference.team.get().role == TeamRole.ORGANISER
    assert not AuditEntry.objects.exists()


def test_a_member_is_removed_and_keeps_the_sign_in():
    conference = make_conference()
    make_member(conference)
    user = make_member(conference, role=TeamRole.VIEWER)

    actions.remove_member(conference.team.get(user=user), by=None, at=BEFORE)

    assert not conference.team.filter(user=user).exists()
    user.refresh_from_db()
    assert user.is_active
    assert conference.history.get().verb == "team_member.removed"


def test_next_year_s_conference_takes_over_settings_and_team_but_nobody_else():
    series = Series.objects.create(name="Wiesbaden Conferences")
    conference = make_conference(series=series, ordinal=2, capacity=40)
    make_room(conference, name="Hall")
    make_organizer(conference, name="Government of Chile")
    olga = make_member(conference)
    make_registration(conference)

    copy = actions.clone(
        conference,
        title="Third Conference",
        short_title="Third",
        slug="third",
        starts_on=date(2031, 6, 3),
        ends_on=date(2031, 6, 4),
        by=olga,
        at=BEFORE,
    )

    assert (copy.status, copy.series, copy.ordinal, copy.capacity) == (ConferenceStatus.DRAFT, series, None, 40)
    assert (copy.registration_opens_at, copy.registration_closes_at) == (None, None)
    assert [each.name for each in copy.rooms.all()] == ["Hall"]
    assert [each.name for each in copy.organizers.all()] == ["Government of Chile"]
    assert [each.user for each in copy.team.all()] == [olga]
    assert not copy.registrations.exists()
    assert [entry.verb for entry in copy.history.all()] == ["conference.cloned"]


def test_a_conference_is_taken_out_of_the_archive_once():
    conference = make_conference(status=ConferenceStatus.ARCHIVED)
    by = make_member(conference)

    actions.reopen(conference, by=by, at=BEFORE)

    conference.refresh_from_db()
    assert conference.status == ConferenceStatus.ANNOUNCED
    assert [entry.verb for entry in conference.history.all()] == ["conference.reopened"]
    with pytest.raises(NotPossible, match="is not in the archive"):
        actions.reopen(conference, by=by, at=BEFORE)


@pytest.mark.parametrize("name", ["国际会议", "Série A"])
def test_a_series_may_have_any_name(name):
    user = make_user()
    for number in (1, 2):
        conference = actions.create(by=user, at=BEFORE, series_name=name, **FIELDS | {"slug": f"c-{number}"})
    assert str(conference.series) == name
    assert Series.objects.count() == 1


def test_a_cancelled_conference_takes_no_registrations_and_can_be_restored():
    conference = make_conference(registration_opens_at=BEFORE - timedelta(days=1))
    assert conference.phase(BEFORE) == Phase.REGISTRATION_OPEN

    conference = actions.cancel(conference, reason="The host withdrew.", by="Someone", at=BEFORE)
    assert conference.phase(BEFORE) == conference.phase(OPENING + timedelta(days=100)) == Phase.CANCELLED
    with pytest.raises(NotPossible, match="announced"):
        actions.cancel(conference, reason="Again.", by="Someone", at=BEFORE)

    conference = actions.restore(conference, by="Someone", at=BEFORE)
    assert conference.phase(BEFORE) == Phase.REGISTRATION_OPEN
    with pytest.raises(NotPossible, match="not cancelled"):
        actions.restore(conference, by="Someone", at=BEFORE)
    assert [(entry.verb, entry.after.get("reason")) for entry in conference.history.order_by("pk")] == [
        ("conference.cancelled", "The host withdrew."),
        ("conference.restored", None),
    ]


def test_only_what_is_ahead_can_be_cancelled_and_it_can_be_archived_at_once():
    over = make_conference()
    with pytest.raises(NotPossible, match="is over"):
        actions.cancel(over, reason="Late.", by=None, at=OPENING + timedelta(days=100))
    draft = make_conference(status=ConferenceStatus.DRAFT)
    with pytest.raises(NotPossible, match="announced"):
        actions.cancel(draft, reason="Never mind.", by=None, at=BEFORE)
    cancelled = actions.cancel(make_conference(), reason="Why.", by=None, at=BEFORE)
    assert actions.archive(cancelled, by=None, at=BEFORE).status == ConferenceStatus.ARCHIVED

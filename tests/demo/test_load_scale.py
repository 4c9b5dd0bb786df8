"""Conferences of any size."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from conference.models import Conference
from demo import scale
from participants.choices import RegistrationStatus as Status

AT = datetime(2030, 1, 15, 9, 0, tzinfo=UTC)


def make(slug="scale", registration_count=120, session_count=40, seed=1):
    return scale.load(slug=slug, registration_count=registration_count, session_count=session_count, seed=seed, at=AT)


def people(conference):
    return list(conference.participants.order_by("email").values_list("given_name", "family_name", "job_title"))


def test_it_has_the_size_that_was_asked_for(db):
    conference = make()
    assert conference.registrations.count() == 120
    assert conference.sessions.count() == 40
    assert conference.agenda_releases.get().number == 1
    assert conference.is_public
    assert conference.registrations.confirmed().count() > 80
    assert conference.registrations.exclude(status=Status.CONFIRMED).exists()
    assert conference.history.filter(verb="registration.received").count() == 120


def test_sessions_lie_within_the_days_and_never_twice_in_a_room(db):
    conference = make()
    taken = {(session.room_id, session.starts_at) for session in conference.sessions.all()}
    assert len(taken) == 40
    days = {session.starts_at.astimezone(conference.zone).date() for session in conference.sessions.all()}
    assert conference.starts_on == min(days)
    assert conference.ends_on == max(days)


def test_the_same_seed_gives_the_same_people(db):
    first, again, other = make("first"), make("again"), make("other", seed=2)
    assert people(first) == people(again) != people(other)


def test_an_empty_one_is_possible(db):
    conference = make(registration_count=0, session_count=0)
    assert (conference.registrations.count(), conference.sessions.count()) == (0, 0)


def test_the_command_says_what_it_made_and_is_harmless_twice(db, capsys):
    call_command("load_scale", registrations=12, sessions=3)
    assert "Made scale-12-3: 12 registrations, 3 sessions." in capsys.readouterr().out
    call_command("load_scale", registrations=12, sessions=3)
    assert "nothing was changed" in capsys.readouterr().out
    assert Conference.objects.get().registrations.count() == 12


def test_the_command_refuses_negative_numbers(db):
    with pytest.raises(CommandError, match="not negative"):
        call_command("load_scale", registrations=-1, sessions=3)

"""Registrations: every transition of the table, places, the waiting list, check-in."""

from datetime import timedelta

import pytest

from conference.models import AuditEntry
from correspondence.models import Message
from lib.refusal import NotPossible
from participants import actions
from participants.choices import RegistrationStatus as Status
from participants.transitions import TRANSITIONS
from tests.factories import BEFORE, OPENING, make_conference, make_participant, make_registration, make_user
from tests.participants.standing import status_of

pytestmark = pytest.mark.django_db
LATER = BEFORE + timedelta(hours=1)
EVERY_STEP = [(step, status) for step in TRANSITIONS.values() for status in Status.values]


@pytest.mark.parametrize(("step", "status"), [each for each in EVERY_STEP if each[1] in each[0].sources])
def test_each_transition_of_the_table_works_and_leaves_a_trace(step, status):
    registration = make_registration(make_conference(), status=status)
    by = make_user()

    actions.change_status(registration, step.name, by=by, at=LATER, reason="As agreed")

    registration.refresh_from_db()
    assert (registration.status, registration.status_changed_at) == (step.target, LATER)
    entry = AuditEntry.objects.get(verb=step.verb)
    assert (entry.actor, entry.reason) == (by, "As agreed")
    assert (entry.before, entry.after) == ({"status": status}, {"status": step.target})
    assert list(Message.objects.values_list("kind", flat=True)) == ([step.email] if step.email else [])


@pytest.mark.parametrize(("step", "status"), [each for each in EVERY_STEP if each[1] not in each[0].sources])
def test_every_other_transition_is_refused_and_changes_nothing(step, status):
    registration = make_registration(make_conference(), status=status)

    with pytest.raises(NotPossible, match="The registration of Ana Muster"):
        actions.change_status(registration, step.name, by=None, at=LATER)

    assert status_of(registration) == [status]
    assert not AuditEntry.objects.exists()
    assert not Message.objects.exists()


def test_the_verbs_are_the_transitions_of_the_table():
    registration = make_registration(make_conference(), status=Status.PENDING)

    for verb, expected in [
        (actions.confirm, Status.CONFIRMED),
        (actions.waitlist, Status.WAITLISTED),
        (actions.reject, Status.REJECTED),
        (actions.reinstate, Status.PENDING),
        (actions.cancel, Status.CANCELLED),
    ]:
        verb(registration, by=None, at=LATER)
        assert status_of(registration) == [expected]


def test_no_message_is_written_when_nobody_should_be_told():
    registration = make_registration(make_conference(), status=Status.PENDING)

    actions.confirm(registration, by=None, at=LATER, notify=False)

    assert not Message.objects.exists()


def test_a_person_without_an_address_gets_no_message():
    conference = make_conference()
    registration = make_registration(
        conference, participant=make_participant(conference, email=""), status=Status.PENDING
    )

    actions.confirm(registration, by=None, at=LATER)

    assert status_of(registration) == [Status.CONFIRMED]
    assert not Message.objects.exists()


def test_confirm_refuses_when_all_places_are_taken():
    conference = make_conference(capacity=1)
    make_registration(conference)
    pending = make_registration(conference, status=Status.PENDING)

    with pytest.raises(NotPossible, match="All 1 places are taken"):
        actions.confirm(pending, by=None, at=LATER)

    assert status_of(pending) == [Status.PENDING]


@pytest.mark.parametrize("verb", [actions.cancel, actions.reject, actions.waitlist])
def test_a_freed_place_goes_to_the_first_in_line_in_the_same_act(verb):
    conference = make_conference(capacity=1)
    confirmed = make_registration(conference)
    second = make_registration(conference, status=Status.WAITLISTED, registered_at=BEFORE + timedelta(minutes=2))
    first = make_registration(conference, status=Status.WAITLISTED, registered_at=BEFORE + timedelta(minutes=1))

    verb(confirmed, by=None, at=LATER)

    assert status_of(first, second) == [Status.CONFIRMED, Status.WAITLISTED]
    assert conference.registrations.confirmed().count() == 1
    assert Message.objects.filter(kind="promoted", to_email=first.participant.email).count() == 1
    promoted = AuditEntry.objects.get(verb="registration.promoted")
    assert (promoted.subject_id, promoted.actor_label) == (first.pk, "Plenary")


def test_who_loses_the_place_to_the_waiting_list_does_not_get_it_back_at_once():
    conference = make_conference(capacity=1)
    confirmed = make_registration(conference)

    actions.waitlist(confirmed, by=None, at=LATER)

    assert status_of(confirmed) == [Status.WAITLISTED]


def test_the_log_says_why_nobody_was_promoted(caplog):
    caplog.set_level("INFO", "participants")
    conference = make_conference(capacity=5)

    actions.cancel(make_registration(conference), by=None, at=LATER)

    assert caplog.messages == [f"{conference.slug}: nobody promoted, nobody waits"]


def test_fill_free_places_gives_them_in_order_of_arrival():
    conference = make_conference(capacity=2)
    waiting = [
        make_registration(conference, status=Status.WAITLISTED, registered_at=BEFORE + timedelta(minutes=n))
        for n in (3, 1, 2)
    ]

    assert actions.fill_free_places(conference, by=None, at=LATER) == 2
    assert actions.fill_free_places(conference, by=None, at=LATER) == 0
    assert status_of(*waiting) == [Status.WAITLISTED, Status.CONFIRMED, Status.CONFIRMED]


def test_without_a_limit_everybody_who_waits_gets_a_place():
    conference = make_conference(capacity=None)
    make_registration(conference, status=Status.WAITLISTED)
    make_registration(conference, status=Status.WAITLISTED)

    assert actions.fill_free_places(conference, by=None, at=LATER) == 2


@pytest.mark.parametrize(
    ("needs_approval", "capacity", "expected"),
    [
        (True, 5, Status.PENDING),
        (True, 0, Status.PENDING),
        (False, 5, Status.CONFIRMED),
        (False, 0, Status.WAITLISTED),
        (False, None, Status.CONFIRMED),
    ],
)
def test_register_gives_the_status_that_fits(needs_approval, capacity, expected):
    participant = make_participant(make_conference(capacity=capacity))

    registration = actions.register(participant, needs_approval=needs_approval, by="Ana", at=LATER)

    assert registration.status == expected
    assert len(registration.reference) == 9
    kind = {"pending": "received", "confirmed": "confirmation", "waitlisted": "waiting_list"}[expected]
    assert list(Message.objects.values_list("kind", flat=True)) == [kind]


def test_who_cancelled_comes_back_at_the_end_of_the_line():
    conference = make_conference(capacity=0)
    cancelled = make_registration(conference, status=Status.CANCELLED, registered_at=BEFORE)
    waiting = make_registration(conference, status=Status.WAITLISTED, registered_at=BEFORE + timedelta(minutes=1))

    actions.register(cancelled.participant, needs_approval=False, by="Ana", at=LATER)

    assert list(conference.registrations.waitlisted()) == [waiting, cancelled]


def test_check_in_notes_the_arrival_and_can_be_taken_back():
    registration = make_registration(make_conference())

    actions.check_in(registration, by=None, at=OPENING)
    registration.refresh_from_db()
    assert registration.checked_in_at == OPENING
    actions.undo_check_in(registration, by=None, at=OPENING)
    registration.refresh_from_db()

    assert registration.checked_in_at is None
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["registration.checked_in", "registration.check_in_undone"]


@pytest.mark.parametrize(
    ("status", "checked_in_at", "message"),
    [
        (Status.WAITLISTED, None, "no confirmed registration"),
        (Status.CANCELLED, None, "no confirmed registration"),
        (Status.CONFIRMED, OPENING, "already checked in"),
    ],
)
def test_check_in_refuses_and_changes_nothing(status, checked_in_at, message):
    registration = make_registration(make_conference(), status=status, checked_in_at=checked_in_at)

    with pytest.raises(NotPossible, match=message):
        actions.check_in(registration, by=None, at=OPENING)

    registration.refresh_from_db()
    assert registration.checked_in_at == checked_in_at
    assert not AuditEntry.objects.exists()


def test_undo_check_in_refuses_who_has_not_arrived():
    registration = make_registration(make_conference())

    with pytest.raises(NotPossible, match="is not checked in"):
        actions.undo_check_in(registration, by=None, at=OPENING)

    assert not AuditEntry.objects.exists()


def test_who_has_arrived_cannot_be_cancelled_before_the_check_in_is_taken_back():
    registration = make_registration(make_conference(), checked_in_at=OPENING)

    with pytest.raises(NotPossible, match="Take back the check-in first"):
        actions.cancel(registration, by=None, at=OPENING)

    assert status_of(registration) == [Status.CONFIRMED]


def test_a_cancellation_takes_the_calendar_entry_back():
    registration = make_registration(make_conference())

    actions.cancel(registration, by=None, at=LATER)

    message = Message.objects.get(kind="cancellation")
    assert message.calendar_method == "CANCEL"
    assert "STATUS:CANCELLED" in message.calendar


@pytest.mark.parametrize(
    ("is_moderated", "status", "name", "is_asked"),
    [
        (True, Status.CONFIRMED, "Núñez", True),
        (True, Status.CONFIRMED, "Muster", False),
        (True, Status.PENDING, "Núñez", False),
        (False, Status.CONFIRMED, "Núñez", False),
    ],
)
def test_a_new_name_of_somebody_approved_asks_for_approval_again_and_keeps_the_place(
    is_moderated, status, name, is_asked
):
    registration = make_registration(make_conference(is_moderated=is_moderated), status=status)

    actions.change_own_details(registration, answers={}, by="Ana", at=LATER, family_name=name, job_title="Director")

    registration.refresh_from_db()
    assert (registration.status, registration.review_asked_at) == (status, LATER if is_asked else None)
    assert registration.participant.__class__.objects.get().family_name == name
    entry = AuditEntry.objects.filter(verb="registration.review_asked").first()
    assert (entry.before, entry.after) == ({"name": "Ana Muster"}, {"name": "Ana Núñez"}) if is_asked else entry is None


def test_a_change_is_approved_once():
    registration = make_registration(make_conference(), review_asked_at=BEFORE)

    actions.approve_change(registration, by=None, at=LATER)
    with pytest.raises(NotPossible, match="no change to approve"):
        actions.approve_change(registration, by=None, at=LATER)

    registration.refresh_from_db()
    assert registration.review_asked_at is None

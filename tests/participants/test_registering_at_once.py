"""Many register at the same moment: places are counted exactly, messages are composed before the lock, and exact."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from correspondence.models import Message
from lib.refusal import NotPossible
from participants import actions
from participants.choices import RegistrationStatus as Status
from participants.forms.register import judged
from participants.models import Participant, Registration, RegistrationDraft
from tests.factories import make_delegation, make_organisation, make_participant, make_registration
from tests.participants.registering import COMPANY, PERSON, fill_in, open_conference
from tests.participants.test_places import wait_as_long_as_it_takes

pytestmark = pytest.mark.django_db


def send_all_at_once(conference, people):
    """Send registrations that were filled in, each from a thread and connection of its own."""
    checks = [fill_in(Client(), conference, PERSON | {"email": email}) for email in people]
    cache.clear()  # what was counted of this address stays in the database otherwise
    barrier = threading.Barrier(len(checks))

    def send(check):
        try:
            wait_as_long_as_it_takes()
            barrier.wait()
            return Client().post(check)["Location"].endswith("/sent/")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(checks)) as pool:
        return list(pool.map(send, checks))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_in_the_dictionary", [True, False])
def test_thirty_registrations_at_once_take_exactly_the_places_that_are_there(is_in_the_dictionary):
    """Those of an organisation that is known are made ready before the lock is taken, the others under it."""
    conference = open_conference(is_moderated=False, capacity=7)
    if is_in_the_dictionary:
        make_organisation(official_name=COMPANY["organisation"], sector="industry")

    answers = send_all_at_once(conference, [f"delegate{number}@example.org" for number in range(30)])

    assert answers == [True] * 30
    assert (conference.registrations.confirmed().count(), conference.registrations.waitlisted().count()) == (7, 23)
    kinds = Counter(conference.messages.values_list("kind", flat=True))
    assert kinds == {"confirmation": 7, "waiting_list": 23}
    assert conference.history.filter(verb="registration.received").count() == 30


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_sent_by_eight_people_at_once_is_registered_once_and_its_owner_told():
    conference = open_conference()

    answers = send_all_at_once(conference, ["elena@example.org", "Elena@example.org"] * 4)

    assert answers == [True] * 8
    assert (Registration.objects.count(), Participant.objects.count()) == (1, 1)
    assert sorted(conference.messages.values_list("kind", flat=True)) == ["known_already", "received"]


def test_the_message_says_what_the_conference_was_called_when_the_place_was_given(client):
    """It is composed before the lock is taken; should anything have changed until then, it is composed anew."""
    conference = open_conference()
    fill_in(client, conference)
    draft = RegistrationDraft.objects.with_conference().get()
    details, answers = judged(draft, timezone.now().date())
    type(conference).objects.filter(pk=conference.pk).update(title="The renamed conference")

    actions.submit_draft(draft, details, answers=answers, by="Elena Núñez", at=timezone.now())

    assert "The renamed conference" in Message.objects.get().text


def is_full(conference, organisation):
    make_registration(conference, status=Status.CONFIRMED)
    type(conference).objects.filter(pk=conference.pk).update(capacity=1)


def sector_is_full(conference, organisation):
    make_registration(
        conference, participant=make_participant(conference, organisation=organisation), status=Status.CONFIRMED
    )
    conference.sector_limits.create(sector=organisation.sector, place_count=1)


def somebody_waits(conference, organisation):
    make_registration(conference, status=Status.WAITLISTED)
    type(conference).objects.filter(pk=conference.pk).update(capacity=1)


def is_moderated_by_now(conference, organisation):
    type(conference).objects.filter(pk=conference.pk).update(is_moderated=True)


def has_a_delegation(conference, organisation):
    make_delegation(conference, organisation=organisation, seat_limit=None)


def delegation_is_full(conference, organisation):
    make_delegation(conference, organisation=organisation, seat_limit=0)


def nothing_happens(conference, organisation):
    pass


@pytest.mark.parametrize(
    ("meanwhile", "status"),
    [
        (nothing_happens, Status.CONFIRMED),
        (is_full, Status.WAITLISTED),
        (sector_is_full, Status.WAITLISTED),
        (somebody_waits, Status.WAITLISTED),
        (is_moderated_by_now, Status.PENDING),
        (has_a_delegation, Status.CONFIRMED),
        (delegation_is_full, Status.WAITLISTED),
    ],
)
def test_what_has_changed_until_the_lock_is_taken_counts_for_everybody_who_comes(client, meanwhile, status):
    conference, now = open_conference(is_moderated=False, capacity=100), timezone.now()
    organisation = make_organisation(official_name=COMPANY["organisation"], sector="industry")
    filled_in = []
    for email in ("first@example.org", "second@example.org"):
        fill_in(client, conference, PERSON | {"email": email})
        draft = RegistrationDraft.objects.with_conference().latest("pk")
        filled_in.append((draft, *judged(draft, now.date())))
    meanwhile(conference, organisation)

    for draft, details, answers in filled_in:
        assert actions.submit_draft(draft, details, answers=answers, by="Elena Núñez", at=now).announced == status

    kept = Registration.objects.filter(participant__email__endswith="@example.org", participant__given_name="Elena")
    assert set(kept.values_list("status", "participant__delegation__organisation")) == {
        (status, organisation.pk if meanwhile in {has_a_delegation, delegation_is_full} else None)
    }
    for email in ("first@example.org", "second@example.org"):
        registration = kept.get(participant__email=email)
        assert registration.reference in Message.objects.get(to_email=email).text
        assert [
            entry.after for entry in conference.history.filter(verb="registration.received").about(registration)
        ] == [{"status": status}]


def test_a_registration_that_closes_until_the_lock_is_taken_is_refused_and_writes_nothing(client):
    conference, now = open_conference(is_moderated=False), timezone.now()
    make_organisation(official_name=COMPANY["organisation"], sector="industry")
    fill_in(client, conference)
    draft = RegistrationDraft.objects.with_conference().get()
    details, answers = judged(draft, now.date())

    with pytest.raises(NotPossible, match="Registration is closed"):
        actions.submit_draft(
            draft, details, answers=answers, by="Elena Núñez", at=conference.registration_closes_at + timedelta(days=1)
        )

    assert (Participant.objects.count(), Registration.objects.count(), Message.objects.count()) == (0, 0, 0)
    draft.refresh_from_db()
    assert (draft.submitted_at, draft.announced) == (None, "")


def test_what_is_written_under_the_lock_is_the_same_as_what_was_composed_before(client):
    """The first is composed for a free place, the second finds none; the third is composed for the waiting list."""
    conference = open_conference(is_moderated=False, capacity=1)

    for email in ("a@example.org", "b@example.org", "c@example.org"):
        client.post(fill_in(client, conference, PERSON | {"email": email}))

    texts = {message.to_email: message for message in Message.objects.all()}
    assert texts["a@example.org"].kind == "confirmation"
    assert (texts["b@example.org"].kind, texts["c@example.org"].kind) == ("waiting_list", "waiting_list")
    references = dict(Registration.objects.values_list("participant__email", "reference"))
    b, c = (texts[each].text.replace(references[each], "REFERENCE") for each in ("b@example.org", "c@example.org"))
    assert b == c


def test_sending_a_registration_costs_few_questions_to_the_database(client, django_assert_max_num_queries):
    conference = open_conference(is_moderated=False, capacity=100)
    make_organisation(official_name="Andean Freight", sector="industry")
    client.post(fill_in(client, conference, PERSON | {"email": "first@example.org"}))
    check = fill_in(client, conference)

    most = 10 if connection.vendor == "postgresql" else 14  # and a savepoint stands for a transaction in tests
    with django_assert_max_num_queries(most):
        client.post(check)

    assert Registration.objects.count() == 2

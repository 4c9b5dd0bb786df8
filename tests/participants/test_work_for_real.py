"""A real worker does the desk's work; killed in the middle, the next one goes on after the last whole part."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participants import actions
from participants.choices import RegistrationStatus as Status
from participants.choices import WorkKind
from participants.models import Work
from tests.factories import BEFORE, make_conference, make_registration
from tests.servers import wait_until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
COUNT = 300


def ask(conference):
    wish = {"name": "confirm", "reason": "", "notify": True}
    everybody = conference.registrations.all()
    return actions.ask_for_many(
        everybody, WorkKind.CHANGE, wish=wish, conference=conference, by=None, at=timezone.now()
    )


def test_a_killed_worker_leaves_whole_parts_and_the_next_one_does_the_rest(worker):
    conference = make_conference(is_moderated=False)
    for number in range(COUNT):
        make_registration(conference, status=Status.PENDING, registered_at=BEFORE + timedelta(minutes=number))
    work = ask(conference)

    def passed():
        return Work.objects.values_list("passed_count", flat=True).get(pk=work.pk)

    wait_until(lambda: passed() >= 20, seconds=60, what="the first part")
    worker.kill()
    done = passed()
    assert conference.registrations.confirmed().count() == done < COUNT
    Work.objects.filter(pk=work.pk).update(leased_until=timezone.now())  # thirty seconds later
    worker.start()
    wait_until(lambda: passed() == COUNT, seconds=120, what="the rest")

    work.refresh_from_db()
    assert (len(work.done), work.skipped, work.problem) == (COUNT, [], "")
    assert conference.registrations.confirmed().count() == COUNT
    assert conference.messages.filter(kind="confirmation").count() == COUNT

"""A real worker does the desk's work; killed in the middle, the next one goes on after the last whole part."""

from datetime import timedelta

import pytest
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from lib.progress import told
from participants import actions, importing
from participants.choices import RegistrationStatus as Status
from participants.choices import WorkKind
from participants.models import Registration, Work
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


def counted(work) -> tuple[int, int]:
    """Count in one look what was done and who is confirmed: a database still ends what a killed worker had just asked for."""
    confirmed = Registration.objects.confirmed().filter(conference=OuterRef("conference"))
    number = confirmed.order_by().values("conference").annotate(number=Count("pk")).values("number")
    return Work.objects.annotate(number=Subquery(number)).values_list("passed_count", "number").get(pk=work.pk)


def test_a_killed_worker_leaves_whole_parts_and_the_next_one_does_the_rest(worker):
    conference = make_conference(is_moderated=False)
    for number in range(COUNT):
        make_registration(conference, status=Status.PENDING, registered_at=BEFORE + timedelta(minutes=number))
    work = ask(conference)

    def passed():
        return Work.objects.values_list("passed_count", flat=True).get(pk=work.pk)

    wait_until(lambda: passed() >= 20, what="the first part")
    worker.kill()
    done, confirmed = counted(work)
    assert confirmed == done < COUNT
    Work.objects.filter(pk=work.pk).update(leased_until=timezone.now())  # thirty seconds later
    worker.start()
    wait_until(lambda: passed() == COUNT, seconds=300, what="the rest")

    work.refresh_from_db()
    assert (len(work.done), work.skipped, work.problem) == (COUNT, [], "")
    assert conference.registrations.confirmed().count() == COUNT
    assert conference.messages.filter(kind="confirmation").count() == COUNT


def test_a_worker_killed_while_it_imports_leaves_nothing_and_the_next_one_imports_all(worker):
    conference = make_conference()
    rows = "".join(f"Given {number},Family {number},p{number}@example.org\n" for number in range(4000))
    content = f"Given name,Family name,E-mail\n{rows}".encode()
    run = actions.upload(conference, file_name="guests.csv", content=content, by=None, at=BEFORE)
    wish = {"fingerprint": importing.plan(run).fingerprint}
    work = actions.ask_for_import(run, WorkKind.IMPORT, wish=wish, total_count=4000, by=None, at=timezone.now())

    def written():
        work.refresh_from_db(fields=["take_count"])
        return told(work.progress_key)

    wait_until(written, what="the first people in the transaction")
    worker.kill()
    assert written().passed < written().total == 12000
    assert (conference.participants.count(), conference.history.count()) == (0, 0)
    Work.objects.filter(pk=work.pk).update(leased_until=timezone.now())  # thirty seconds later
    worker.start()
    wait_until(lambda: conference.registrations.count() == 4000, seconds=300, what="the whole import")

    run.refresh_from_db()
    assert (run.added_count, conference.participants.count()) == (4000, 4000)

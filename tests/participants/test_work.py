"""Long work at the desk: done by the worker in parts, never half, never twice, and said on a page all the while."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from conference.choices import TeamRole
from conference.models import AuditEntry, TeamMember
from correspondence.models import Message
from lib.refusal import NotPossible
from participants import actions, jobs
from participants.actions import bulk, work
from participants.choices import RegistrationStatus as Status
from participants.choices import WorkKind, WorkState
from participants.models import Import, Registration, Work
from participants.views.bulk import AT_ONCE
from tests.factories import BEFORE, make_conference, make_member, make_registration
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
url = pages_of("participants")
CONFIRM = {"name": "confirm", "reason": "As agreed", "notify": False}
LATER = BEFORE + timedelta(minutes=10)


def crowd(conference, count, status=Status.PENDING):
    return [
        make_registration(conference, status=status, registered_at=BEFORE + timedelta(minutes=number))
        for number in range(count)
    ]


def ask(conference, kind=WorkKind.CHANGE, wish=CONFIRM, by=None):
    return actions.ask_for_many(
        conference.registrations.all(), kind, wish=wish, conference=conference, by=by, at=BEFORE
    )


def go_on(taken, at=BEFORE):
    return actions.go_on_with(taken, passed=lambda count: None, by=None, at=at)


def statuses(registrations):
    return list(Registration.objects.filter(pk__in=[each.pk for each in registrations]).order_by("pk").values_list("status", flat=True))  # fmt: skip


def test_many_are_changed_in_parts_in_order_of_arrival_and_the_skipped_are_named():
    conference = make_conference(capacity=25)
    registrations = crowd(conference, 30)
    ask(conference)

    first = go_on(actions.take_up_work(by=None, at=BEFORE))
    assert (first.passed_count, len(first.done), first.finished_at) == (20, 20, None)
    assert statuses(registrations) == ["confirmed"] * 20 + ["pending"] * 10
    last = go_on(first, at=LATER)

    assert (len(last.done), len(last.skipped), last.finished_at) == (25, 5, LATER)
    assert {why for _, why in last.skipped} == {"All 25 places are taken. Put Ana Muster on the waiting list."}
    assert statuses(registrations) == ["confirmed"] * 25 + ["pending"] * 5
    assert AuditEntry.objects.filter(verb="registration.confirmed", reason="As agreed").count() == 25
    assert actions.take_up_work(by=None, at=LATER) is None


def test_a_worker_that_dies_leaves_whole_parts_and_the_next_goes_on_after_them(monkeypatch):
    conference = make_conference()
    registrations = crowd(conference, 45)
    ask(conference, WorkKind.CHANGE, CONFIRM | {"notify": True})
    go_on(actions.take_up_work(by=None, at=BEFORE))
    taken = Work.objects.get()
    calls, real = iter(range(99)), bulk.take_transition

    def dies_at_the_tenth(*args, **kwargs):
        if next(calls) == 9:
            raise SystemExit("killed")
        return real(*args, **kwargs)

    monkeypatch.setattr(bulk, "take_transition", dies_at_the_tenth)
    with pytest.raises(SystemExit):
        go_on(taken)
    monkeypatch.setattr(bulk, "take_transition", real)

    assert statuses(registrations) == ["confirmed"] * 20 + ["pending"] * 25
    assert actions.take_up_work(by=None, at=BEFORE + timedelta(seconds=29)) is None
    assert Work.objects.get().state(BEFORE + timedelta(seconds=31)) == WorkState.INTERRUPTED
    taken = actions.take_up_work(by=None, at=BEFORE + timedelta(seconds=31))
    while not taken.finished_at:
        taken = go_on(taken, at=LATER)

    assert statuses(registrations) == ["confirmed"] * 45
    assert Message.objects.filter(kind="confirmation").count() == 45
    assert len(taken.done) == 45


def test_whoever_lost_the_work_does_nothing_more():
    conference = make_conference()
    registrations = crowd(conference, 30)
    ask(conference)
    slow = actions.take_up_work(by=None, at=BEFORE)
    quick = actions.take_up_work(by=None, at=LATER)
    go_on(quick, at=LATER)

    with pytest.raises(actions.LostWork):
        go_on(slow, at=LATER)
    with pytest.raises(actions.LostWork):
        actions.renew_lease(slow, passed=3, by=None, at=LATER)

    assert statuses(registrations) == ["confirmed"] * 20 + ["pending"] * 10


def test_what_fails_again_and_again_is_given_up_and_can_be_started_again():
    conference = make_conference()
    crowd(conference, 3)
    asked, at = ask(conference), BEFORE
    for _ in range(work.MOST_TRIES):
        assert actions.take_up_work(by=None, at=at) == asked
        at += timedelta(minutes=5)

    assert actions.take_up_work(by=None, at=at) is None
    asked.refresh_from_db()
    assert (asked.state(at), asked.problem) == (WorkState.STOPPED, "The worker ended 5 times while it did this.")
    actions.start_work_again(asked, by=None, at=at)
    assert go_on(actions.take_up_work(by=None, at=at), at=at).state(at) == WorkState.DONE


def test_stopping_keeps_what_is_done_and_going_on_does_the_rest():
    conference = make_conference()
    registrations = crowd(conference, 30)
    ask(conference)
    taken = go_on(actions.take_up_work(by=None, at=BEFORE))

    stopped = actions.stop_work(taken, by="Olga Organiser", at=BEFORE)

    with pytest.raises(actions.LostWork):
        go_on(taken)
    assert (stopped.problem, stopped.passed_count) == ("Stopped by Olga Organiser.", 20)
    assert statuses(registrations) == ["confirmed"] * 20 + ["pending"] * 10
    with pytest.raises(NotPossible, match="finished already"):
        actions.stop_work(stopped, by=None, at=BEFORE)
    actions.start_work_again(stopped, by=None, at=LATER)
    done = go_on(actions.take_up_work(by=None, at=LATER), at=LATER)
    assert (len(done.done), done.problem) == (30, "")
    with pytest.raises(NotPossible, match="done already"):
        actions.start_work_again(done, by=None, at=LATER)


def test_who_left_the_team_has_nothing_done_any_more():
    conference = make_conference()
    user = make_member(conference, role=TeamRole.DESK)
    registrations = crowd(conference, 3)
    ask(conference, by=user)
    TeamMember.objects.filter(user=user).delete()

    ended = go_on(actions.take_up_work(by=None, at=BEFORE))

    assert ended.problem == f"{user} no longer works at this desk."
    assert statuses(registrations) == ["pending"] * 3


def test_tags_are_put_on_and_taken_off_the_same_way():
    conference = make_conference()
    crowd(conference, 45, status=Status.CONFIRMED)
    ask(conference, WorkKind.TAG, {"name": "Visa"})
    go_on(actions.take_up_work(by=None, at=BEFORE))
    tag = conference.tags.get()
    assert tag.registrations.count() == 45

    for problem in ("", "Nobody has this tag any more."):
        ask(conference, WorkKind.UNTAG, {"tag": tag.pk})
        assert go_on(actions.take_up_work(by=None, at=LATER)).problem == problem

    assert not conference.tags.exists()


def test_the_job_does_all_that_waits_the_oldest_first():
    conference = make_conference()
    registrations = crowd(conference, 45)
    ask(conference)
    ask(conference, WorkKind.TAG, {"name": "Visa"})

    jobs.do_work()

    assert statuses(registrations) == ["confirmed"] * 45
    assert conference.tags.get().registrations.count() == 45
    assert [each.problem for each in Work.objects.all()] == ["", ""]


def test_the_job_leaves_the_rest_for_its_next_turn(monkeypatch):
    conference = make_conference()
    crowd(conference, 45)
    asked = ask(conference)
    monkeypatch.setattr(jobs, "TURN", timedelta(microseconds=1))
    monkeypatch.setattr(jobs.tasks, "wake_for_work", lambda: None)

    jobs._do(actions.take_up_work(by=None, at=datetime.now(UTC)), datetime.now(UTC))

    asked.refresh_from_db()
    assert (asked.passed_count, asked.leased_until, asked.finished_at) == (20, None, None)


def test_an_error_ends_the_work_with_a_sentence_and_a_busy_database_does_not(monkeypatch):
    conference = make_conference()
    registrations = crowd(conference, 3)
    asked = ask(conference)

    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(jobs.tasks, "wake_for_work", lambda: None)
    monkeypatch.setattr(bulk, "change_many", busy)
    jobs.do_work()
    asked.refresh_from_db()
    assert asked.finished_at is None
    Work.objects.update(leased_until=None)
    monkeypatch.setattr(bulk, "change_many", broken)
    jobs.do_work()

    asked.refresh_from_db()
    assert asked.problem == jobs.FAILED
    assert statuses(registrations) == ["pending"] * 3


def test_what_was_done_long_ago_is_forgotten_with_files_that_nobody_imported():
    conference = make_conference()
    now = BEFORE + timedelta(days=100)
    for finished_at in (BEFORE, now, None):
        conference.work.create(kind=WorkKind.TAG, asked_at=BEFORE, finished_at=finished_at)
    for uploaded_at, done_at in ((BEFORE, None), (BEFORE, BEFORE), (now, None)):
        conference.imports.create(file_name="a.csv", uploaded_at=uploaded_at, done_at=done_at)

    assert actions.forget_old_work(by=None, at=now) == 2

    assert Work.objects.count() == 2
    assert list(Import.objects.order_by("pk").values_list("uploaded_at", "done_at")) == [(BEFORE, BEFORE), (now, None)]


# The pages


def test_more_than_a_few_are_done_by_the_worker_while_a_page_shows_how_far_it_is(sign_in):
    conference = make_conference()
    registrations = crowd(conference, AT_ONCE + 1)
    client = sign_in(conference)
    address = url("bulk", conference) + "?action=confirm&all=yes&status=pending"

    asked = client.get(address).content.decode()
    assert f"Confirm {AT_ONCE + 1} registrations?" in asked
    assert "the next page shows how far it is" in asked
    page = client.post(address, {"count": AT_ONCE + 1, "reason": ""}, follow=True)

    found = Work.objects.get()
    assert page.redirect_chain == [(found.get_absolute_url(), 302)]
    assert "This waits for the worker" in page.content.decode()
    assert f'<a href="{found.get_absolute_url()}">Look again now</a>' in page.content.decode()
    go_on(actions.take_up_work(by=None, at=datetime.now(UTC)), at=datetime.now(UTC))
    halfway = client.get(found.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert f'<progress id="work-progress" value="20" max="{AT_ONCE + 1}">' in halfway
    assert "<h1>" not in halfway
    listed = client.get(url("registration_list", conference)).content.decode()
    assert f"Confirm {AT_ONCE + 1} registrations: 20 of {AT_ONCE + 1} so far" in listed
    Work.objects.update(leased_until=None)
    jobs.do_work()

    assert (
        client.get(found.get_absolute_url(), headers={"HX-Request": "true"})["HX-Redirect"] == found.get_absolute_url()
    )
    result = client.get(found.get_absolute_url()).content.decode()
    assert f"Done: {AT_ONCE + 1}, skipped: 0" in result
    assert "and 1 more" in result
    assert statuses(registrations) == ["confirmed"] * (AT_ONCE + 1)


def test_the_page_says_why_something_was_not_done_and_starts_it_again(sign_in):
    conference = make_conference()
    registrations = crowd(conference, 3)
    asked = ask(conference)
    actions.stop_work(asked, by="Olga", at=BEFORE)
    client = sign_in(conference)

    assert "Stopped by Olga." in client.get(asked.get_absolute_url()).content.decode()
    client.post(url("start_work_again", conference, pk=asked.pk))
    jobs.do_work()

    assert statuses(registrations) == ["confirmed"] * 3
    client.post(url("stop_work", conference, pk=asked.pk), follow=True)
    asked.refresh_from_db()
    assert asked.problem == ""


@pytest.mark.parametrize("count", [4, 0, 99])
def test_nothing_is_done_when_not_those_are_meant_that_were_shown(sign_in, count):
    conference = make_conference()
    registrations = crowd(conference, 3)
    address = url("bulk", conference) + "?action=confirm&all=yes"

    response = sign_in(conference).post(address, {"count": count, "reason": ""})

    assert "3 are meant now: look at them again." in response.content.decode()
    assert 'name="count" value="3"' in response.content.decode()
    assert statuses(registrations) == ["pending"] * 3


@pytest.mark.parametrize("name", ["work", "start_work_again", "stop_work"])
def test_work_of_another_conference_is_not_found(sign_in, name):
    foreign = make_conference().work.create(kind=WorkKind.TAG, wish={"name": "x"}, asked_at=BEFORE)
    conference = make_conference()
    client = sign_in(conference)
    ask_by = client.get if name == "work" else client.post

    assert ask_by(url(name, conference, pk=foreign.pk)).status_code == 404

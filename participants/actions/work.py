"""Work that takes longer than a page should: asked for at the desk, done by the worker in parts, never half.

A part is one transaction: what it does, how far the work is then, and the lease are written together. So a worker that
dies leaves whole parts behind, and the next one goes on after them; two that believe the work theirs cannot both be right.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from conference import rules
from lib.progress import Teller
from lib.refusal import NotPossible, still_there
from participants import importing, places, tasks
from participants.actions import bulk, imports, taking_back
from participants.choices import WorkKind as Kind
from participants.models import Import, Selection, Work
from participants.models.imports import DAYS_KEPT
from participants.models.selections import DAYS_KEPT as SELECTIONS_KEPT

LEASE = timedelta(seconds=30)
MOST_TRIES = 5
PART = {Kind.CHANGE: 20}  # registrations in one transaction; what is quick is done in one


class LostWork(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """Somebody else does this work now, or it was stopped; whoever finds out leaves it alone."""


@transaction.atomic
def ask_for_many(registrations, kind: str, *, wish: dict, conference, by, at) -> Work:
    """Let the worker do the same to many registrations, in order of arrival; `wish` is what `bulk` is told."""
    pks = list(registrations.order_by("registered_at", "pk").values_list("pk", flat=True))
    work = Work(conference=conference, kind=kind, wish=wish, left=pks, total_count=len(pks))
    return _ask(work, by=by, at=at)


@transaction.atomic
def ask_for_import(run: Import, kind: str, *, wish: dict | None = None, total_count: int = 0, by, at) -> Work:
    """Let the worker read, compare, import or take back a long spreadsheet. What is under way already is not doubled."""
    standing = run.work.unfinished().filter(kind=kind, wish=wish or {}).first()
    if standing:
        return standing
    work = Work(conference=run.conference, kind=kind, run=run, wish=wish or {}, total_count=total_count)
    return _ask(work, by=by, at=at)


@transaction.atomic
def take_up_work(*, by, at) -> Work | None:
    """Take the oldest work that nobody does, with a lease; None when there is none. What fails again and again stops."""
    while work := Work.objects.free(at).locked().select_related("conference", "asked_by").first():
        if work.try_count < MOST_TRIES:
            work.leased_until = at + LEASE
            work.take_count += 1
            work.try_count += 1
            work.save(update_fields=["leased_until", "take_count", "try_count"])
            return work
        _end(work, f"The worker ended {MOST_TRIES} times while it did this.", at=at)
    return None


def go_on_with(work: Work, *, passed, by, at) -> Work:
    """Do the next part of work that was taken up. `passed` is told how many rows of a file are through.

    Raises LostWork when the work is no longer ours; what is not possible ends it with the sentence that says why.
    """
    try:
        if work.asked_by and not rules.may_work_the_desk(work.asked_by, work.conference):
            raise NotPossible(f"{work.asked_by} no longer works at this desk.")
        return STEPS[work.kind](work, passed, at)
    except NotPossible as problem:
        return give_up_work(work, str(problem), by=by, at=at)


@transaction.atomic
def renew_lease(work: Work, *, passed: int, by, at) -> None:
    """Note how far the work is, and keep it."""
    if not _ours(work).update(passed_count=passed, leased_until=at + LEASE):
        raise LostWork
    work.passed_count = passed


@transaction.atomic
def put_back_work(work: Work, *, by, at) -> None:
    """Leave the rest of the work for the next turn."""
    _ours(work).update(leased_until=None)


@transaction.atomic
def give_up_work(work: Work, problem: str, *, by, at) -> Work:
    """End the work with the sentence that says why it could not be done."""
    return _end(_lock(work), problem, at=at)


@transaction.atomic
def stop_work(work: Work, *, by, at) -> Work:
    """Stop what is not done yet; what is done stays."""
    work = still_there(Work.objects.select_for_update(), pk=work.pk)
    if work.finished_at:
        raise NotPossible("This is finished already.")
    return _end(work, f"Stopped by {by}.", at=at)


@transaction.atomic
def start_work_again(work: Work, *, by, at) -> Work:
    """Go on with work that stopped or was interrupted, from where it is."""
    work = still_there(Work.objects.select_for_update(), pk=work.pk)
    if work.finished_at and not work.problem:
        raise NotPossible("This is done already.")
    work.finished_at = work.leased_until = None
    work.problem, work.try_count = "", 0
    work.take_count += 1  # whoever still believes it theirs is wrong from here
    work.save(update_fields=["finished_at", "leased_until", "problem", "try_count", "take_count"])
    transaction.on_commit(tasks.wake_for_work, robust=True)
    return work


@transaction.atomic
def forget_old_work(*, by, at) -> int:
    """Delete what was finished long ago, files that were never imported, and old selections; return how many."""
    before = at - DAYS_KEPT
    forgotten, _ = Work.objects.filter(finished_at__lt=before).delete()
    unused, _ = Import.objects.filter(done_at=None, uploaded_at__lt=before).delete()
    selections, _ = Selection.objects.filter(made_at__lt=at - SELECTIONS_KEPT).delete()
    return forgotten + unused + selections


def _ask(work, *, by, at):
    work.asked_by = by if hasattr(by, "pk") else None
    work.asked_at = at
    work.save(force_insert=True)
    transaction.on_commit(tasks.wake_for_work, robust=True)
    return work


def _ours(work):
    return Work.objects.unfinished().filter(pk=work.pk, take_count=work.take_count)


def _lock(work) -> Work:
    """Lock the row of work that is ours, so that nobody else does it until the transaction ends."""
    held = _ours(work).select_for_update().first()
    if held is None:
        raise LostWork
    held.conference, held.asked_by = work.conference, work.asked_by
    return held


def _end(work, problem="", *, at):
    work.finished_at, work.leased_until, work.problem = at, None, problem[:500]
    work.save(update_fields=["finished_at", "leased_until", "problem"])
    return work


@contextmanager
def _last_part(work, at):
    """Hold the work, after the conference, for the one transaction that ends it; everything in it counts, or nothing."""
    with transaction.atomic():
        places.lock(work.conference)
        held = _lock(work)
        yield held
        _end(held, at=at)


# The parts, each one transaction


@transaction.atomic
def _do_part(work, passed, at):
    conference = places.lock(work.conference)
    work = _lock(work)
    count = PART.get(work.kind, len(work.left))
    now, later = work.left[:count], work.left[count:]
    chosen = conference.registrations.filter(pk__in=now)
    outcome = bulk.do_to_many(chosen, work.kind, wish=work.wish, conference=conference, by=work.asked_by, at=at)
    work.left, work.passed_count = later, work.total_count - len(later)
    work.done += outcome.done
    work.skipped += outcome.skipped
    work.try_count, work.leased_until = 0, at + LEASE
    work.finished_at = None if later else at
    fields = ["left", "passed_count", "done", "skipped", "try_count", "leased_until", "finished_at"]
    work.save(update_fields=fields)
    return work


def _read(work, passed, at):
    table = imports.table_of(work.run, passed=passed)
    with _last_part(work, at) as held:
        imports.keep_table(work.run, table, by=work.asked_by, at=at)
    return held


def _preview(work, passed, at):
    plan = importing.plan(work.run, passed=passed)
    with _last_part(work, at) as held:
        imports.keep_preview(work.run, plan, by=work.asked_by, at=at)
    return held


# While an import or its undoing is one transaction, its row is locked: nobody takes it up, however long it lasts. How far
# it is, it tells beside the database. When the worker dies, the lock goes with the transaction and the lease runs out.


def _import(work, passed, at):
    # This tells how far it is, and remembers what cells say for the plan that counts.
    importing.plan(work.run, passed=passed)
    passed(work.total_count)
    with _last_part(work, at) as held:
        wish, tell = work.wish["fingerprint"], Teller(work.progress_key)
        imports.run_import(work.run, fingerprint=wish, tell=tell, by=work.asked_by, at=at)
    return held


def _undo(work, passed, at):
    passed(0)
    with _last_part(work, at) as held:
        outcome = taking_back.undo_import(work.run, tell=Teller(work.progress_key), by=work.asked_by, at=at)
        held.done, held.skipped = outcome.done, outcome.skipped
        held.save(update_fields=["done", "skipped"])
    return held


STEPS = dict.fromkeys(bulk.KINDS, _do_part) | {
    Kind.READ: _read,
    Kind.PREVIEW: _preview,
    Kind.IMPORT: _import,
    Kind.UNDO: _undo,
}

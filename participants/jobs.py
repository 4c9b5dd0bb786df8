"""What the clock asks for, and what the desk has asked the worker for."""

import contextlib
import logging
from datetime import timedelta

from celery import shared_task
from celery.signals import worker_ready
from django.db import OperationalError
from django.utils import timezone

from conference.models import Conference
from participants import actions, tasks
from participants.models import Work

TURN = timedelta(seconds=40)
FAILED = (
    "Something in Plenary failed. What was being done at that moment is not done; those who run it find why in the log."
)
logger = logging.getLogger(__name__)


@worker_ready.connect
def look_at_once(**_):
    """A worker that starts goes on with what its forerunner left."""
    tasks.wake_for_work()


@shared_task
def forget_old_drafts():
    """Every night: delete registrations that were begun and never sent, and photos that belong to nobody any more."""
    now = timezone.now()
    actions.forget_old_drafts(by=None, at=now)
    actions.forget_lost_photos(by=None, at=now)


@shared_task
def expire_offers():
    """Every five minutes: take back offered places whose time has passed, and offer them to the next in line."""
    now = timezone.now()
    for conference in Conference.objects.filter(registrations__offer_expires_at__lte=now).distinct():
        actions.expire_offers(conference, by=None, at=now)


@shared_task
def forget_old_work():
    """Every night: delete what the worker did for the desk long ago, files that nobody imported, and old selections."""
    actions.forget_old_work(by=None, at=timezone.now())


@shared_task
def do_work():
    """Do what the desk asked for, part by part; after a while come again, so that other work gets its turn."""
    until = timezone.now() + TURN
    while timezone.now() < until and (work := actions.take_up_work(by=None, at=timezone.now())):
        try:
            _do(work, until)
        except actions.LostWork:
            logger.info("work %s is somebody else’s now", work.pk)
        except OperationalError:
            logger.warning("work %s waits until its lease runs out: the database is busy", work.pk, exc_info=True)
        except Exception:
            logger.exception("work %s failed", work.pk)
            with contextlib.suppress(actions.LostWork):
                actions.give_up_work(work, FAILED, by=None, at=timezone.now())
    if Work.objects.free(timezone.now()).exists():
        tasks.wake_for_work()


def _do(work, until):
    def passed(count):
        actions.renew_lease(work, passed=count, by=None, at=timezone.now())

    while not work.finished_at:
        work = actions.go_on_with(work, passed=passed, by=None, at=timezone.now())
        if timezone.now() > until and not work.finished_at:
            actions.put_back_work(work, by=None, at=timezone.now())
            return

"""What the worker does for correspondence, and how it is woken."""

import atexit
import logging
import os
import threading
import time
from datetime import timedelta

from celery import current_app, shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone

from correspondence import delivery, letters
from correspondence.pace import Pace

RETRY_SECONDS = 5
REST_SECONDS = 0.25
WRITING = "correspondence.jobs.write_mailings"
logger = logging.getLogger(__name__)


@shared_task
def deliver():
    """Hand over what is due, with another process when it is much; come again later, so that other work gets its turn."""
    if delivery.deliver(timezone.now, for_at_most=timedelta(seconds=60), call_for_help=wake):
        wake()


@shared_task
def deliver_mailings():
    """Hand over what mailings have written, at their pace; come again when more is left."""
    pace = Pace(settings.MAILINGS_PER_SECOND, settings.MAILINGS_PER_SECOND_AND_DOMAIN)
    if delivery.deliver_mailings(timezone.now, pace=pace, for_at_most=timedelta(seconds=60)):
        wake_for_mailings()


@shared_task
def make_letters():
    """Make the letters that wait, let their messages go; come again later when more are left."""
    count, more_wait = letters.make_what_waits(timezone.now, for_at_most=timedelta(seconds=60))
    if count:
        wake()
    if more_wait:
        wake_for_letters()


class Waker:
    """Tells the worker that messages wait, from a thread of its own: whoever writes one never waits for the broker.

    The first call wakes it at once; those of the next quarter of a second become one wake-up. While the broker is away the thread tries again every few seconds;
    should the process end before that, the clock's job finds what waits.
    """

    def __init__(self, publish, retry_seconds=RETRY_SECONDS, rest_seconds=REST_SECONDS):
        self._publish = publish
        self._retry_seconds = retry_seconds
        self._rest_seconds = rest_seconds
        self._start_anew()
        os.register_at_fork(after_in_child=self._start_anew)
        atexit.register(self._finish)

    def __call__(self):
        self._published.clear()
        self._asked.set()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="waker", daemon=True)
                self._thread.start()

    def wait(self, seconds) -> bool:
        """Wait until what was asked is published; return whether it was."""
        return self._published.wait(seconds)

    def _start_anew(self):
        self._lock = threading.Lock()
        self._asked = threading.Event()
        self._published = threading.Event()
        self._thread = None

    def _run(self):
        while True:
            self._asked.wait()
            self._asked.clear()
            try:
                self._publish()
            except Exception as error:  # a broker may fail in any way; nothing is lost, since the table is the queue
                logger.warning("The worker could not be woken: %s", error)
                self._asked.set()
                time.sleep(self._retry_seconds)
            else:
                if not self._asked.is_set():
                    self._published.set()
                time.sleep(self._rest_seconds)

    def _finish(self):
        """Give the last wake-up of a short command a moment to leave."""
        if self._thread is not None:
            self._published.wait(1)


# A wake-up that nobody took within a minute is dropped: the clock's job comes twice in that time.
wake = Waker(lambda: deliver.apply_async(expires=60, retry=False))
wake_for_mailings = Waker(lambda: deliver_mailings.apply_async(expires=60, retry=False))
# The writing is the clock's work too, which stands above the actions: it is called by its name.
wake_for_writing = Waker(lambda: current_app.send_task(WRITING, expires=60, retry=False))
wake_for_letters = Waker(lambda: make_letters.apply_async(expires=60, retry=False))


@worker_ready.connect
def look_at_once(**_):
    """A worker that starts does not wait for the clock: what its forerunner left is due already."""
    wake()
    wake_for_letters()

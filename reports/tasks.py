"""What the worker does for reports: it makes the documents that take longer than a reader should wait."""

from celery import shared_task
from celery.signals import worker_ready

from correspondence.tasks import Waker
from reports import printing


@shared_task
def print_documents():
    """Make one document that waits, then come again, so that other work gets its turn."""
    if printing.print_what_waits():
        wake()


# A wake-up that nobody took within a minute is dropped: the page that waits for the document asks again.
wake = Waker(lambda: print_documents.apply_async(expires=60, retry=False))


@worker_ready.connect
def look_at_once(**_):
    """A worker that starts makes what its forerunner left."""
    if printing.is_anything_waiting():
        wake()

"""What the clock starts."""

from celery import shared_task

from correspondence import tasks


@shared_task
def deliver_what_waits():
    """Every 30 seconds: find what no wake-up reached."""
    tasks.deliver()

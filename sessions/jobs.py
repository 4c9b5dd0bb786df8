"""What the clock asks for."""

from celery import shared_task
from django.utils import timezone

from sessions import actions


@shared_task
def forget_documents():
    """Every day: delete the files for good that speakers took away more than a week ago."""
    actions.forget_documents(by=None, at=timezone.now())

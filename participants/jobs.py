"""What the clock asks for."""

from celery import shared_task
from django.utils import timezone

from participants import actions


@shared_task
def forget_old_drafts():
    """Every night: delete registrations that were begun and never sent."""
    actions.forget_old_drafts(by=None, at=timezone.now())

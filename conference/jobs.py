"""What the clock asks for."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from conference import actions
from conference.models import Conference


@shared_task
def erase_what_is_due():
    """Every day: erase what is kept no longer, conference by conference, and sign-ins that have run out."""
    for conference in Conference.objects.newest_first():
        actions.erase_what_is_due(conference, by=None, at=timezone.now())
    SessionStore.clear_expired()

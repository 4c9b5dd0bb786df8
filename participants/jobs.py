"""What the clock asks for."""

from celery import shared_task
from django.utils import timezone

from conference.models import Conference
from participants import actions


@shared_task
def forget_old_drafts():
    """Every night: delete registrations that were begun and never sent."""
    actions.forget_old_drafts(by=None, at=timezone.now())


@shared_task
def expire_offers():
    """Every five minutes: take back offered places whose time has passed, and offer them to the next in line."""
    now = timezone.now()
    for conference in Conference.objects.filter(registrations__offer_expires_at__lte=now).distinct():
        actions.expire_offers(conference, by=None, at=now)

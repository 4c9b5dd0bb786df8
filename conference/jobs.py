"""What the clock asks for."""

from celery import shared_task
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from conference import actions
from conference.models import Conference


@shared_task
def erase_what_is_due():
    """Every day: erase what is kept no longer, conference by conference, and sign-ins and answers that have run out."""
    for conference in Conference.objects.newest_first():
        actions.erase_what_is_due(conference, by=None, at=timezone.now())
    SessionStore.clear_expired()
    _clear_cache(timezone.now())


def _clear_cache(at):
    """Delete what has run out in the cache, which a table holds: by itself it only does so when it is full."""
    quoted, expires = connection.ops.quote_name, connection.ops.adapt_datetimefield_value(at.replace(microsecond=0))
    table = quoted(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {quoted('expires')} < %s", [expires])  # noqa: S608 - our names

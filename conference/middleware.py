"""Very busy: who waits for a lock longer than the database allows gets a page that says so, not an error (REL-03)."""

from django.db import OperationalError
from django.shortcuts import render

RETRY_AFTER_SECONDS = 5
# psycopg's SQLSTATE for a lock or a statement that took too long; SQLite has only the sentence.
WAITED_TOO_LONG = {"55P03", "57014", "40P01"}


class BusyMiddleware:
    """Turn a lock that could not be had into a friendly 503 with Retry-After; nothing was written."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError) or not _waited_too_long(exception):
            return None
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


def _waited_too_long(error):
    code = getattr(error.__cause__, "pgcode", None)
    return code in WAITED_TOO_LONG or "database is locked" in str(error)

"""What no view foresees and is no fault: a page that says so, not an error."""

from django.db import OperationalError
from django.shortcuts import render

from lib.faults import busy
from lib.refusal import NotPossible

# psycopg's SQLSTATE for a lock or a statement that took too long; SQLite has only the sentence.
WAITED_TOO_LONG = {"55P03", "57014", "40P01"}


class BusyMiddleware:
    """Turn a lock that could not be had into a friendly 503 with Retry-After; nothing was written (REL-03)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError) or not _waited_too_long(exception):
            return None
        return busy(request)


def _waited_too_long(error):
    code = getattr(error.__cause__, "pgcode", None)
    return code in WAITED_TOO_LONG or "database is locked" in str(error)


class RefusalMiddleware:
    """Show the sentence of an action that says no where the view has no place for it; nothing was written.

    It is said of what went while its page was open: merged, removed or taken back by somebody else.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, NotPossible):
            return None
        return render(request, "refused.html", {"sentence": str(exception)}, status=409)

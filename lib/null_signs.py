"""The sign NUL in an address: no page has one, and PostgreSQL takes none in a text."""

from django.core.exceptions import BadRequest


class NullSignMiddleware:
    """Refuse (400) a request whose path or query holds the sign NUL, before any view searches for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address holds the sign NUL.")
        return self.get_response(request)

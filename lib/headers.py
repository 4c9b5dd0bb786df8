"""Headers that no library minds: of responses, and of forms; and the page for a form that was open too long."""

from django.shortcuts import render
from django.utils.cache import patch_cache_control

from lib.logs import PERSONAL_LINK


class ResourcePolicyMiddleware:
    """Say on every response that other sites may not embed it (SEC-11), and on all behind a link that it is private.

    A view behind a personal link says so itself; here it is said of errors too, which no view has made.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return keep_private(response) if PERSONAL_LINK.search(request.path) else response


class OriginMiddleware:
    """Give the forms of pages that send no referrer their origin back.

    Pages behind personal links send none (SEC-03), so browsers call the origin of their forms “null”, which Django's
    CSRF check refuses. Unless the browser says that the form came from another site (Sec-Fetch-Site), ours is put in
    its place; the CSRF token is asked for all the same.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        if request.headers.get("Origin") == "null" and is_ours:
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self.get_response(request)


def keep_private(response):
    """Mark a response as one person's own: never cached, never sent on as a referrer, never indexed."""
    patch_cache_control(response, private=True, no_store=True)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def csrf_failure(request, reason=""):
    """Answer a form whose one-time key is missing or stale: plain words, status 403."""
    return render(request, "403_csrf.html", status=403)


csrf_failure.access = "public"

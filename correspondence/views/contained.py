"""Showing the HTML of an e-mail inside a page, without trusting it."""

from django.http import HttpResponse

# The e-mail may style itself and nothing else: no script, no form, nothing loaded. Its links open a page of their own.
CONTAINED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


def contained(html: str) -> HttpResponse:
    """Return an e-mail's HTML for a frame of our own pages."""
    response = HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))
    response["Content-Security-Policy"] = CONTAINED
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response

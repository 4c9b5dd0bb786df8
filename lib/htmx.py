"""Pages that htmx refreshes in part: the same view, the same context, a smaller template."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_page(request, template, context, *, part, status=200):
    """Render a whole page, or only its part when htmx asks for that.

    A boosted link and htmx's restoring of history ask for whole pages, so they get them. Caches are told that the
    answer differs (Vary: HX-Request), so that a part is never shown in place of the page.
    """
    htmx = request.htmx
    wants_part = bool(htmx) and not htmx.boosted and not htmx.history_restore_request
    response = render(request, part if wants_part else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response

"""The history of a conference: who changed what, and when."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.views.decorators.http import require_safe

from conference import audit, rules
from conference.access import allow
from conference.forms import HistorySearchForm
from lib.htmx import render_page

ENTRIES_PER_PAGE = 50


@require_safe
@allow(rules.may_view)
def history(request, conference):
    """Search the history, newest first."""
    url = reverse("conference:history", kwargs={"conference": conference.slug})
    search = HistorySearchForm(request.GET or None, action=url)
    entries = search.apply(conference.history.with_actor().newest_first(), conference.zone)
    page = Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    return render_page(
        request,
        "conference/history.html",
        {"conference": conference, "search": search, "page": page, "lines": [audit.line(entry) for entry in page]},
        part="conference/_history.html",
    )

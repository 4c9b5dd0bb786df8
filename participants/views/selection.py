"""Which registrations are selected on the desk's list: kept in the login session from page to page until they are used."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from conference import rules
from conference.access import allow
from participants.views.lists import kept, list_query, list_url, registrations

MOST_DIGITS = 18  # of an id; with more, it is none that the database could hold


@require_POST
@allow(rules.may_work_the_desk)
def keep_selection(request, conference):
    """Keep what is ticked on this page beside what was ticked on others; then lead on to what is to be done with it."""
    shown = numbers(request.POST.get("shown", "").split("."))
    ticked = numbers(request.POST.getlist("select")) & shown
    keep(request, conference, set() if "clear" in request.POST else (kept(request, conference) - shown) | ticked)
    query, action = list_query(request.GET), request.POST.get("action", "")
    if "go" in request.POST:
        further = {"action": action} | ({"all": "yes"} if "all" in request.POST else {})
        bulk = reverse("participants:bulk", kwargs={"conference": conference.slug})
        return redirect(f"{bulk}?{query}{'&' if query else ''}{urlencode(further)}")
    page = request.GET.get("page", "")
    return redirect(list_url(conference, "&".join([query] * bool(query) + [urlencode({"page": page})] * bool(page))))


def keep(request, conference, pks) -> None:
    """Keep these registrations selected, and no others."""
    selections = request.session.get("selections", {})
    request.session["selections"] = selections | {str(conference.pk): sorted(pks)}


def numbers(words) -> set[int]:
    """Return the words that can be ids."""
    return {int(word) for word in words if word.isdecimal() and len(word) <= MOST_DIGITS}


def selection(request, conference):
    """Return the registrations that an address names, all that match its filters, or those that are kept selected."""
    if "all" in request.GET:
        return registrations(request, conference)[0].qs
    if "select" in request.GET:
        return conference.registrations.filter(pk__in=numbers(request.GET.getlist("select")))
    return conference.registrations.filter(pk__in=kept(request, conference))

"""Which registrations are selected on the desk's list: kept in the login session from page to page until they are used."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from conference import rules
from conference.access import allow, also_when_archived
from lib.text import ids
from participants import actions
from participants.views.lists import kept, list_query, list_url, registrations

FILES = {"xlsx", "csv"}
LOOKS = ("columns", "sort")  # words of the address that say how the list looks, not who is on it


@require_POST
@allow(rules.may_work_the_desk)
@also_when_archived
def keep_selection(request, conference):
    """Keep what is ticked on this page beside what was ticked on others; then lead on to what is to be done with it."""
    shown = ids(request.POST.get("shown", "").split("."))
    ticked = ids(request.POST.getlist("select")) & shown
    keep(request, conference, set() if "clear" in request.POST else (kept(request, conference) - shown) | ticked)
    if "go" in request.POST:
        return _lead_on(request, conference, request.POST.get("action", ""))
    page = {"page": request.GET["page"]} if request.GET.get("page") else {}
    return redirect(list_url(conference, _joined(list_query(request.GET), page)))


def _lead_on(request, conference, action):
    """Lead to what is done with all that match the filters, or with what is ticked, which the address names by one id."""
    query, pks, which = list_query(request.GET), kept(request, conference), {}
    if "all" in request.POST:
        which = {"all": "yes"}
    elif pks:
        which = {"chosen": actions.keep_selection(conference, pks, by=request.user, at=timezone.now()).pk}
    if not which or action not in FILES:
        bulk = reverse("participants:bulk", kwargs={"conference": conference.slug})
        return redirect(f"{bulk}?{_joined(query, which | {'action': action})}")
    if "chosen" in which:  # those alone, in the columns and the order of the list
        looks = [(name, value) for name in LOOKS for value in request.GET.getlist(name) if value]
        query, which = urlencode(looks), which | {"selected": "yes"}
    export = reverse("participants:export", kwargs={"conference": conference.slug, "kind": action})
    return redirect(f"{export}?{_joined(query, which)}", preserve_request=True)


def _joined(query, more) -> str:
    return "&".join(part for part in (query, urlencode(more)) if part)


def keep(request, conference, pks) -> None:
    """Keep these registrations selected, and no others."""
    selections = request.session.get("selections", {})
    request.session["selections"] = selections | {str(conference.pk): sorted(pks)}


def selection(request, conference):
    """Return the registrations that an address names, all that match its filters, or those that are kept selected."""
    if "all" in request.GET:
        return registrations(request, conference)[0].qs
    if "select" in request.GET:
        return conference.registrations.filter(pk__in=ids(request.GET.getlist("select")))
    return conference.registrations.filter(pk__in=kept(request, conference))

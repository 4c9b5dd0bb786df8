"""The desk's list of registrations: filtered, sorted, with the chosen columns; and its saved views."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from conference import rules
from conference.access import allow
from conference.once import once
from lib.htmx import render_page
from lib.refusal import NotPossible
from participants import actions, queries, questions
from participants.choices import RegistrationStatus
from participants.filters import RegistrationFilter
from participants.forms.desk import SaveViewForm
from participants.tables import CountedPaginator, RegistrationTable
from participants.transitions import TRANSITIONS
from participants.wording import under_way

ROWS_PER_PAGE = 50
IN_A_COUNT = {RegistrationStatus.WAITLISTED: "on the waiting list"}  # where the status itself is no word after a number
PAGES = {"per_page": ROWS_PER_PAGE, "silent": True, "paginator_class": CountedPaginator}
# Words of the address that belong to a page of the list or to a selection, not to the list itself.
PASSING = {"page", "more", "select", "chosen", "all", "action"}


@require_safe
@allow(rules.may_view)
def registration_list(request, conference):
    """Search, filter and sort the registrations; the state of the list stands in the address."""
    found, table = registrations(request, conference, may_select=rules.may_work_the_desk(request.user, conference))
    pages = PAGES | {"known_count": found.known_count}
    if not request.GET.get(
        "page"
    ):  # who asks for the first page is told how many there are by its rows, where those are all
        pages["find_first"] = table.first_pks
    RequestConfig(request, paginate=pages).configure(table)
    query = list_query(request.GET)
    context = {
        "conference": conference,
        "filter": found,
        "table": table,
        "query": query,
        "elsewhere": len(table.selected - {record.pk for record in table.records}),
        "under_way": [] if query else under_way(conference),
        "views": found.offers.views,
        "counts": _counted(conference, found.offers.counts),
        "transitions": TRANSITIONS.values(),
    }
    return render_page(
        request, "participants/registration_list.html", context, part="participants/_registration_table.html"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
@once
def save_view(request, conference):
    """Keep the state of the list under a name for the whole team."""
    query = list_query(request.GET)
    data = request.POST if request.method == "POST" else None
    form = SaveViewForm(data, query=query, cancel=list_url(conference, query))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_view(conference, query=query, by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotPossible as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, "The view is saved for the whole team.")
            return redirect(list_url(conference, query))
    found, _ = registrations(request, conference)
    context = {"conference": conference, "form": form, "count": found.qs.count(), "back": list_url(conference, query)}
    return render(request, "participants/save_view.html", context)


@require_POST
@allow(rules.may_work_the_desk)
def remove_view(request, conference, pk):
    """Forget a saved view; nothing else is lost by it, and it can be saved again."""
    view = get_object_or_404(conference.saved_views, pk=pk)
    query, name = view.query, view.name
    actions.remove_view(view, by=request.user, at=timezone.now())
    messages.success(request, f"The view “{name}” is removed.")
    return redirect(list_url(conference, query))


def registrations(request, conference, *, may_select=False):
    """Return the filter and the table that the address asks for; the table is not yet sorted or divided into pages."""
    role, selected = rules.role_of(request.user, conference), kept(request, conference)
    given = {"action": list_url(conference), "conference": conference, "at": timezone.now(), "role": role}
    found = RegistrationFilter(request.GET, conference.registrations.all(), selected=selected, **given)
    columns = found.shown_columns
    query = list_query(request.GET)
    table = RegistrationTable(
        _telling(found.qs, columns, at=given["at"]),
        told=_telling(conference.registrations.order_by(), columns, at=given["at"]),
        conference=conference,
        columns=columns,
        may_select=may_select,
        query=query,
        selected=selected,
    )
    return found, table


def _telling(rows, columns, *, at):
    """Return registrations with what columns tell that is not in their own fields."""
    keys = {column.key for column in columns}
    if "invitation" in keys:
        rows = rows.with_invitation_state(at)
    if "tags" in keys:
        rows = rows.prefetch_related("tags")
    return questions.with_answers(rows) if questions.are_among(columns) else rows


def _counted(conference, counts):
    """Return (how many, word, address of their list) for each status that somebody has."""
    return [
        (
            counts[status],
            IN_A_COUNT.get(status, status.label.lower()),
            list_url(conference, urlencode({"status": status})),
        )
        for status in RegistrationStatus
        if counts[status]
    ]


def kept(request, conference) -> set[int]:
    """Return the ids of the registrations that the address names by their selection, or that the reader keeps selected."""
    selected = queries.selected_by(conference, request.GET.get("chosen", ""))
    if selected is not None:
        return selected
    return set(request.session.get("selections", {}).get(str(conference.pk), []))


def ordered(request, table):
    """Return the rows of a table in the order that the address asks for."""
    RequestConfig(request, paginate=False).configure(table)
    return table.data.data


def query_of(data):
    """Return what an address says of the list, without the page and the selection."""
    query = data.copy()
    for key in list(query):
        query.setlist(key, [value for value in query.getlist(key) if value])
        if key in PASSING or not query.getlist(key):
            del query[key]
    return query


def list_query(data) -> str:
    """Return the same as text."""
    return query_of(data).urlencode()


def list_url(conference, query: str = "") -> str:
    """Return the address of the list in a state."""
    url = reverse("participants:registration_list", kwargs={"conference": conference.slug})
    return f"{url}?{query}" if query else url

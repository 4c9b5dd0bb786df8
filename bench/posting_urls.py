"""The addresses of the site, and two bare views to compare with: one inserts a row, one shows a page of a table."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template import Context, Template
from django.urls import path
from django.utils import timezone

from conference.models import AuditEntry, Conference
from config.urls import urlpatterns as addresses

ROW = {"verb": "bench.inserted", "actor_label": "Bench", "subject_kind": "bench", "subject_label": "One row"}
CELLS = (
    "<td>{{ row.participant }}</td><td>{{ row.participant.organisation }}</td><td>{{ row.status }}</td>"
    "<td>{{ row.participant.organisation.sector }}</td><td>{{ row.registered_at|date:'j M Y, H:i' }}</td>"
)
TABLE = Template(f"<table>{{% for row in page %}}<tr>{CELLS}</tr>{{% endfor %}}</table>")


@login_not_required
def bare_table(request, conference):
    """Show the plainest useful page: 50 registrations, the same joins, sorted and counted, in a table without more."""
    found = get_object_or_404(Conference, pk=conference)
    rows = found.registrations.with_participant().order_by("-registered_at", "-pk")
    return HttpResponse(TABLE.render(Context({"page": Paginator(rows, 50).get_page(request.GET.get("page"))})))


@login_not_required
def bare(request, conference):
    """Insert a row as plainly as Django can: the form's key is checked, the rest is one statement."""
    if request.method == "POST":
        AuditEntry.objects.create(conference_id=conference, at=timezone.now(), subject_id=conference, **ROW)
        return redirect("/bare/sent/")
    return HttpResponse(f'<form><input name="csrfmiddlewaretoken" value="{get_token(request)}"></form>')


urlpatterns = [path("bare/<int:conference>/", bare), path("bare/<int:conference>/table/", bare_table), *addresses]

"""The addresses of the site, and a bare view that takes a form and inserts one row."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from conference.models import AuditEntry
from config.urls import urlpatterns as addresses

ROW = {"verb": "bench.inserted", "actor_label": "Bench", "subject_kind": "bench", "subject_label": "One row"}


@login_not_required
def bare(request, conference):
    """Insert a row as plainly as Django can: the form's key is checked, the rest is one statement."""
    if request.method == "POST":
        AuditEntry.objects.create(conference_id=conference, at=timezone.now(), subject_id=conference, **ROW)
        return redirect("/bare/sent/")
    return HttpResponse(f'<form><input name="csrfmiddlewaretoken" value="{get_token(request)}"></form>')


urlpatterns = [path("bare/<int:conference>/", bare), *addresses]

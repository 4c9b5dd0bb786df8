"""Releasing the draft."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conference import rules
from conference.access import allow
from lib.refusal import NotPossible
from sessions import actions, queries
from sessions.forms.releases import ReleaseForm
from sessions.views.desk import desk_url


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def release(request, conference):
    """Confirm, then make the draft the version that readers see."""
    form = ReleaseForm(request.POST or None, cancel=desk_url(conference))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.release(conference, by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Version {made.number} is out.")
            return redirect("sessions:desk_agenda", conference=conference.slug)
    last = queries.latest_release(conference)
    return render(request, "sessions/desk/release.html", {"conference": conference, "form": form, "last": last})

"""Releasing the draft, and the versions that were released."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference import rules
from conference.access import allow
from conference.once import once
from lib.acting import refusals_on
from sessions import actions, emails, queries
from sessions.facts import differences
from sessions.forms.releases import ReleaseForm
from sessions.views.desk import desk_url


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@once
def release(request, conference):
    """Show what changes and whom it concerns; confirm, then make the draft the version that readers see."""
    now = timezone.now()
    candidate = queries.candidate(conference, now)
    notices = candidate.notices()
    told = [(notice, emails.release_text(notice, conference)) for notice in notices if notice.is_reachable]
    form = ReleaseForm(request.POST or None, cancel=desk_url(conference), candidate=candidate, told_count=len(told))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = actions.release(conference, by=request.user, at=now, **form.cleaned_data)
            messages.success(request, f"Version {made.number} is out.")
            return redirect("sessions:desk_agenda", conference=conference.slug)
    untold = [notice for notice in notices if not notice.is_reachable]
    context = {"conference": conference, "form": form, "candidate": candidate, "told": told, "untold": untold}
    return render(request, "sessions/desk/release.html", context)


@require_safe
@allow(rules.may_view)
def release_list(request, conference):
    """All versions, newest first, with what each changed."""
    releases = list(conference.agenda_releases.newest_first().select_related("released_by"))
    rows = [
        (each, differences.between(earlier.snapshot if earlier else None, each.snapshot, conference.zone))
        for each, earlier in zip(releases, [*releases[1:], None], strict=True)
    ]
    return render(request, "sessions/desk/releases.html", {"conference": conference, "rows": rows})

"""Until when personal data are kept: what there is, and the days that the conference has chosen."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference import actions, holdings, rules
from conference.access import allow, ask_again
from conference.retention_forms import RetentionForm


@require_safe
@allow(rules.may_view)
def retention(request, conference):
    """Each class of personal data with its day, and how much of it there is: what the clock will erase."""
    own = list(conference.retention_dates.all())
    due = {term.holding.key for term in holdings.due(conference, own, timezone.now())}
    rows = [
        {"term": term, "count": term.holding.count(conference), "is_due": term.holding.key in due}
        for term in holdings.terms(conference, own)
    ]
    return render(request, "conference/retention.html", {"conference": conference, "rows": rows})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@ask_again
def change_retention(request, conference):
    """Choose the days."""
    url = reverse("conference:retention", kwargs={"conference": conference.slug})
    terms = holdings.terms(conference, conference.retention_dates.all())
    form = RetentionForm(request.POST or None, conference=conference, terms=terms, cancel=url)
    if request.method == "POST" and form.is_valid():
        actions.set_erase_dates(conference, form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "Saved.")
        return redirect(url)
    return render(request, "conference/change_retention.html", {"conference": conference, "form": form})

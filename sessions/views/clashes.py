"""All clashes of the draft on one page; hard ones can be let stand, with a reason."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference import rules
from conference.access import allow
from lib.acting import refusals_on
from sessions import actions, queries
from sessions.forms import refusals


@require_safe
@allow(rules.may_view)
def clash_list(request, conference):
    """Open hard clashes, those let stand, and what should be looked at."""
    found = queries.clashes_in(conference)
    reasons = queries.former_reasons(conference)
    accepted = {each.key: each for each in conference.accepted_clashes.select_related("accepted_by")}
    context = {
        "conference": conference,
        "open": [(clash, reasons.get(clash.key, "")) for clash in found if clash.is_hard and clash.key not in accepted],
        "standing": [(clash, accepted[clash.key]) for clash in found if clash.key in accepted],
        "soft": [clash for clash in found if not clash.is_hard],
    }
    return render(request, "sessions/desk/clashes.html", context)


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def accept_clash(request, conference):
    """Say why a clash (`?key=`) may stand."""
    back = reverse("sessions:clash_list", kwargs={"conference": conference.slug})
    key = request.GET.get("key", "")
    clash = next((each for each in queries.clashes_in(conference) if each.key == key and each.is_hard), None)
    if clash is None:
        raise Http404
    form = refusals.AcceptClashForm(request.POST or None, cancel=back)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.accept_clash(conference, key, by=request.user, at=timezone.now(), **form.cleaned_data)
            return redirect(back)
    context = {"conference": conference, "clash": clash, "form": form}
    return render(request, "sessions/desk/accept_clash.html", context)


@require_POST
@allow(rules.may_organise)
def reopen_clash(request, conference, pk):
    """List a clash as open again."""
    accepted = get_object_or_404(conference.accepted_clashes, pk=pk)
    actions.reopen_clash(accepted, by=request.user, at=timezone.now())
    messages.success(request, "The clash is open again.")
    return redirect("sessions:clash_list", conference=conference.slug)

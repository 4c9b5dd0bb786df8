"""What the data say: sentences for the note, each with the rows behind it; and the groups of States."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.access import allow
from conference.once import once
from conference.rules import may_write_notes
from lib import states
from lib.acting import act, refusals_as_messages, refusals_on
from lib.text import whole_number
from reports import actions
from reports.facts import Basis, all_facts, usual_basis
from reports.forms.checking import BasisForm, StateGroupForm
from reports.gathering import facts_data
from reports.models import AcceptedFact, StateGroup
from reports.staleness import stale_facts
from reports.views.notes import get_note


@require_safe
@allow(may_write_notes)
def fact_list(request, conference, language):
    """Every fact that the data give, counted on a basis; and the accepted ones whose data have moved."""
    note = get_note(conference, language)
    data = facts_data(conference)
    basis = request.GET.get("basis", "")
    basis = basis if basis in Basis else usual_basis(data)
    context = {
        "conference": conference,
        "note": note,
        "basis": basis,
        "form": BasisForm({"basis": basis}, action=fact_list_url(note)),
        "facts": all_facts(data, basis, language),
        "stale": stale_facts(note, data),
        "counted_at": timezone.now(),
    }
    return render(request, "reports/fact_list.html", context)


@require_POST
@allow(may_write_notes)
@once
def accept(request, conference, language):
    """Put a fact's sentence into a section."""
    note = get_note(conference, language)
    section = get_object_or_404(note.sections, pk=whole_number(request.POST.get("section")))
    key, basis = request.POST.get("key", ""), request.POST.get("basis", "")
    with refusals_as_messages(request):
        actions.accept_fact(note, key, basis, section=section, by=request.user, at=timezone.now())
        messages.success(request, f"The sentence stands at the end of “{section}”.")
    return redirect(f"{fact_list_url(note)}?basis={basis}" if basis in Basis else fact_list_url(note))


@require_POST
@allow(may_write_notes)
def renew(request, conference, language, pk):
    """Replace an accepted sentence by what the data say now."""
    return _decide(
        request, get_note(conference, language), pk, actions.renew_fact, "The sentence says what the data say."
    )


@require_POST
@allow(may_write_notes)
def settle(request, conference, language, pk):
    """Let an accepted sentence stand although its data have moved."""
    return _decide(request, get_note(conference, language), pk, actions.settle_fact, "The text stays as it is.")


@require_safe
@allow(may_write_notes)
def state_group_list(request, conference):
    """The groups of States that notes name."""
    groups = [(group, [states.name(code) for code in group.codes]) for group in StateGroup.objects.all()]
    return render(request, "reports/state_group_list.html", {"conference": conference, "groups": groups})


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
@once
def add_state_group(request, conference):
    """Add a group of States."""
    return _keep_group(request, conference, None)


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def change_state_group(request, conference, group):
    """Change a group of States."""
    return _keep_group(request, conference, get_object_or_404(StateGroup, pk=group))


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def remove_state_group(request, conference, group):
    """Confirm, then remove a group of States."""
    found = get_object_or_404(StateGroup, pk=group)
    if request.method == "POST":
        actions.remove_state_group(found, conference=conference, by=request.user, at=timezone.now())
        messages.success(request, f"Removed the group “{found}”.")
        return redirect("reports:state_group_list", conference=conference.slug)
    return render(request, "reports/remove_state_group.html", {"conference": conference, "group": found})


def fact_list_url(note):
    """Return the address of a note's facts."""
    return reverse("reports:fact_list", kwargs={"conference": note.conference.slug, "language": note.language})


def _keep_group(request, conference, group):
    back = reverse("reports:state_group_list", kwargs={"conference": conference.slug})
    initial = {"name": group.name, "codes": group.codes} if group else {}
    form = StateGroupForm(request.POST or None, initial=initial, cancel=back)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "name"):
            actions.keep_state_group(conference, group=group, by=request.user, at=timezone.now(), **form.cleaned_data)
            return redirect(back)
    return render(request, "reports/state_group_form.html", {"conference": conference, "form": form, "group": group})


def _decide(request, note, pk, action, sentence):
    accepted = get_object_or_404(AcceptedFact, note=note, pk=pk)
    act(request, action, accepted, sentence)
    return redirect(fact_list_url(note))

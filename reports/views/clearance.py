"""Clearance, on the team's side: who was asked, what they said, what the team makes of it."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.access import allow
from conference.once import once
from conference.rules import may_view, may_write_notes
from lib.acting import act, refusals_as_messages, refusals_on
from reports import actions
from reports.choices import NoteStatus
from reports.forms.clearance import AskForm, SettleForm
from reports.views.notes import get_note


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
@once
def send_to_organizers(request, conference, language):
    """Ask people of the organizers to read the note; or only say that it was sent."""
    note = get_note(conference, language)
    form = AskForm(request.POST or None, cancel=note.get_desk_url())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "recipients"):
            count = _ask(note, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(
                request, f"Asked: {count}. Each gets a personal link." if count else "The note counts as sent."
            )
            return redirect(note.get_desk_url())
    return render(request, "reports/send.html", {"conference": conference, "note": note, "form": form})


@require_safe
@allow(may_view)
def clearance_list(request, conference, language):
    """Who was asked and what came back, with the differences to what was sent."""
    note = get_note(conference, language)
    context = {
        "conference": conference,
        "note": note,
        "requests": note.clearance_requests.all(),
        "unsettled": note.comments.unsettled().with_author(),
        "settled": note.comments.exclude(settled_at=None).with_author(),
        "steps": [(entry, _words(entry)) for entry in conference.history.about(note).filter(verb__in=STEPS)],
    }
    return render(request, "reports/clearance_list.html", context)


@require_POST
@allow(may_write_notes)
def settle_comment(request, conference, language, pk):
    """Say that a comment was seen to."""
    note = get_note(conference, language)
    said = get_object_or_404(note.comments, pk=pk)
    form = SettleForm(request.POST)
    with refusals_as_messages(request):
        if form.is_valid():
            actions.settle_comment(said, by=request.user, at=timezone.now(), **form.cleaned_data)
        else:
            messages.error(request, "The answer is too long: 2,000 characters at most.")
    return redirect(list_url(note))


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def recall(request, conference, language, pk):
    """Confirm, then take a request back."""
    note = get_note(conference, language)
    asked = get_object_or_404(note.clearance_requests, pk=pk)
    if request.method == "POST":
        act(request, actions.recall, asked, f"The link of {asked} no longer opens the note.")
        return redirect(list_url(note))
    return render(request, "reports/recall.html", {"conference": conference, "note": note, "asked": asked})


STEPS = [
    "note.sent_to_organizers",
    "note.clearance_asked",
    "note.clearance_recalled",
    "note.agreed",
    "note.cleared",
    "note.reopened",
    "note.published",
    "note.corrected",
    "note.withdrawn",
]


def list_url(note):
    """Return the address of a note's clearance."""
    return reverse("reports:clearance_list", kwargs={"conference": note.conference.slug, "language": note.language})


def _words(entry):
    """Return what a step was, in a few words."""
    if entry.verb == "note.clearance_asked":
        return f"Asked {entry.after['name']}"
    if entry.verb == "note.clearance_recalled":
        return f"Recalled the request to {entry.before['name']}"
    if entry.verb == "note.agreed":
        return f"Agreed with revision {entry.after['revision']}"
    return entry.after["what"]


@transaction.atomic
def _ask(note, *, recipients, words, by, at):
    """Ask all or none; return how many."""
    for name, email in recipients:
        actions.ask(note, name=name, email=email, words=words, by=by, at=at)
    if not recipients and note.status == NoteStatus.DRAFT:
        actions.send_to_organizers(note, by=by, at=at)
    return len(recipients)

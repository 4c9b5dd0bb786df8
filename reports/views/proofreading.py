"""What proofreading found: the list, and what the author does with each."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.access import allow
from conference.rules import may_write_notes
from lib.acting import refusals_as_messages
from reports import actions
from reports.forms.checking import DismissForm
from reports.gathering import findings_of
from reports.views.notes import get_note


@require_safe
@allow(may_write_notes)
def finding_list(request, conference, language):
    """All findings in the order of the text, then those that were dismissed, with their reasons."""
    note = get_note(conference, language)
    findings, dismissed = findings_of(note)
    context = {"conference": conference, "note": note, "findings": findings, "dismissed": dismissed}
    return render(request, "reports/finding_list.html", context)


@require_POST
@allow(may_write_notes)
def accept(request, conference, language, fingerprint):
    """Put the suggested wording into the note."""
    note = get_note(conference, language)
    with refusals_as_messages(request):
        finding = actions.accept_suggestion(note, fingerprint, by=request.user, at=timezone.now())
        messages.success(request, f"“{finding.excerpt}” is now “{finding.suggestion}”.")
    return redirect(list_url(note))


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def dismiss(request, conference, language, fingerprint):
    """Say why a finding stands."""
    note = get_note(conference, language)
    findings, _ = findings_of(note)
    finding = next((each for each in findings if each.fingerprint == fingerprint), None)
    if finding is None:
        raise Http404
    form = DismissForm(request.POST or None, cancel=list_url(note))
    if request.method == "POST" and form.is_valid():
        actions.dismiss(note, fingerprint, by=request.user, at=timezone.now(), **form.cleaned_data)
        return redirect(list_url(note))
    context = {"conference": conference, "note": note, "finding": finding, "form": form}
    return render(request, "reports/dismiss_finding.html", context)


@require_POST
@allow(may_write_notes)
def take_up_again(request, conference, language, fingerprint):
    """Report a dismissed finding again."""
    note = get_note(conference, language)
    with refusals_as_messages(request):
        actions.take_up_again(note, fingerprint, by=request.user, at=timezone.now())
    return redirect(list_url(note))


def list_url(note):
    return reverse("reports:finding_list", kwargs={"conference": note.conference.slug, "language": note.language})

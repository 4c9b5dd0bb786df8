"""Asking a mission for nominations by note verbale: written, looked at as it will be printed, sent."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from conference import rules
from conference.access import allow
from conference.once import once
from lib.acting import refusals_on
from participants import actions, facts, letter_emails
from participants.forms.letters import NoteForm
from participants.views import papers
from participants.views.delegations import get_delegation
from participants.views.registrations import posted


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def note_verbale(request, conference, pk):
    """Say whom the note addresses; then see the message, with the note as PDF beside it."""
    found = get_delegation(conference, pk)
    form = _form(request, found)
    context = {"conference": conference, "delegation": found, "form": form}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        addressed = form.as_addressed(found)
        said = {name: form.cleaned_data[name] for name in ("note", "language")}
        subject, text, _ = letter_emails.note_text(addressed, **said, at=timezone.now())
        message = {"subject": subject, "text": facts.readable(text)}
        return render(request, "participants/delegations/note_preview.html", context | message)
    return render(request, "participants/delegations/note_verbale.html", context)


@require_POST
@allow(rules.may_work_the_desk)
def note_preview(request, conference, pk):
    """The note as it will be printed, but for its reference."""
    found = get_delegation(conference, pk)
    form = _form(request, found)
    if not form.is_valid():
        return render(
            request,
            "participants/delegations/note_verbale.html",
            {"conference": conference, "delegation": found, "form": form},
        )
    said = form.cleaned_data
    letter = letter_emails.note_verbale(
        form.as_addressed(found), note=said["note"], language=said["language"], at=timezone.now()
    )
    back = reverse("participants:note_verbale", kwargs={"conference": conference.slug, "pk": pk})
    return papers.shown(request, conference, letter, back=back)


@require_POST
@allow(rules.may_work_the_desk)
@once
def send_note_verbale(request, conference, pk):
    """Send the note that was looked at."""
    found = get_delegation(conference, pk)
    form = _form(request, found)
    if form.is_valid():
        with refusals_on(form):
            actions.send_note_verbale(found, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, f"The note verbale to {form.cleaned_data['mission_name']} is on its way.")
            return redirect(found)
    context = {"conference": conference, "delegation": found, "form": form}
    return render(request, "participants/delegations/note_verbale.html", context)


def _form(request, delegation):
    return NoteForm(posted(request), delegation=delegation, cancel=delegation.get_absolute_url())

"""Steps of a note on its way to publication."""

from functools import partial

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from conference.access import allow
from conference.rules import may_write_notes
from lib.acting import act
from reports import actions
from reports.forms.publication import PublishForm, WithdrawForm
from reports.gathering import took_part
from reports.views.notes import get_note


@require_POST
@allow(may_write_notes)
def clear(request, conference, language):
    """Say that the text may be published as it stands."""
    sentence = "The note is cleared. Its text is closed to changes until you reopen it."
    return _take(request, get_note(conference, language), actions.clear, sentence)


@require_POST
@allow(may_write_notes)
def reopen(request, conference, language):
    """Open the text to changes again."""
    return _take(request, get_note(conference, language), actions.reopen, "The note is a draft again.")


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def publish(request, conference, language):
    """Confirm, then publish the cleared text; a further edition says what it corrects."""
    note = get_note(conference, language)
    is_correction = note.editions.exists()
    form = PublishForm(request.POST or None, is_correction=is_correction, cancel=note.get_desk_url())
    if request.method == "POST" and form.is_valid():
        return _take(request, note, partial(actions.publish, **form.cleaned_data), "The note is published.")
    context = {"conference": conference, "note": note, "form": form, "is_correction": is_correction}
    return render(request, "reports/publish.html", context)


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def withdraw(request, conference, language):
    """Confirm with a reason, then take the published text from the readers."""
    note = get_note(conference, language)
    form = WithdrawForm(request.POST or None, cancel=note.get_desk_url())
    if request.method == "POST" and form.is_valid():
        return _take(request, note, partial(actions.withdraw, **form.cleaned_data), "The note is withdrawn.")
    return render(request, "reports/withdraw.html", {"conference": conference, "note": note, "form": form})


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def tell_participants(request, conference, language):
    """Confirm, then write to the participants that the note is published."""
    note = get_note(conference, language)
    edition = note.editions.in_force().first()
    if request.method == "POST" and edition:
        return _take(request, edition, actions.tell_participants, "The messages are written.", back=note.get_desk_url())
    people = took_part(conference).with_participant()
    count = sum(1 for each in people if each.participant.email)
    context = {"conference": conference, "note": note, "edition": edition, "count": count}
    return render(request, "reports/tell_participants.html", context)


def _take(request, subject, step, sentence, *, back=""):
    act(request, step, subject, sentence)
    return redirect(back or subject.get_desk_url())

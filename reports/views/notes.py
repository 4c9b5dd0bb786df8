"""The team's notes: the list, starting one, pasting one, the note as it will look, removing a draft."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.access import allow
from conference.once import once
from conference.rules import may_view, may_write_notes
from lib.acting import act, refusals_as_messages, refusals_on
from lib.text import whole_number
from reports import actions
from reports.annexes import with_data
from reports.content import of_note, of_parsed
from reports.forms.beginnings import PasteForm, StartForm
from reports.gathering import basis_of, evidence_of, findings_of
from reports.models import NoteTemplate
from reports.note_text import parse
from reports.reading import changes_of_original, document_of_note, read
from reports.staleness import stale_facts
from reports.views.pdf import file_name, framed_by_us, pdf_response


@require_safe
@allow(may_view)
def note_list(request, conference):
    """The conference's notes, one a language."""
    notes = list(conference.notes.with_editions())
    original = next((note for note in notes if not note.follows_id), None)
    return render(request, "reports/note_list.html", {"conference": conference, "notes": notes, "original": original})


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
@once
def start(request, conference):
    """Choose the language, then begin with what the conference's data say."""
    taken = set(conference.notes.values_list("language", flat=True))
    form = StartForm(
        request.POST or None,
        taken=taken,
        templates=NoteTemplate.objects.all(),
        cancel=list_url(conference),
        initial={"basis": basis_of(conference)},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "language"):
            note = actions.start_note(conference, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "The note is started with what the conference’s data say.")
            return redirect(note.get_desk_url())
    return render(request, "reports/start.html", {"conference": conference, "form": form})


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
@once
def paste(request, conference):
    """Paste a note of the past: first show what becomes of it, then read it in."""
    form = PasteForm(request.POST or None, request.FILES or None, cancel=list_url(conference))
    if request.method != "POST" or not form.is_valid():
        return render(request, "reports/paste.html", {"conference": conference, "form": form})
    text, language = form.cleaned_data["text"], form.cleaned_data["language"]
    parsed = parse(text)
    if "import" in request.POST:
        seen = whole_number(request.POST.get("seen")) or 0
        who = {"by": request.user, "at": timezone.now()}
        with refusals_as_messages(request):
            note = actions.import_note(conference, parsed, language=language, seen=seen, **who)
            messages.success(request, "The note is read in.")
            return redirect(note.get_desk_url())
    context = {"conference": conference, "parsed": parsed, "text": text, "language": language}
    context["reading"] = read(of_parsed(parsed, language), conference)
    context["replaced"] = conference.notes.filter(language=language).first()
    return render(request, "reports/paste_preview.html", context)


@require_safe
@allow(may_view)
def desk_note(request, conference, language):
    """The note as it will look, with a way to change each part in place."""
    return show_note(request, get_note(conference, language))


@framed_by_us
@require_safe
@allow(may_view)
def desk_pdf(request, conference, language):
    """The PDF of the text at work, with the mark of a draft."""
    note = get_note(conference, language)
    return pdf_response(request, document_of_note(note), file_name(note), is_private=True)


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def remove(request, conference, language):
    """Confirm, then remove a note that was never published."""
    note = get_note(conference, language)
    if request.method == "POST":
        is_removed = act(request, actions.remove_note, note, f"Removed: {note}.")
        return redirect(list_url(conference) if is_removed else note.get_desk_url())
    return render(request, "reports/remove.html", {"conference": conference, "note": note})


@require_POST
@allow(may_write_notes)
def settle_unplaced(request, conference, language):
    """Put away what an import could not place."""
    note = get_note(conference, language)
    with refusals_as_messages(request):
        actions.settle_unplaced(note, by=request.user, at=timezone.now())
    return redirect(note.get_desk_url())


def show_note(request, note, *, form=None, place="", theirs=None):
    """Show the note; with a form where the part of that place stands, and `theirs` when two authors met.

    While somebody writes, nothing is asked of the conference's data beyond what the page of the note shows.
    """
    conference = note.conference
    is_author = may_write_notes(request.user, conference)
    context = {
        "conference": conference,
        "note": note,
        "reading": read(with_data(of_note(note), conference), conference),
        "may_change": note.is_open and is_author,
        "form": form,
        "place": place,
        "theirs": theirs,
        "is_beside": request.GET.get("beside") == "pdf",
    }
    if form is None:
        context |= _standing(note, is_author=is_author)
    return render(request, "reports/desk_note.html", context, status=409 if theirs else 200)


def _standing(note, *, is_author):
    """Return where the note stands: what is published, and for its authors what waits for them."""
    standing = {"edition": note.editions.first(), "is_behind": bool(changes_of_original(note))}
    if is_author:
        evidence = evidence_of(note)
        standing["findings"] = findings_of(note, evidence)[0]
        standing["stale"] = stale_facts(note, evidence.data)
        standing["unsettled"] = note.comments.unsettled().count()
    return standing


def get_note(conference, language):
    """Return the conference's note in a language with all its parts, or answer 404."""
    note = get_object_or_404(conference.notes.whole(), language=language)
    note.conference = conference
    return note


def list_url(conference):
    return reverse("reports:note_list", kwargs={"conference": conference.slug})

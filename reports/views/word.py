"""Word: the note for clearance, and the file that comes back."""

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.access import allow
from conference.rules import may_view, may_write_notes
from lib.refusal import NotPossible
from lib.word import MEDIA_TYPE
from reports import actions
from reports.content import of_note
from reports.differences import differences
from reports.forms.beginnings import WordForm
from reports.merging import merged
from reports.reading import document_of_note
from reports.views.notes import get_note
from reports.views.pdf import file_name
from reports.word import write_note

SALT = "reports.word"


@require_safe
@allow(may_view)
def desk_word(request, conference, language):
    """The text at work as a Word file."""
    note = get_note(conference, language)
    return word_response(document_of_note(note), file_name(note))


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def read_back(request, conference, language):
    """Upload the file that came back; see what it changes before anything is taken over."""
    note = get_note(conference, language)
    form = WordForm(request.POST or None, request.FILES or None, cancel=note.get_desk_url())
    context = {"conference": conference, "note": note, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "reports/read_back.html", context)
    parsed, content = form.cleaned_data["file"], of_note(note)
    after = merged(content, parsed)
    context |= {"changes": differences(content, after), "unplaced": parsed.unplaced}
    context["signed"] = signing.dumps(
        {"content": after, "version": note.version}, salt=f"{SALT}.{note.pk}", compress=True
    )
    return render(request, "reports/read_back_differences.html", context)


@require_POST
@allow(may_write_notes)
def take_over(request, conference, language):
    """Take over what the differences showed."""
    note = get_note(conference, language)
    try:
        sent = signing.loads(request.POST.get("signed", ""), salt=f"{SALT}.{note.pk}")
        actions.take_over(note, sent["content"], version=sent["version"], by=request.user, at=timezone.now())
    except signing.BadSignature:
        messages.error(request, "The differences could not be read. Please choose the file again.")
    except actions.Conflict:
        messages.error(request, "The note was saved meanwhile. Please choose the file again to see the differences.")
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "The text that came back is taken over. The revisions keep the former one.")
    return redirect(note.get_desk_url())


def word_response(document, name):
    """Answer with a note's Word file."""
    response = HttpResponse(write_note(document), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name.removesuffix(".pdf")}.docx"'
    response.headers["Cache-Control"] = "private, no-store"
    return response

"""The page behind the personal link of somebody who is asked to read a note. Opening it changes nothing."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from conference.access import personal_link
from conference.once import once
from lib import links
from lib.acting import refusals_as_messages, refusals_on
from lib.text import whole_number
from reports import actions
from reports.annexes import with_data
from reports.clearance import commentables
from reports.content import of_note
from reports.differences import differences
from reports.forms.clearance import CommentForm
from reports.models import ClearanceRequest
from reports.reading import document_of_note, read
from reports.views.pdf import file_name, pdf_response
from reports.views.word import word_response

PURPOSE = "reports:clearance"


def find_request(pk):
    """Return the request that a link stands for, or None."""
    return ClearanceRequest.objects.with_note().filter(pk=pk).first()


@require_safe
@personal_link(PURPOSE, find=find_request)
def clearance(request, asked):
    """The text as it is now, what was changed since it was sent, and the ways to answer."""
    return _page(request, asked)


@require_POST
@personal_link(PURPOSE, find=find_request)
@once
def comment(request, asked):
    """Say something about a paragraph."""
    form = CommentForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        with refusals_on(form):
            actions.comment(
                asked,
                place=said["place"],
                paragraph=said["paragraph"] if said["paragraph"] is not None else -1,
                text=said["text"],
                by=by_link(asked),
                at=timezone.now(),
            )
            messages.success(request, "Your comment is with the authors.")
            return HttpResponseRedirect(f"{_url(asked)}#{said['place']}")
    return _page(request, asked, form=form)


@require_POST
@personal_link(PURPOSE, find=find_request)
def agree(request, asked):
    """Agree with the text as it stands."""
    revision = whole_number(request.POST.get("revision"))
    with refusals_as_messages(request):
        actions.agree(asked, revision=-1 if revision is None else revision, by=by_link(asked), at=timezone.now())
        messages.success(request, "Thank you. The authors know that you agree with the text.")
    return HttpResponseRedirect(_url(asked))


@require_safe
@personal_link(PURPOSE, find=find_request)
def note_pdf(request, asked):
    """The text as a PDF, with the mark of a draft."""
    note = _whole(asked)
    return pdf_response(request, document_of_note(note), file_name(note), is_private=True)


@require_safe
@personal_link(PURPOSE, find=find_request)
def note_word(request, asked):
    """The text as a Word file."""
    note = _whole(asked)
    return word_response(document_of_note(note), file_name(note))


def by_link(asked) -> str:
    """Name a reader who acts through a personal link, as the history keeps it."""
    return f"{asked.name}, by personal link"


def _page(request, asked, *, form=None):
    note = _whole(asked)
    content = of_note(note)
    reading, parts = read(with_data(content, note.conference), note.conference), commentables(content)
    sent = note.revisions.filter(number=asked.revision).first()
    context = {
        "conference": note.conference,
        "note": note,
        "asked": asked,
        "reading": reading,
        "title": parts["title"],
        "front_matter": [(piece, parts[piece.place]) for piece in reading.front_matter],
        "sections": [(piece, parts[piece.place]) for piece in reading.sections],
        "footnotes": [(piece, parts[piece.place]) for piece in reading.footnotes],
        "annexes": [(piece, parts[piece.place]) for piece in reading.annexes],
        "comments": asked.comments.all(),
        "changes": differences(sent.content, content) if sent and asked.revision != note.version else [],
        "form": form,
        "link": links.make(PURPOSE, asked.pk, asked.link_version),
    }
    return render(request, "reports/clearance.html", context, status=422 if form else 200)


def _whole(asked):
    return asked.conference.notes.whole().get(pk=asked.note_id)


def _url(asked):
    return reverse(PURPOSE, kwargs={"link": links.make(PURPOSE, asked.pk, asked.link_version)})

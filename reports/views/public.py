"""What readers see of notes: the published text as a page and as a PDF. The team sees the text at work too."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from conference.access import public
from conference.rules import may_view
from reports.annexes import with_data
from reports.content import of_note
from reports.reading import correction_mark, document_of_edition, document_of_note, read
from reports.views.notes import get_note
from reports.views.pdf import file_name, pdf_response


@require_safe
@public
def notes(request, conference):
    """The published notes of a conference: the one there is, or a choice of languages."""
    published = list(conference.notes.in_force())
    if len(published) == 1:
        return redirect(published[0])
    return render(request, "reports/notes.html", {"conference": conference, "notes": published})


@require_safe
@public
def note(request, conference, language):
    """A note as a document to read."""
    found, edition = _readable(request, conference, language)
    if edition and edition.withdrawn_at:
        context = {"conference": conference, "note": found, "edition": edition}
        return render(request, "reports/withdrawn.html", context, status=410)
    content = edition.content if edition else with_data(of_note(found), conference)
    context = {"conference": conference, "note": found, "edition": edition, "reading": read(content, conference)}
    context["correction_mark"] = correction_mark(edition, conference) if edition else ""
    context["others"] = conference.notes.in_force().exclude(pk=found.pk)
    context["may_view"] = may_view(request.user, conference)
    context["page_url"] = settings.SITE_URL + found.get_absolute_url()
    return render(request, "reports/note.html", context)


@require_safe
@public
def note_pdf(request, conference, language):
    """The PDF of what the page shows."""
    found, edition = _readable(request, conference, language)
    if edition and edition.withdrawn_at:
        raise Http404
    document = document_of_edition(edition, conference) if edition else document_of_note(found)
    return pdf_response(request, document, file_name(found), is_private=edition is None)


def _readable(request, conference, language):
    """Return a note with its newest edition, or with None for the team while nothing is published."""
    found = get_note(conference, language)
    edition = found.editions.first()
    if edition is None and not may_view(request.user, conference):
        raise Http404
    return found, edition

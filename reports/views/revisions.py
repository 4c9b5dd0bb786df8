"""Every saved change of a note: the list, and each with what it changed."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from conference.access import allow
from conference.rules import may_view
from lib.text import whole_number
from reports.differences import differences
from reports.views.notes import get_note

PER_PAGE = 50


@require_safe
@allow(may_view)
def revision_list(request, conference, language):
    """All revisions, the newest first."""
    note = get_note(conference, language)
    page = Paginator(note.revisions.newest_first().without_content(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/revision_list.html", {"conference": conference, "note": note, "page": page})


@require_safe
@allow(may_view)
def revision(request, conference, language, number):
    """What a revision changed against the one before it, or against the one that the address names (?from=)."""
    note = get_note(conference, language)
    later = get_object_or_404(note.revisions, number=number)
    chosen = whole_number(request.GET.get("from"))
    before = note.revisions.filter(number__lt=number)
    earlier = before.first() if chosen is None else note.revisions.filter(number=chosen).first()
    changes = differences(earlier.content if earlier else None, later.content)
    context = {"conference": conference, "note": note, "earlier": earlier, "later": later, "changes": changes}
    return render(request, "reports/revision.html", context)

"""All published notes of the installation: a list to search, and a feed."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from conference.access import public
from lib.text import without_controls
from reports.composing import document_of
from reports.forms.publication import NoteSearchForm
from reports.note_document import LinkedFootnotes, compose
from reports.reading import published_everywhere

PER_PAGE = 20
NEWEST = 30


@require_safe
@public
def all_notes(request):
    """Every published note, the newest first."""
    form = NoteSearchForm(request.GET, action=reverse("reports:all_notes"))
    notes = form.apply(published_everywhere())
    page = Paginator(notes, PER_PAGE).get_page(request.GET.get("page"))
    is_narrowed = bool(request.GET.get("q") or request.GET.get("language"))
    return render(request, "reports/all_notes.html", {"form": form, "page": page, "is_narrowed": is_narrowed})


@require_safe
@public
def feed(request):
    """The newest notes as an Atom feed, with their text."""
    page = settings.SITE_URL + reverse("reports:all_notes")
    atom = Atom1Feed(
        title="Information notes",
        link=page,
        description="Notes of intergovernmental conferences, as they are published.",
        feed_url=settings.SITE_URL + reverse("reports:feed"),
    )
    for note in published_everywhere()[:NEWEST]:
        edition = note.editions.all()[0]
        address = settings.SITE_URL + note.get_absolute_url()
        atom.add_item(
            title=without_controls(_title(edition.content, note.conference)),
            link=address,
            unique_id=f"{address}#{edition.number}",
            description=_summary(edition.content),
            pubdate=note.published_at,
            updateddate=edition.published_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _title(content, conference):
    """Return the title with the conference's, as it was when the edition was published."""
    return f"{content['title']}: {content.get('subject', conference.title)}"


def _summary(content):
    """Return the sections of a note as HTML, with the footnote marks as they are read."""
    document = document_of(content)
    composed = compose(document, LinkedFootnotes(document.footnotes, document.language))
    return without_controls("".join(f"<h2>{section.heading}</h2>{section.html}" for section in composed.sections))

"""The texts of a note in the six languages."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.access import allow
from conference.once import once
from conference.rules import may_view, may_write_notes
from lib.acting import act, refusals_on
from reports import actions
from reports.forms.beginnings import TranslationForm
from reports.reading import changes_of_original
from reports.views.notes import get_note


@require_safe
@allow(may_view)
def language_list(request, conference, language):
    """All texts with their state, and what changed in the original since this one followed it."""
    note = get_note(conference, language)
    texts = list(conference.notes.with_editions().select_related("follows"))
    context = {
        "conference": conference,
        "note": note,
        "texts": [(each, bool(changes_of_original(each))) for each in texts],
        "changes": changes_of_original(note),
    }
    return render(request, "reports/language_list.html", context)


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
@once
def start(request, conference, language):
    """Begin a translation of this note."""
    note = get_note(conference, language)
    taken = set(conference.notes.values_list("language", flat=True))
    form = TranslationForm(request.POST or None, taken=taken, cancel=list_url(note))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            begun = actions.start_translation(note, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "The translation is started, with the text of the original to translate.")
            return redirect(begun.get_desk_url())
    return render(request, "reports/start_translation.html", {"conference": conference, "note": note, "form": form})


@require_POST
@allow(may_write_notes)
def follow(request, conference, language):
    """Say that the translation has taken in what changed."""
    note = get_note(conference, language)
    act(request, actions.follow_original, note, "The translation is up to date with its original.")
    return redirect(list_url(note))


def list_url(note):
    """Return the address of the texts of a note."""
    return reverse("reports:language_list", kwargs={"conference": note.conference.slug, "language": note.language})

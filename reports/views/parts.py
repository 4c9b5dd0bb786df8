"""Each part of a note is changed in place: the page of the note, with a form where the part stands."""

from functools import partial

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from conference.access import allow
from conference.rules import may_write_notes
from lib.refusal import NotPossible
from reports import actions
from reports.forms import AnnexForm, FootnoteForm, FrontMatterForm, NoteForm, SectionForm
from reports.views.notes import get_note, show_note

FORMS = {"front-matter": FrontMatterForm, "section": SectionForm, "footnote": FootnoteForm, "annex": AnnexForm}
PARTS = {"front-matter": "front_matter", "section": "sections", "footnote": "footnotes", "annex": "annexes"}


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def change_note(request, conference, language):
    """Change the title, the symbol, the numbering of paragraphs."""
    note = get_note(conference, language)
    form = NoteForm(request.POST or None, instance=note, cancel=f"{note.get_desk_url()}#title")
    return _answer(request, note, form, "title", partial(actions.change_note, note))


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def change(request, conference, language, kind, pk):
    """Change a part. When somebody else saved it meanwhile, both texts are shown and nothing is lost."""
    note = get_note(conference, language)
    if request.method == "POST" and not _parts(note, kind).filter(pk=pk).exists():
        return _removed_meanwhile(request, note, kind)
    part, place = _part(note, kind, pk), f"{kind}-{pk}"
    form = _form_of(kind)(request.POST or None, instance=part, cancel=f"{note.get_desk_url()}#{place}")
    if "X-Saving" in request.headers:
        return _saved_while_typing(request, form, part, note.conference.zone)
    return _answer(request, note, form, place, partial(actions.change_part, part))


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def add(request, conference, language, kind):
    """Add a part as the last of its kind, or behind the one that the address names (?after=)."""
    note = get_note(conference, language)
    model = _form_of(kind).Meta.model
    after = _part(note, kind, request.GET["after"]) if request.GET.get("after", "").isdecimal() else None
    form = _form_of(kind)(request.POST or None, cancel=note.get_desk_url())
    place = f"new-{kind}-after-{after.pk}" if after else f"new-{kind}"

    def save(*, version, **given):
        return actions.add_part(note, model, after=after, **given)

    return _answer(request, note, form, place, save)


@require_POST
@allow(may_write_notes)
def take_from_data(request, conference, language, pk):
    """Give an item of the front matter the value that the data have."""
    note = get_note(conference, language)
    item = _part(note, "front-matter", pk)
    try:
        actions.take_from_data(item, by=request.user, at=timezone.now())
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(f"{note.get_desk_url()}#front-matter-{pk}")


@require_POST
@allow(may_write_notes)
def move(request, conference, language, kind, pk):
    """Move a part up or down by one place."""
    note = get_note(conference, language)
    part = _part(note, kind, pk)
    try:
        actions.move_part(part, up="up" in request.POST, by=request.user, at=timezone.now())
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(f"{note.get_desk_url()}#{kind}-{pk}")


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def remove(request, conference, language, kind, pk):
    """Confirm, then take a part out of the note."""
    note = get_note(conference, language)
    part = _part(note, kind, pk)
    if request.method == "POST":
        try:
            actions.remove_part(part, by=request.user, at=timezone.now())
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"Removed “{part}”. The revisions keep it.")
        return redirect(note.get_desk_url())
    return render(request, "reports/remove_part.html", {"conference": conference, "note": note, "part": part})


def _answer(request, note, form, place, save):
    """Show the note with the form in its place; save what is valid; show both texts when two authors met."""
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(**form.values(), version=form.cleaned_data["version"], by=request.user, at=timezone.now())
        except actions.Conflict as conflict:
            theirs = form.meet(conflict)
        except NotPossible as problem:
            messages.error(request, str(problem))
            return redirect(note.get_desk_url())
        else:
            anchor = (
                place
                if not place.startswith("new-")
                else f"{place.removeprefix('new-').partition('-after')[0]}-{saved.pk}"
            )
            return redirect(f"{note.get_desk_url()}#{anchor}")
    return show_note(request, note.conference, note.language, form=form, place=place, theirs=theirs)


def _removed_meanwhile(request, note, kind):
    """Give back what was written into a part that somebody else removed: saving adds it anew."""
    form = _form_of(kind)(request.POST, cancel=note.get_desk_url())
    form.add_error(None, "Somebody else removed this part while you were writing. Saving adds your text anew.")
    form.action = reverse(
        "reports:add_part", kwargs={"conference": note.conference.slug, "language": note.language, "kind": kind}
    )
    return show_note(request, note.conference, note.language, form=form, place=f"new-{kind}")


def _saved_while_typing(request, form, part, zone):
    """Answer the script that saves while one types: the new version, and a sentence to show."""
    now = timezone.now()
    if not form.is_valid():
        return JsonResponse({"sentence": "Not saved yet: something in the form is missing."}, status=422)
    given = form.values() | {"version": form.cleaned_data["version"], "by": request.user, "at": now}
    try:
        saved = actions.change_part(part, goes_on=True, **given)
    except NotPossible as problem:
        return JsonResponse({"sentence": f"Not saved. {problem}"}, status=409)
    return JsonResponse({"version": saved.version, "sentence": f"Saved at {now.astimezone(zone):%H:%M}."})


def _part(note, kind, pk):
    return get_object_or_404(_parts(note, kind), pk=pk)


def _parts(note, kind):
    if kind not in PARTS:
        raise Http404
    return getattr(note, PARTS[kind])


def _form_of(kind):
    if kind not in FORMS:
        raise Http404
    return FORMS[kind]

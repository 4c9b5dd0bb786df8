"""Each part of a note is changed in place: the page of the note, with a form where the part stands."""

from functools import partial

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from conference.access import allow
from conference.once import once
from conference.rules import may_write_notes
from lib.acting import act, refusals_as_messages
from lib.refusal import NotPossible
from lib.text import whole_number
from reports import actions
from reports.forms.parts import AnnexForm, FootnoteForm, FrontMatterForm, NoteForm, SectionForm
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
    if request.method == "POST" and not any(part.pk == pk for part in _parts(note, kind)):
        return _removed_meanwhile(request, note, kind)
    part, place = _part(note, kind, pk), f"{kind}-{pk}"
    cancel = f"{note.get_desk_url()}#{place}"
    form = _form_of(kind)(request.POST or None, _files(request), instance=part, cancel=cancel)
    return _answer(request, note, form, place, partial(actions.change_part, part))


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
@once
def add(request, conference, language, kind):
    """Add a part as the last of its kind, or behind the one that the address names (?after=)."""
    note = get_note(conference, language)
    model = _form_of(kind).Meta.model
    number = whole_number(request.GET.get("after"))
    after = None if number is None else _part(note, kind, number)
    form = _form_of(kind)(request.POST or None, _files(request), instance=model(note=note), cancel=note.get_desk_url())
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
    with refusals_as_messages(request):
        actions.take_from_data(item, by=request.user, at=timezone.now())
    return redirect(f"{note.get_desk_url()}#front-matter-{pk}")


@require_POST
@allow(may_write_notes)
def move(request, conference, language, kind, pk):
    """Move a part up or down by one place."""
    note = get_note(conference, language)
    part = _part(note, kind, pk)
    if kind == "footnote":
        raise Http404("Footnotes stand in the order of their calls.")
    with refusals_as_messages(request):
        actions.move_part(part, up="up" in request.POST, by=request.user, at=timezone.now())
    return redirect(f"{note.get_desk_url()}#{kind}-{pk}")


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def remove(request, conference, language, kind, pk):
    """Confirm, then take a part out of the note."""
    note = get_note(conference, language)
    part = _part(note, kind, pk)
    if request.method == "POST":
        act(request, actions.remove_part, part, f"Removed “{part}”. The revisions keep it.")
        return redirect(note.get_desk_url())
    return render(request, "reports/remove_part.html", {"conference": conference, "note": note, "part": part})


def _files(request):
    """Return what was uploaded; a file waits for the button, so that its text is taken once."""
    return None if "X-Saving" in request.headers else request.FILES or None


def _answer(request, note, form, place, save):
    """Show the note with the form in its place; save what is valid; show both texts when two authors met."""
    if "X-Saving" in request.headers:
        return _saved_while_typing(request, note, form, place, save)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(**form.values(), version=form.cleaned_data["version"], by=request.user, at=timezone.now())
        except actions.Conflict as conflict:
            theirs = form.meet(conflict)
        except NotPossible as problem:
            form.add_error(None, f"{problem} What you wrote stands below, and is not saved.")
        else:
            kind = _kind_of_new(place)
            return redirect(f"{note.get_desk_url()}#{f'{kind}-{saved.pk}' if kind else place}")
    return show_note(request, note, form=form, place=place, theirs=theirs)


def _kind_of_new(place):
    """Return the kind of the part that a place is for, when it is not there yet: “new-section-after-7”."""
    return place.removeprefix("new-").partition("-after")[0] if place.startswith("new-") else ""


def _removed_meanwhile(request, note, kind):
    """Give back what was written into a part that somebody else removed: saving adds it anew."""
    if "X-Saving" in request.headers:
        sentence = "Not saved. Somebody else removed this part; Save shows how to add your text anew."
        return JsonResponse({"sentence": sentence}, status=409)
    address = {"conference": note.conference.slug, "language": note.language, "kind": kind}
    action = reverse("reports:add_part", kwargs=address)
    part = _form_of(kind).Meta.model(note=note)
    form = _form_of(kind)(
        request.POST, _files(request), instance=part, cancel=note.get_desk_url(), action=action, saves_itself=False
    )
    form.add_error(None, "Somebody else removed this part while you were writing. Saving adds your text anew.")
    return show_note(request, note, form=form, place=f"new-{kind}")


def _saved_while_typing(request, note, form, place, save):
    """Answer the script that saves while one types: the new version, and a sentence to show.

    A part that was not there yet is there from now on: its own address takes what is typed next.
    """
    now = timezone.now()
    if not form.is_valid():
        problem = next(iter(form.errors.values()))[0]
        return JsonResponse({"sentence": f"Not saved yet. {problem}"}, status=422)
    given = form.values() | {"version": form.cleaned_data["version"], "by": request.user, "at": now}
    try:
        saved = save(goes_on=True, **given)
    except NotPossible as problem:
        return JsonResponse({"sentence": f"Not saved. {problem}"}, status=409)
    answer = {"version": saved.version, "sentence": f"Saved at {now.astimezone(note.conference.zone):%H:%M}."}
    if kind := _kind_of_new(place):
        answer["address"] = reverse(
            "reports:change_part",
            kwargs={"conference": note.conference.slug, "language": note.language, "kind": kind, "pk": saved.pk},
        )
    return JsonResponse(answer)


def _part(note, kind, pk):
    """Return the part of the note, which was fetched whole, or answer 404."""
    found = next((part for part in _parts(note, kind) if part.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _parts(note, kind):
    if kind not in PARTS:
        raise Http404
    return getattr(note, PARTS[kind]).all()


def _form_of(kind):
    if kind not in FORMS:
        raise Http404
    return FORMS[kind]

"""The texts of a conference's messages: read, worded, previewed, tried out."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.access import allow
from conference.once import once
from correspondence import actions, audiences, kinds, link_place, wording
from correspondence.composing import preview
from correspondence.forms import WordingForm
from correspondence.rules import may_read_messages, may_word_messages
from correspondence.views.contained import contained
from correspondence.views.places import tabs
from lib.acting import refusals_on
from lib.written import LANGUAGES, direction

MOST_IN_PREVIEW = 200


@require_safe
@allow(may_read_messages)
def text_list(request, conference):
    """The kinds of messages, and which of them the conference words itself, in which languages."""
    own = set(conference.message_templates.values_list("kind", "language"))
    context = {
        "conference": conference,
        "groups": [
            (topic, [(kind, _languages(conference, kind, own)) for kind in found])
            for topic, found in groupby(kinds.KINDS.values(), key=lambda kind: kind.topic)
        ],
        "tabs": tabs(conference, "texts"),
    }
    return render(request, "correspondence/text_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_word_messages)
def text(request, conference, kind, language):
    """Word a kind of message, with a preview of what is kept now for a real recipient."""
    kind, language = _kind_or_404(kind), _among_ours(language)
    subject, body = wording.worded(conference, kind.code, language)
    known = {"subject": subject, "text": body}
    form = WordingForm(request.POST or None, kind=kind, language=language, initial=known, cancel=_list_url(conference))
    here = reverse("correspondence:text", kwargs=_names(conference, kind, language))
    if form.is_valid():
        with refusals_on(form):
            actions.word(conference, kind.code, language, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The text is saved. This is how it reads now.")
            return redirect(here)
    return render(request, "correspondence/text.html", _page(request, conference, kind, language) | {"form": form})


@require_safe
@allow(may_word_messages)
def text_html(request, conference, kind, language):
    """The HTML of the preview, for a frame."""
    kind, language = _kind_or_404(kind), _among_ours(language)
    _, _, html = preview(conference, kind, language, _recipient(request, conference, language)[0])
    return contained(link_place.fill(html, ""))


@require_POST
@allow(may_word_messages)
@once
def try_out(request, conference, kind, language):
    """Send the text to the one who asks."""
    kind, language = _kind_or_404(kind), _among_ours(language)
    recipient, _ = _recipient(request, conference, language)
    actions.try_out(conference, kind.code, language, recipient=recipient, by=request.user, at=timezone.now())
    messages.success(request, f"A test message is on its way to {request.user.email}.")
    return redirect("correspondence:text", **_names(conference, kind, language))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_word_messages)
def restore_text(request, conference, kind, language):
    """Ask, then go back to the text that comes with Plenary."""
    kind, language = _kind_or_404(kind), _among_ours(language)
    own = get_object_or_404(conference.message_templates, kind=kind.code, language=language)
    back = reverse("correspondence:text", kwargs=_names(conference, kind, language))
    if request.method != "POST":
        subject, body = wording.shipped(kind.code, language)
        context = {"conference": conference, "kind": kind, "subject": subject, "body": body, "back": back}
        context |= {"language": language, "direction": direction(language)}
        return render(request, "correspondence/restore_text.html", context)
    actions.restore(own, by=request.user, at=timezone.now())
    messages.success(request, "The text that comes with Plenary is used again.")
    return redirect(back)


def _page(request, conference, kind, language):
    recipient, people = _recipient(request, conference, language)
    subject, plain, _ = preview(conference, kind, language, recipient)
    own = {each.language: each for each in conference.message_templates.filter(kind=kind.code)}
    return {
        "conference": conference,
        "kind": kind,
        "language": language,
        "direction": direction(language),
        "language_name": dict(LANGUAGES)[language],
        "own": own.get(language),
        "languages": _languages(conference, kind, {(kind.code, code) for code in own}),
        "placeholders": kind.placeholders,
        "people": people,
        "recipient": recipient,
        "subject": subject,
        "plain": link_place.fill(plain, "[personal link of the recipient]"),
    }


def _languages(conference, kind, own):
    """Return for each language: its code, its name, the page of the text in it, and whether that is the conference's own."""
    return [
        (code, label, reverse("correspondence:text", kwargs=_names(conference, kind, code)), (kind.code, code) in own)
        for code, label in LANGUAGES
    ]


def _recipient(request, conference, language):
    """Return the person that the preview is for, and all that may be chosen."""
    ids = audiences.find(audiences.EVERYONE, conference, timezone.now())
    people = audiences.recipients(conference, ids[:MOST_IN_PREVIEW], language)
    wanted = request.GET.get("to") or request.POST.get("to")
    return next((each for each in people if each.email == wanted), people[0] if people else None), people


def _kind_or_404(code):
    if code not in kinds.KINDS:
        raise Http404
    return kinds.KINDS[code]


def _among_ours(language):
    """Return the language if it is one of the six; there are texts in no other."""
    if language not in dict(LANGUAGES):
        raise Http404
    return language


def _names(conference, kind, language):
    return {"conference": conference.slug, "kind": kind.code, "language": language}


def _list_url(conference):
    return reverse("correspondence:text_list", kwargs={"conference": conference.slug})

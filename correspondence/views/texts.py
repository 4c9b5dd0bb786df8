"""The texts of a conference's messages: read, worded, previewed, tried out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.access import allow
from correspondence import actions, audiences, facts, letter_words, link_place, wording
from correspondence.forms import WordingForm
from correspondence.rules import may_read_messages, may_word_messages
from correspondence.views.contained import contained
from correspondence.views.places import tabs
from lib.refusal import NotPossible

MOST_IN_PREVIEW = 200


@require_safe
@allow(may_read_messages)
def text_list(request, conference):
    """The kinds of messages, and which of them the conference words itself."""
    own = {each.kind: each for each in conference.message_templates.filter(language=conference.default_language)}
    rows = [(kind, own.get(kind.code)) for kind in wording.KINDS.values()]
    context = {
        "conference": conference,
        "groups": [
            ("Messages", [row for row in rows if not row[0].is_letter]),
            ("Letters", [row for row in rows if row[0].is_letter]),
        ],
        "tabs": tabs(conference, "texts"),
    }
    return render(request, "correspondence/text_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_word_messages)
def text(request, conference, kind, language):
    """Word a kind of message, with a preview of what is kept now for a real recipient."""
    kind = _kind_or_404(kind)
    subject, body = wording.worded(conference, kind.code, language)
    form = WordingForm(
        request.POST or None, kind=kind, initial={"subject": subject, "text": body}, cancel=_list_url(conference)
    )
    here = reverse("correspondence:text", kwargs=_names(conference, kind, language))
    if form.is_valid():
        try:
            actions.word(conference, kind.code, language, **form.cleaned_data, by=request.user, at=timezone.now())
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "The text is saved. This is how it reads now.")
            return redirect(here)
    return render(request, "correspondence/text.html", _page(request, conference, kind, language) | {"form": form})


@require_safe
@allow(may_word_messages)
def text_html(request, conference, kind, language):
    """The HTML of the preview, for a frame."""
    kind = _kind_or_404(kind)
    _, _, html = _filled(conference, kind, language, _recipient(request, conference)[0])
    return contained(link_place.fill(html, ""))


@require_POST
@allow(may_word_messages)
def try_out(request, conference, kind, language):
    """Send the text to the one who asks."""
    kind = _kind_or_404(kind)
    recipient, _ = _recipient(request, conference)
    actions.try_out(conference, kind.code, language, recipient=recipient, by=request.user, at=timezone.now())
    messages.success(request, f"A test message is on its way to {request.user.email}.")
    return redirect("correspondence:text", **_names(conference, kind, language))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_word_messages)
def restore_text(request, conference, kind, language):
    """Ask, then go back to the text that comes with Plenary."""
    kind = _kind_or_404(kind)
    own = get_object_or_404(conference.message_templates, kind=kind.code, language=language)
    back = reverse("correspondence:text", kwargs=_names(conference, kind, language))
    if request.method != "POST":
        subject, body = wording.shipped(kind.code, language)
        context = {"conference": conference, "kind": kind, "subject": subject, "body": body, "back": back}
        return render(request, "correspondence/restore_text.html", context)
    actions.restore(own, by=request.user, at=timezone.now())
    messages.success(request, "The text that comes with Plenary is used again.")
    return redirect(back)


def _page(request, conference, kind, language):
    recipient, people = _recipient(request, conference)
    subject, plain, _ = _filled(conference, kind, language, recipient)
    languages = [
        (label, reverse("correspondence:text", kwargs=_names(conference, kind, code)), code == language)
        for code, label in letter_words.LANGUAGES
    ]
    return {
        "conference": conference,
        "kind": kind,
        "language": language,
        "is_own": conference.message_templates.filter(kind=kind.code, language=language).exists(),
        "languages": languages if kind.is_letter else [],
        "placeholders": kind.placeholders,
        "people": people,
        "recipient": recipient,
        "subject": subject,
        "plain": link_place.fill(plain, "[personal link of the recipient]"),
    }


def _filled(conference, kind, language, recipient):
    subject, body = wording.worded(conference, kind.code, language)
    values = facts.values(conference) | (recipient.values if recipient else {})
    return wording.fill(subject, body, values, context={"conference": conference}, language=language)


def _recipient(request, conference):
    """Return the person that the preview is for, and all that may be chosen."""
    ids = audiences.find(audiences.EVERYONE, conference, timezone.now())
    people = audiences.recipients(conference, ids[:MOST_IN_PREVIEW])
    wanted = request.GET.get("to") or request.POST.get("to")
    return next((each for each in people if each.email == wanted), people[0] if people else None), people


def _kind_or_404(code):
    if code not in wording.KINDS:
        raise Http404
    return wording.KINDS[code]


def _names(conference, kind, language):
    return {"conference": conference.slug, "kind": kind.code, "language": language}


def _list_url(conference):
    return reverse("correspondence:text_list", kwargs={"conference": conference.slug})

"""Mailings: written, looked at, sent by one click, followed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.access import allow
from conference.once import once
from correspondence import actions, audiences, facts, kinds, link_place, wording
from correspondence.composing import Composer
from correspondence.forms import MailingForm
from correspondence.rules import may_read_messages, may_send_messages
from correspondence.views.places import tabs
from lib.acting import act
from lib.refusal import NotPossible

SAMPLES = 3


@require_safe
@allow(may_read_messages)
def mailing_list(request, conference):
    """All mailings of the conference, newest first."""
    page = Paginator(conference.mailings.with_counts().newest_first(), 25).get_page(request.GET.get("page"))
    for mailing in page:
        mailing.title = facts.readable(mailing.subject, conference)
    context = {
        "conference": conference,
        "page": page,
        "reminders": [
            _reminder(each, conference) for each in conference.reminders.select_related("mailing", "conference")
        ],
        "tabs": tabs(conference, "mailings"),
        "now": timezone.now(),
    }
    return render(request, "correspondence/mailing_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_send_messages)
@once
def new_mailing(request, conference):
    """Write a mailing, to a group or to what was selected on a list; nothing leaves yet."""
    back = reverse("correspondence:mailing_list", kwargs={"conference": conference.slug})
    kind, query = request.GET.get("text"), request.GET.get("selection", "")
    is_ours = kind in kinds.FOR_MAILINGS
    start_from = wording.to_begin_with(conference, kind) if is_ours else wording.empty(conference.default_language)
    selection = audiences.accept(conference, request.user, query, timezone.now())
    if query and not selection:
        messages.error(request, "Nobody with an e-mail address is selected.")
    chosen = _chosen(conference, selection)
    form = MailingForm(request.POST or None, cancel=back, start_from=start_from, chosen=chosen)
    if form.is_valid():
        given = form.cleaned_data | {"selection": selection}
        return redirect(actions.prepare(conference, **given, by=request.user, at=timezone.now()))
    beginnings = [kinds.KINDS[code] for code in kinds.FOR_MAILINGS]
    context = _form_page(conference, form) | {"beginnings": beginnings}
    return render(request, "correspondence/mailing_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_send_messages)
def change_mailing(request, conference, pk):
    """Change a mailing that was not sent yet."""
    mailing = get_object_or_404(conference.mailings, pk=pk)
    chosen = _chosen(conference, mailing.selection)
    form = MailingForm(request.POST or None, cancel=mailing.get_absolute_url(), mailing=mailing, chosen=chosen)
    if form.is_valid():
        try:
            actions.change_mailing(mailing, **form.cleaned_data, by=request.user, at=timezone.now())
        except NotPossible as problem:
            form.add_error(None, f"{problem} What you wrote stands below, and is not saved.")
        else:
            return redirect(mailing)
    return render(request, "correspondence/mailing_form.html", _form_page(conference, form))


@require_safe
@allow(may_read_messages)
def mailing(request, conference, pk):
    """A draft: to whom exactly it goes, and how it reads. After that: how far it got."""
    mailing = get_object_or_404(conference.mailings.with_counts(), pk=pk)
    context = {
        "conference": conference,
        "mailing": mailing,
        "title": facts.readable(mailing.subject, conference),
        "text": facts.readable(mailing.text, conference),
        "audience": audiences.label(mailing.audience, conference, mailing.selection),
        "is_reminder": conference.reminders.filter(mailing=mailing).exists(),
        "may_send": may_send_messages(request.user, conference),
        "now": timezone.now(),
    }
    if not mailing.text:
        written = mailing.messages.with_conference().by_name()
        context["page"] = Paginator(written, 50).get_page(request.GET.get("page"))
    elif mailing.started_at is None:
        ids = audiences.find(mailing.audience, conference, timezone.now(), mailing.selection)
        page = Paginator(ids, 50).get_page(request.GET.get("page"))
        composer = Composer(mailing)
        page.object_list = composer.recipients(page.object_list)
        samples = [_sample(composer, recipient) for recipient in composer.recipients(ids[:SAMPLES])]
        context |= {"page": page, "samples": samples}
    return render(request, "correspondence/mailing.html", context)


@require_POST
@allow(may_send_messages)
def start_mailing(request, conference, pk):
    """Send it."""
    return _do(request, conference, pk, actions.start, "The mailing is on its way. Nothing of it has left yet.")


@require_POST
@allow(may_send_messages)
def pause_mailing(request, conference, pk):
    """Hold what has not left."""
    return _do(request, conference, pk, actions.pause, "The mailing is paused.")


@require_POST
@allow(may_send_messages)
def resume_mailing(request, conference, pk):
    """Go on."""
    return _do(request, conference, pk, actions.resume, "The mailing goes on.")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_send_messages)
def cancel_mailing(request, conference, pk):
    """Ask, then cancel what has not left."""
    if request.method == "POST":
        return _do(request, conference, pk, actions.cancel_mailing, "The rest of the mailing is cancelled.")
    mailing = get_object_or_404(conference.mailings.with_counts(), pk=pk)
    context = {"conference": conference, "mailing": mailing, "title": facts.readable(mailing.subject, conference)}
    return render(request, "correspondence/cancel_mailing.html", context)


def _do(request, conference, pk, action, words):
    mailing = get_object_or_404(conference.mailings, pk=pk)
    act(request, action, mailing, words)
    return redirect(mailing)


def _chosen(conference, selection):
    """Return how a form names what was chosen on a list; an empty text when nothing was."""
    if not selection:
        return ""
    count = len(audiences.find(audiences.SELECTION, conference, timezone.now(), selection))
    people = "1 person" if count == 1 else f"{count} people"
    return f"{audiences.label(audiences.SELECTION, conference, selection)} ({people} with an e-mail address)"


def _form_page(conference, form):
    placeholders = {name: what for name, what in kinds.PLACEHOLDERS.items() if name not in kinds.BLOCKS}
    return {"conference": conference, "form": form, "placeholders": placeholders}


def _reminder(reminder, conference):
    return {
        "reminder": reminder,
        "text": kinds.KINDS[reminder.kind].label,
        "audience": audiences.label(reminder.audience, conference),
        "day": facts.next_day(reminder),
        "may_be_removed": reminder.done_for_on is None or facts.next_day(reminder) is not None,
    }


def _sample(composer, recipient):
    subject, text, _ = composer.compose(recipient)
    return {
        "to": recipient,
        "subject": subject,
        "text": link_place.fill(text, "[personal link of the recipient]"),
        "reason": composer.reason_to_leave_out(recipient),
    }

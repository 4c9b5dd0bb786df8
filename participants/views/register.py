"""Public registration: one topic per page, each kept; sent once; gone on with by a personal link. No account."""

import uuid

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference import facts as conference_facts
from conference.access import personal_link, public
from conference.choices import Phase
from conference.statements import Statement
from lib.even import Evenly
from lib.refusal import NotPossible
from lib.written import asked_for
from participants import actions, facts
from participants.forms.register import (
    STEPS,
    UnansweredStep,
    asked_later,
    form_of,
    judged,
    missing_step,
    needed_later,
    order_of,
    typed,
)
from participants.models import RegistrationDraft
from participants.views.personal import own_url

DRAFT = "participants:draft"
WAIT_SECONDS = 3600
evenly = Evenly(seconds=0.05)  # somebody who is known takes more work than somebody new
DRAFT_OF = Statement(lambda pk: RegistrationDraft.objects.with_conference().filter(pk=pk))


def find_draft(pk):
    """Return the draft that a link stands for, or None."""
    return DRAFT_OF.first(pk)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def register(request, conference):
    """The first page: who you are. It makes the draft, once for each form that was shown."""
    now = timezone.now()
    if conference.phase(now) != Phase.REGISTRATION_OPEN:
        return render(request, "participants/register/closed.html", _about(conference))
    form = form_of(None, "person", _today(conference, now), _posted(request))
    key = _key(request)
    if request.method == "POST" and form.is_valid():
        if not _may_begin(request):
            return _too_many(request, conference)
        answers = _typed(request, "person", form)
        draft = actions.start_draft(conference, key=key, answers=answers, by=_named(answers), at=now)
        return redirect(own_url("draft_step", DRAFT, draft, step="organisation"))
    return render(
        request, "participants/register/step.html", _about(conference) | _progress(conference, "person", form, key=key)
    )


@require_safe
@personal_link(DRAFT, find=find_draft)
def draft(request, draft):
    """Go on where the registration was left."""
    if draft.submitted_at:
        return redirect(own_url("draft_sent", DRAFT, draft))
    step = missing_step(draft)
    return redirect(own_url("draft_step", DRAFT, draft, step=step) if step else own_url("draft_check", DRAFT, draft))


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(DRAFT, find=find_draft)
def step(request, draft, step):
    """One topic, with what was answered before; where the last page leads back to it, with what does not hold any more."""
    if step not in order_of(draft) or step == "photo":  # which has pages of its own
        raise Http404
    if draft.submitted_at:
        return redirect(own_url("draft_sent", DRAFT, draft))
    data = draft.answers.get(step) if "again" in request.GET else None
    data = request.POST if request.method == "POST" else data
    form = form_of(draft, step, _today(draft.conference, timezone.now()), data)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.save_step(draft, step, _typed(request, step, form), by=by_draft(draft), at=timezone.now())
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(own_url("draft", DRAFT, kept))
    context = _about(draft.conference) | _progress(draft.conference, step, form, draft=draft)
    return render(request, "participants/register/step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(DRAFT, find=find_draft)
@evenly
def check(request, draft):
    """All answers, each with a way to change it; then the registration is sent."""
    if draft.submitted_at:
        return redirect(own_url("draft_sent", DRAFT, draft))
    if missing_step(draft):
        return redirect(own_url("draft", DRAFT, draft))
    if request.method == "POST":
        now = timezone.now()
        try:
            details, answers = judged(draft, _today(draft.conference, now))
            needed = {is_confirmed: needed_later(draft, is_confirmed=is_confirmed) for is_confirmed in (True, False)}
            actions.submit_draft(draft, details, answers=answers, needed=needed, by=by_draft(draft), at=now)
        except UnansweredStep as step:
            return redirect(_again(draft, str(step)))
        except NotPossible as problem:
            if problem.field:  # of a question whose place somebody has taken in this moment
                return redirect(_again(draft, "questions"))
            messages.error(request, str(problem))
        else:
            return redirect(own_url("draft_sent", DRAFT, draft))
    return render(request, "participants/register/check.html", _about(draft.conference) | _answers(draft))


@require_POST
@personal_link(DRAFT, find=find_draft)
def later(request, draft):
    """Send the link with which the registration can be gone on with, to the address that was given."""
    try:
        actions.send_draft_link(draft, by=by_draft(draft), at=timezone.now())
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect(own_url("draft", DRAFT, draft))
    context = _about(draft.conference) | {"draft": draft, "draft_url": own_url("draft", DRAFT, draft)}
    return render(request, "participants/register/later.html", context)


@require_safe
@personal_link(DRAFT, find=find_draft)
def sent(request, draft):
    """What happens next. The page may be opened again, and says the same whether the address was known or not."""
    if not draft.submitted_at:
        return redirect(own_url("draft", DRAFT, draft))
    return render(request, "participants/register/sent.html", _about(draft.conference) | {"draft": draft})


def _may_begin(request) -> bool:
    """Count a registration that begins from this address; say no when it has been too many within an hour (SEC-05)."""
    return bool(ratelimit.consume(request, action="registration"))


def _too_many(request, conference):
    response = render(request, "participants/register/too_many.html", _about(conference), status=429)
    response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


def _key(request):
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def by_draft(draft) -> str:
    """Name who registers without an account, as the history keeps it."""
    return _named(draft.answers["person"])


def _named(person):
    return " ".join(person[key] for key in ("given_name", "family_name") if person.get(key)) + ", on the public page"


def _typed(request, step, form) -> dict:
    """Return what was typed into a step; with who somebody is goes the language that the browser asks for."""
    kept = typed(form)
    return kept | {"language": asked_for(request.headers.get("Accept-Language", ""))} if step == "person" else kept


def _again(draft, step) -> str:
    """Return the address of a step that has to be looked at again: it says why, beside what was typed."""
    if step == "photo":
        return own_url("draft_photo", DRAFT, draft)
    return f"{own_url('draft_step', DRAFT, draft, step=step)}?again=yes"


def _posted(request):
    return request.POST if request.method == "POST" else None


def _today(conference, at):
    return at.astimezone(conference.zone).date()


def _progress(conference, step, form, *, draft=None, key=None):
    order = order_of(draft, conference)
    position = order.index(step)
    back = ""
    if draft:
        is_whole = missing_step(draft) is None
        previous = order[position - 1] if position else ""
        if is_whole:
            back = own_url("draft_check", DRAFT, draft)
        elif previous:
            back = own_url("draft_step", DRAFT, draft, step=previous)
    return {
        "form": form,
        "key": key,
        "draft": draft,
        "title": STEPS[step].title,
        "number": position + 1,
        "count": len(order) + 1,
        "back": back,
        "later_url": own_url("draft_later", DRAFT, draft) if draft else "",
    }


def _answers(draft):
    parts, order = [], order_of(draft)
    for step in order:
        if step == "photo":
            continue
        form = form_of(draft, step, _today(draft.conference, timezone.now()))
        known = draft.answers[step]
        rows = [(field.label, _shown(field, known.get(name))) for name, field in form.fields.items()]
        parts.append((STEPS[step].title, own_url("draft_step", DRAFT, draft, step=step), rows))
    later = [question.label for question in asked_later(draft)]
    return {"draft": draft, "parts": parts, "count": len(order) + 1, "later": later} | _photo(draft, order)


def _photo(draft, order):
    """Return what the last page says of a photo, where one is asked for."""
    if "photo" not in order:
        return {}
    is_given = draft.answers["photo"]["is_given"]
    return {
        "photo_url": own_url("draft_photo", DRAFT, draft),
        "photo": own_url("draft_photo_file", DRAFT, draft, which="kept") if is_given else "",
    }


def _shown(field, value):
    """Return an answer as it reads: the words of a choice, yes or no, what was typed."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if hasattr(field, "choices"):
        words = {str(key): str(label) for key, label in field.choices}
        return ", ".join(words.get(each, "") for each in (value if isinstance(value, list) else [value]) if each)
    return value or ""


def _about(conference):
    return {
        "conference": conference,
        "dates": conference_facts.date_range(conference.starts_on, conference.ends_on),
        "venue": conference_facts.venue(conference),
        "phase": conference.phase(timezone.now()),
        "opens": conference.registration_opens_at and facts.moment(conference.registration_opens_at, conference.zone),
        "closes": facts.deadline(conference.registration_ends_at, conference.zone),
    }

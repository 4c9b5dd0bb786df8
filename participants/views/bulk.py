"""What is done to many registrations at once: chosen on the list, looked at on a page of its own, then done.

A few are done at once; many are done by the worker, while a page shows how far it is.
"""

import hashlib

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from conference import rules
from conference.access import allow
from lib.acting import refusals_on
from participants import actions, emails, facts
from participants.choices import WorkKind
from participants.forms.desk import ReasonForm, TagForm, UntagForm
from participants.transitions import TRANSITIONS
from participants.views.lists import list_query, list_url
from participants.views.selection import keep, selection
from participants.wording import of_many

AT_ONCE = 100
SAMPLE = 10
RESULT = "bulk_result"


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def bulk(request, conference):
    """Show who is meant and what will happen; then do it and show who was done and who was skipped."""
    chosen, back = selection(request, conference), list_url(conference, list_query(request.GET))
    name, count = request.GET.get("action", ""), chosen.count()
    if not count or not name:
        context = {"conference": conference, "back": back, "count": count}
        return render(request, "participants/bulk_nothing.html", context)
    if name == "write":
        return redirect(_mailing(request, conference, chosen))
    if name == "invite":
        address = reverse("participants:prepare_selected", kwargs={"conference": conference.slug})
        return redirect(f"{address}?{request.GET.urlencode()}")
    shown = {"count": count, "seen": _fingerprint(chosen)}
    form = _form(request, conference, name, shown, back)
    if request.method == "POST" and form.is_valid() and _is_meant(form, shown):
        with refusals_on(form):
            return _done(request, conference, name, chosen, count, form.cleaned_data, back)
    sample = chosen.with_participant().order_by("registered_at", "pk")[:SAMPLE]
    context = {"conference": conference, "form": form, "question": f"{of_many(name, count)}?", "back": back}
    context |= {"sample": sample, "more": max(count - SAMPLE, 0), "is_long": count > AT_ONCE}
    context |= {"message": _message(name, conference, chosen)}
    return render(request, "participants/bulk.html", context)


@require_safe
@allow(rules.may_work_the_desk)
def bulk_result(request, conference):
    """Who was done, and who was skipped and why."""
    result = request.session.get(RESULT)
    if result is None:
        return redirect("participants:registration_list", conference=conference.slug)
    return render(request, "participants/bulk_result.html", {"conference": conference, "result": result})


def _mailing(request, conference, chosen):
    """Return where a mailing to the selected is written."""
    address = reverse("correspondence:new_mailing", kwargs={"conference": conference.slug})
    query = request.GET.urlencode()
    if not {"all", "chosen"} & set(request.GET):
        ids = chosen.order_by("pk").values_list("pk", flat=True)
        query = urlencode({"select": ".".join(map(str, ids))})
    return f"{address}?{urlencode({'selection': query})}"


def _fingerprint(chosen) -> str:
    """Return a short mark of which registrations are meant, whatever their order."""
    pks = sorted(chosen.order_by().values_list("pk", flat=True))
    return hashlib.sha256(",".join(map(str, pks)).encode()).hexdigest()[:32]


def _form(request, conference, name, shown, back):
    data = request.POST if request.method == "POST" else None
    given = {"cancel": back, **shown}
    if name == "tag":
        return TagForm(data, suggestions=[tag.name for tag in conference.tags.all()], **given)
    if name == "untag":
        return UntagForm(data, conference=conference, **given)
    if name not in TRANSITIONS:
        raise Http404
    step = TRANSITIONS[name]
    look = {"is_destructive": step.is_destructive, "has_message": bool(step.email), "is_bulk": True}
    return ReasonForm(data, submit=of_many(name, shown["count"]), **given, **look)


def _message(name, conference, chosen):
    """Return the message as the first gets it who can: whose status changes, and who has an address; else None."""
    step = TRANSITIONS.get(name)
    if step is None or not step.email:
        return None
    told = chosen.filter(status__in=step.sources).exclude(participant__email="")
    first = told.with_participant().order_by("registered_at", "pk").first()
    if first is None:
        return None
    first.participant.conference = conference
    subject, text, _ = emails.status_text(first, step.email)
    return {"to": first.participant.email, "subject": subject, "text": facts.readable(text)}


def _is_meant(form, shown):
    """Say whether those are meant whom the page has shown; if not, let the reader look again."""
    data, count = form.cleaned_data, shown["count"]
    if data["count"] in {None, count} and data["seen"] in {"", shown["seen"]}:
        return True
    form.add_error(
        None, f"The list has changed since this page was opened. {count:,} are meant now: look at them again."
    )
    form.data = form.data.copy()
    for name, value in shown.items():
        form.data[name] = value
    return False


def _done(request, conference, name, chosen, count, data, back):
    """Do it, or let the worker do it; return the way to the page that shows what came of it."""
    kind, wish = _wish(name, data)
    given = {"conference": conference, "by": request.user, "at": timezone.now()}
    if count > AT_ONCE:
        work = actions.ask_for_many(chosen, kind, wish=wish, **given)
        keep(request, conference, [])
        return redirect(work)
    outcome = actions.do_to_many(chosen, kind, wish=wish, **given)
    keep(request, conference, [])
    request.session[RESULT] = {"done": outcome.done, "skipped": outcome.skipped, "back": back}
    return redirect("participants:bulk_result", conference=conference.slug)


def _wish(name, data):
    if name == "tag":
        return WorkKind.TAG, {"name": data["name"]}
    if name == "untag":
        return WorkKind.UNTAG, {"tag": data["tag"].pk}
    return WorkKind.CHANGE, {"name": name, "reason": data["reason"], "notify": data.get("notify", False)}

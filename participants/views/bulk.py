"""What is done to many registrations at once: chosen on the list, looked at on a page of its own, then done."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference import rules
from conference.access import allow
from lib.refusal import NotPossible
from participants import actions
from participants.forms.desk import ReasonForm, TagForm, UntagForm, WriteForm
from participants.transitions import TRANSITIONS
from participants.views.lists import list_query, list_url, registrations

SAMPLE = 10
MOST_DIGITS = 18  # of an id; with more, it is none that the database could hold
RESULT = "bulk_result"
QUESTIONS = {"tag": "Tag {}?", "untag": "Take a tag off {}?", "write": "Write to {}?"}


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def bulk(request, conference):
    """Show who is meant and what will happen; then do it and show who was done and who was skipped."""
    chosen, back = selection(request, conference), list_url(conference, list_query(request.GET))
    name, count = request.GET.get("action", ""), chosen.count()
    if not count or not name:
        return render(request, "participants/bulk_nothing.html", {"conference": conference, "back": back})
    form = _form(request, conference, name, count, back)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = _do(name, chosen, conference, form.cleaned_data, by=request.user)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            request.session[RESULT] = {"done": outcome.done, "skipped": outcome.skipped, "back": back}
            return redirect("participants:bulk_result", conference=conference.slug)
    people = "1 registration" if count == 1 else f"{count} registrations"
    question = QUESTIONS.get(name) or f"{TRANSITIONS[name].label}: {{}}?"
    sample = chosen.with_participant().order_by("registered_at", "pk")[:SAMPLE]
    context = {"conference": conference, "form": form, "question": question.format(people), "back": back}
    return render(request, "participants/bulk.html", context | {"sample": sample, "more": max(count - SAMPLE, 0)})


@require_safe
@allow(rules.may_work_the_desk)
def bulk_result(request, conference):
    """Who was done, and who was skipped and why."""
    result = request.session.get(RESULT)
    if result is None:
        return redirect("participants:registration_list", conference=conference.slug)
    return render(request, "participants/bulk_result.html", {"conference": conference, "result": result})


def selection(request, conference):
    """Return the registrations that were ticked, or all that match the filters of the address."""
    if "all" in request.GET:
        return registrations(request, conference)[0].qs
    pks = [int(pk) for pk in request.GET.getlist("select") if pk.isdecimal() and len(pk) <= MOST_DIGITS]
    return conference.registrations.filter(pk__in=pks)


def _form(request, conference, name, count, back):
    data = request.POST if request.method == "POST" else None
    if name == "tag":
        return TagForm(data, cancel=back, suggestions=[tag.name for tag in conference.tags.all()])
    if name == "untag":
        return UntagForm(data, cancel=back, conference=conference)
    if name == "write":
        return WriteForm(data, cancel=back, count=count)
    if name not in TRANSITIONS:
        raise Http404
    step = TRANSITIONS[name]
    submit = f"{step.label}: {count}"
    return ReasonForm(
        data, submit=submit, cancel=back, is_destructive=step.is_destructive, has_message=bool(step.email), is_bulk=True
    )


def _do(name, chosen, conference, data, *, by):
    given = {"conference": conference, "by": by, "at": timezone.now()}
    if name == "tag":
        return actions.tag_many(chosen, data["name"], **given)
    if name == "untag":
        return actions.untag_many(chosen, data["tag"], **given)
    if name == "write":
        return actions.write_to_many(chosen, subject=data["subject"], text=data["text"], **given)
    notify = data.get("notify", False)
    return actions.change_many(chosen, name, reason=data["reason"], notify=notify, **given)

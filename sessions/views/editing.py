"""The editor's larger steps: copy, shift the rest of a day, take the last change back, bring a session back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference import audit, rules
from conference.access import allow
from conference.once import once
from lib.acting import act
from lib.refusal import NotPossible
from sessions import actions, queries
from sessions.facts import board
from sessions.forms import refusals
from sessions.forms.editing import ShiftForm
from sessions.views.desk import desk_url, session_url


@require_POST
@allow(rules.may_organise)
@once
def copy_session(request, conference, pk):
    """Add the same session once more, not placed yet, and open its form."""
    session = get_object_or_404(conference.sessions.kept(), pk=pk)
    twin = actions.copy(session, by=request.user, at=timezone.now())
    messages.success(request, "This is the copy. Give it a day and a time.")
    return redirect("sessions:change_session", conference=conference.slug, pk=twin.pk)


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def shift(request, conference, pk):
    """Move a session and all that follows it on its day: those that were looked at, not others added meanwhile."""
    session = get_object_or_404(conference.sessions.placed(), pk=pk)
    following = queries.following(conference, session)
    form = ShiftForm(request.POST or None, cancel=session_url(session), seen=queries.day_mark(following))
    context = {"conference": conference, "session": session, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.shift(session, by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotPossible as problem:
            refusals.show(form, problem)
            form.data = request.POST.dict() | {"seen": form.initial["seen"]}
        else:
            messages.success(request, f"Shifted {len(moved)} session{'' if len(moved) == 1 else 's'}.")
            return redirect(f"{desk_url(conference)}#session-{pk}")
    rows = [board.row(each, conference.zone) for each in following]
    return render(request, "sessions/desk/shift.html", context | {"rows": rows})


@require_POST
@allow(rules.may_organise)
def undo(request, conference, pk):
    """Take back the last change, if it is still the one that the reader saw; ask for a reason when that clashes."""
    entry = get_object_or_404(conference.history, pk=pk)
    session = conference.sessions.kept().filter(pk=refusals.number(request, "session")).first()
    back = session_url(session) if session else desk_url(conference)
    try:
        actions.undo(conference, entry.pk, by=request.user, at=timezone.now(), reason=request.POST.get("reason", ""))
    except actions.Clashing as problem:
        form = refusals.AcceptClashForm(cancel=back, submit="Undo all the same")
        context = {"conference": conference, "line": audit.line(entry), "clashes": problem.clashes, "form": form}
        return render(request, "sessions/desk/undo.html", context | {"session": session})
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "The last change is taken back.")
    is_there = session and conference.sessions.kept().filter(pk=session.pk).exists()
    return redirect(back if is_there else desk_url(conference))


@require_safe
@allow(rules.may_view)
def removed_list(request, conference):
    """Sessions that were removed."""
    sessions = conference.sessions.removed().with_people().order_by("-removed_at")
    rows = [board.row(each, conference.zone) for each in sessions]
    return render(request, "sessions/desk/removed.html", {"conference": conference, "rows": rows})


@require_POST
@allow(rules.may_organise)
def restore_session(request, conference, pk):
    """Bring a removed session back as it was."""
    session = get_object_or_404(conference.sessions.removed(), pk=pk)
    if act(request, actions.restore, session, f"“{session}” is in the draft again."):
        return redirect(session_url(session))
    return redirect("sessions:removed_list", conference=conference.slug)

"""The team's view of the agenda, and the pages that add, change and remove sessions."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference import audit, rules
from conference.access import allow
from conference.once import once
from lib.refusal import NotPossible
from sessions import actions, queries
from sessions.facts import board
from sessions.forms import meeting, refusals
from sessions.forms.sessions import SessionForm
from sessions.views.gone import tells_if_gone


@require_safe
@allow(rules.may_view)
def desk_agenda(request, conference):
    """The draft, day by day, with what is not placed yet."""
    sessions = queries.draft(conference)
    accepted = set(conference.accepted_clashes.values_list("key", flat=True))
    clashes = [each for each in queries.clashes_in(conference, sessions) if each.is_hard and each.key not in accepted]
    now = timezone.now()
    candidate = queries.candidate(conference, now, sessions)
    return render(
        request,
        "sessions/desk/agenda.html",
        {
            "conference": conference,
            "board": board.board(conference, sessions),
            "release": candidate.last,
            "telling": queries.telling(candidate.last),
            "now": now,
            "differences": candidate.differences,
            "clashes": clashes,
            "last_change": last_change(conference),
            "has_removed": conference.sessions.removed().exists(),
            "clashing": {pk for clash in clashes for pk in clash.session_ids},
        },
    )


@require_safe
@allow(rules.may_view)
@tells_if_gone("session")
def desk_session(request, conference, pk):
    """One session with its people and presentations."""
    session = get_object_or_404(conference.sessions.kept().with_people(), pk=pk)
    row = board.row(session, conference.zone)
    context = {"conference": conference, "row": row, "last_change": last_change(conference)}
    return render(request, "sessions/desk/session.html", context)


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@once
def add_session(request, conference):
    """Add a session; `?day=` says on which day."""
    day = day_of(request.GET.get("day", ""))
    form = SessionForm(
        request.POST or None, conference=conference, cancel=desk_url(conference), day=day, submit="Add session"
    )
    if request.method == "POST" and form.is_valid():
        try:
            session = actions.add_session(conference, by=request.user, at=timezone.now(), **form.values)
        except NotPossible as problem:
            refusals.show(form, problem)
        else:
            messages.success(request, f"“{session}” is in the draft.")
            return redirect(session_url(session))
    return render(request, "sessions/desk/session_form.html", {"conference": conference, "form": form})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@tells_if_gone("session")
def change_session(request, conference, pk):
    """Change a session; when somebody else changed it meanwhile, show both and let the sender choose."""
    session = get_object_or_404(conference.sessions.kept(), pk=pk)
    make = partial(SessionForm, conference=conference, cancel=session_url(session))
    form = make(request.POST or None, instance=session)
    context = {"conference": conference, "session": session}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.change_session(session, by=request.user, at=timezone.now(), version=version, **form.values)
        except actions.ChangedMeanwhile as problem:
            now = meeting.session_as_typed(problem.theirs, conference.zone)
            met = meeting.meet(request.POST, now, meeting.SESSION, version=str(problem.theirs.version))
            context["met"], form = met, make(met.data, instance=problem.theirs)
        except NotPossible as problem:
            refusals.show(form, problem)
        else:
            messages.success(request, "Saved.")
            return redirect(session_url(session))
    return render(request, "sessions/desk/session_form.html", context | {"form": form})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@tells_if_gone("session")
def remove_session(request, conference, pk):
    """Confirm, then take a session out of the draft: the one that was looked at, not one changed meanwhile."""
    session = get_object_or_404(conference.sessions.kept(), pk=pk)
    context = {"conference": conference, "session": session}
    if request.method == "POST":
        try:
            actions.remove(session, by=request.user, at=timezone.now(), version=refusals.number(request, "version"))
        except actions.ChangedMeanwhile as problem:
            context = {"conference": conference, "session": problem.theirs, "is_changed": True}
        except NotPossible as problem:
            messages.error(request, str(problem))
            return redirect("sessions:desk_agenda", conference=conference.slug)
        else:
            messages.success(request, f"“{session}” is taken out of the draft.")
            return redirect("sessions:desk_agenda", conference=conference.slug)
    return render(
        request, "sessions/desk/remove_session.html", context | {"row": board.row(context["session"], conference.zone)}
    )


def last_change(conference) -> audit.Line | None:
    """Return the last change that can be taken back, in words."""
    entry = queries.last_change(conference)
    return audit.line(entry) if entry else None


def desk_url(conference) -> str:
    """Return the address of the team's view of the agenda."""
    return reverse("sessions:desk_agenda", kwargs={"conference": conference.slug})


def session_url(session) -> str:
    """Return the address of the team's page of a session."""
    return reverse("sessions:desk_session", kwargs={"conference": session.conference.slug, "pk": session.pk})


def day_of(text: str) -> date | None:
    """Return the day that an address names, or None when it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""A day as a plan of rooms and times, and the form that moves a session: typed, or filled in by what is dragged."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference import rules
from conference.access import allow
from lib.refusal import NotPossible
from sessions import actions, queries
from sessions.facts import board
from sessions.facts import plan as planning
from sessions.forms import refusals
from sessions.forms.sessions import MoveForm
from sessions.views.desk import day_of, last_change, session_url
from sessions.views.gone import tells_if_gone


@require_safe
@allow(rules.may_view)
def plan(request, conference):
    """One day (`?day=`, else the first), rooms side by side, with what is not placed yet."""
    whole = board.board(conference, queries.draft(conference))
    days = {each.date: each for each in whole.days}
    day = days.get(day_of(request.GET.get("day", ""))) or whole.days[0]
    rooms = list(conference.rooms.all())
    context = {
        "conference": conference,
        "days": whole.days,
        "day": day,
        "plan": planning.plan(day.date, day.rows, rooms, conference.zone),
        "unplaced": [(row, planning.dragged(row)) for row in whole.unplaced],
        "last_change": last_change(conference),
    }
    return render(request, "sessions/desk/plan.html", context)


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@tells_if_gone("session")
def move_session(request, conference, pk):
    """Move a session to another day, time or room; one that somebody else changed meanwhile only after a second look."""
    session = get_object_or_404(conference.sessions.kept().select_related("room", "conference"), pk=pk)
    row = board.row(session, conference.zone)
    back = request.POST.get("back", "")
    form = MoveForm(request.POST or None, session=session, cancel=_where(session, row.day, back), back=back)
    context = {"conference": conference, "row": row}
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.move(session, by=request.user, at=timezone.now(), **form.values)
        except actions.ChangedMeanwhile as problem:
            context |= {"is_changed": True, "row": board.row(problem.theirs, conference.zone)}
            form.data = request.POST.dict() | {"version": problem.theirs.version}
        except NotPossible as problem:
            refusals.show(form, problem)
        else:
            messages.success(request, f"“{moved}” is moved.")
            return redirect(_where(moved, board.row(moved, conference.zone).day or row.day, back))
    return render(request, "sessions/desk/move_session.html", context | {"form": form})


def _where(session, day, back):
    """Return the address that shows where the session is: the plan of the day when it was moved there."""
    if back != "plan":
        return session_url(session)
    url = reverse("sessions:plan", kwargs={"conference": session.conference.slug})
    return f"{url}?day={day:%Y-%m-%d}#session-{session.pk}" if day else f"{url}#session-{session.pk}"

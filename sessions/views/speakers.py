"""The team's pages for who speaks in a session, and for presentations."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from conference import rules
from conference.access import allow
from conference.once import once
from lib.acting import refusals_as_messages
from lib.refusal import NotPossible
from sessions import actions, queries
from sessions.forms import meeting, refusals
from sessions.forms.speakers import (
    ChangeContributionForm,
    ChangeRoleForm,
    ChoosePersonForm,
    ContributionForm,
    FindPersonForm,
    NewPersonForm,
)
from sessions.models import Contribution, SpeakerRole
from sessions.views.desk import session_url
from sessions.views.gone import tells_if_gone


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@once
def add_speaker(request, conference, pk):
    """Find a participant by `?q=` and give a role."""
    session = get_object_or_404(conference.sessions.kept(), pk=pk)
    search = FindPersonForm(request.GET, action=request.path)
    words = search.data.get("q", "").strip()
    people = queries.people_matching(conference, words)
    form = ChoosePersonForm(
        request.POST or None, session=session, people=people, cancel=session_url(session), submit="Add to the session"
    )
    if _saved(request, form, lambda **who: actions.add_speaker(session, **form.cleaned_data, **who)):
        return redirect(session_url(session))
    context = {"conference": conference, "session": session, "search": search, "words": words, "form": form}
    return render(request, "sessions/desk/add_speaker.html", context | {"has_people": people.exists()})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@once
def add_new_speaker(request, conference, pk):
    """Add somebody who is not known to the conference yet, with a role in this session."""
    session = get_object_or_404(conference.sessions.kept(), pk=pk)
    form = NewPersonForm(
        request.POST or None,
        session=session,
        cancel=session_url(session),
        submit="Add to the session",
        initial={"family_name": request.GET.get("name", "")},
    )
    if _saved(request, form, lambda **who: actions.add_new_speaker(session, form.person, **form.place, **who)):
        return redirect(session_url(session))
    context = {"conference": conference, "session": session, "form": form}
    return render(request, "sessions/desk/add_new_speaker.html", context)


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@tells_if_gone("speakerrole")
def change_speaker(request, conference, pk):
    """Change what somebody does in a session."""
    speaker = _speaker(conference, pk)

    def make(data, role):
        return ChangeRoleForm(data, speaker=role, cancel=session_url(speaker.session))

    changed, shown = _change(request, make, speaker, actions.change_speaker, meeting.role_as_typed, meeting.ROLE)
    if changed:
        return redirect(session_url(changed.session))
    return render(request, "sessions/desk/speaker_form.html", {"conference": conference, "speaker": speaker} | shown)


@require_POST
@allow(rules.may_organise)
def move_speaker(request, conference, pk):
    """Move a speaker in the session's order, by `steps`: -1 is up."""
    speaker = _speaker(conference, pk)
    actions.move_speaker(speaker, steps=_steps(request), by=request.user, at=timezone.now())
    return redirect(f"{session_url(speaker.session)}#people")


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@tells_if_gone("speakerrole")
def remove_speaker(request, conference, pk):
    """Confirm, then take the role away."""
    speaker = _speaker(conference, pk)
    if _removed(request, lambda **who: actions.remove_speaker(speaker, **who)):
        return redirect(session_url(speaker.session))
    return render(request, "sessions/desk/remove_speaker.html", {"conference": conference, "speaker": speaker})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@once
def add_contribution(request, conference, pk):
    """Add a presentation to a session."""
    session = get_object_or_404(conference.sessions.kept(), pk=pk)
    form = ContributionForm(request.POST or None, cancel=session_url(session))
    if _saved(request, form, lambda **who: actions.add_contribution(session, **form.cleaned_data, **who)):
        return redirect(session_url(session))
    context = {"conference": conference, "session": session, "form": form}
    return render(request, "sessions/desk/contribution_form.html", context)


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@tells_if_gone("contribution")
def change_contribution(request, conference, pk):
    """Change title and abstract of a presentation, or take it to another session."""
    talk = _talk(conference, pk)
    sessions = conference.sessions.kept().in_order()

    def make(data, instance):
        return ChangeContributionForm(data, instance=instance, sessions=sessions, cancel=session_url(talk.session))

    changed, shown = _change(request, make, talk, actions.change_contribution, meeting.talk_as_typed, meeting.TALK)
    if changed:
        return redirect(session_url(changed.session))
    context = {"conference": conference, "session": talk.session, "talk": talk}
    return render(request, "sessions/desk/contribution_form.html", context | shown)


@require_POST
@allow(rules.may_organise)
def move_contribution(request, conference, pk):
    """Move a presentation in the session's order, by `steps`: -1 is up."""
    talk = _talk(conference, pk)
    actions.move_contribution(talk, steps=_steps(request), by=request.user, at=timezone.now())
    return redirect(f"{session_url(talk.session)}#presentations")


@require_POST
@allow(rules.may_organise)
@once
def copy_contribution(request, conference, pk):
    """Add the same presentation once more, without its speakers, and open its form."""
    twin = actions.copy_contribution(_talk(conference, pk), by=request.user, at=timezone.now())
    messages.success(request, "This is the copy. It has no speaker yet.")
    return redirect("sessions:change_contribution", conference=conference.slug, pk=twin.pk)


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@tells_if_gone("contribution")
def remove_contribution(request, conference, pk):
    """Confirm, then remove a presentation; its speakers stay in the session."""
    talk = _talk(conference, pk)
    if _removed(request, lambda **who: actions.remove_contribution(talk, **who)):
        return redirect(session_url(talk.session))
    return render(request, "sessions/desk/remove_contribution.html", {"conference": conference, "talk": talk})


def _steps(request) -> int:
    """Return by how many places to move: `steps`, or what leads from place `at` to place `to`; else one down."""
    if request.POST.get("steps") in {"-1", "1"}:
        return int(request.POST["steps"])
    start, end = (refusals.number(request, name) for name in ("at", "to"))
    return 1 if start is None or end is None else end - start


def _saved(request, form, act) -> bool:
    """Act when the form was sent and is valid; say on the form why it was not possible."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(by=request.user, at=timezone.now())
    except NotPossible as problem:
        refusals.show(form, problem)
        return False
    messages.success(request, "Saved.")
    return True


def _change(request, make, subject, act, as_typed, units):
    """Change a role or a presentation as it was sent: (the changed one, None), or (None, what the page shows)."""
    form = make(request.POST or None, subject)
    if request.method == "POST" and form.is_valid():
        try:
            changed = act(subject, by=request.user, at=timezone.now(), **form.values)
        except actions.ChangedMeanwhile as problem:
            met = meeting.meet(request.POST, as_typed(problem.theirs), units)
            return None, {"met": met, "form": make(met.data, problem.theirs)}
        except NotPossible as problem:
            refusals.show(form, problem)
        else:
            messages.success(request, "Saved.")
            return changed, None
    return None, {"form": form}


def _removed(request, act) -> bool:
    """Act when the question was answered; say above the next page why it was not possible."""
    if request.method != "POST":
        return False
    with refusals_as_messages(request):
        act(by=request.user, at=timezone.now())
        messages.success(request, "Removed.")
    return True


def _speaker(conference, pk):
    roles = SpeakerRole.objects.in_kept_sessions().filter(session__conference=conference)
    return get_object_or_404(roles.select_related("session__conference", "participant__organisation"), pk=pk)


def _talk(conference, pk):
    talks = Contribution.objects.filter(session__conference=conference, session__removed_at__isnull=True)
    return get_object_or_404(talks.select_related("session__conference"), pk=pk)

"""The team: who works on the conference, in which role."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference import actions, rules
from conference.access import allow, ask_again
from conference.choices import ROLES_IN_WORDS
from conference.forms import MemberForm, RoleForm
from conference.once import once
from lib.acting import act, refusals_on


@require_safe
@allow(rules.may_view)
def team(request, conference):
    """Everyone in the team, and what each role may do."""
    members = conference.team.select_related("user")
    roles = [(role.label, words) for role, words in ROLES_IN_WORDS.items()]
    return render(request, "conference/team.html", {"conference": conference, "members": members, "roles": roles})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@ask_again
@once
def add_member(request, conference):
    """Add a colleague; a sign-in is opened for an address that has none."""
    form = MemberForm(request.POST or None, cancel=_url(conference))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "email"):
            member = actions.add_member(conference, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(
                request,
                f"{member.user} is in the team. A message says how to sign in.",
            )
            return redirect("conference:team", conference=conference.slug)
    return render(request, "conference/member_form.html", {"conference": conference, "form": form})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@ask_again
def change_role(request, conference, pk):
    """Give a member another role."""
    member = get_object_or_404(conference.team.select_related("user"), pk=pk)
    name = str(member.user)
    form = RoleForm(request.POST or None, instance=member, cancel=_url(conference))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "role"):
            actions.change_role(member, role=form.cleaned_data["role"], by=request.user, at=timezone.now())
            messages.success(request, f"{name} is {member.get_role_display().lower()} now.")
            return redirect("conference:team", conference=conference.slug)
    return render(request, "conference/role_form.html", {"conference": conference, "form": form, "name": name})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@ask_again
def remove_member(request, conference, pk):
    """Confirm, then take a member out of the team."""
    member = get_object_or_404(conference.team.select_related("user"), pk=pk)
    if request.method != "POST":
        return render(request, "conference/remove_member.html", {"conference": conference, "member": member})
    is_removed = act(request, actions.remove_member, member, f"{member.user} is no longer in the team.")
    if is_removed and member.user == request.user:
        return redirect("conference:home")
    return redirect("conference:team", conference=conference.slug)


def _url(conference):
    return reverse("conference:team", kwargs={"conference": conference.slug})

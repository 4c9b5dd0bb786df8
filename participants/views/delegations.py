"""The desk's delegations: the list, one delegation, asking its focal point, checking whom it nominates."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from conference import audit, rules
from conference.access import allow
from conference.once import once
from lib import uploads
from lib.acting import act, refusals_on
from lib.htmx import render_page
from participants import actions, audiences, emails, facts, places, queries
from participants import rules as rules_of_people
from participants.choices import InvitationState, NominationState
from participants.filters import DelegationFilter
from participants.forms.delegations import AcceptForm, DelegationForm, MembersForm, NewDelegationForm, SendBackForm
from participants.tables import DelegationTable
from participants.views.answering import answered
from participants.views.lists import PAGES
from participants.views.registrations import correspondence, organisation_names, posted, suggest_url

ORDER_OF_MEMBERS = ["delegation_position", "sort_key", "pk"]


@require_safe
@allow(rules.may_view)
def delegation_list(request, conference):
    """Search, filter and sort the delegations."""
    delegations = conference.delegations.with_organisation().with_counts().by_name()
    found = DelegationFilter(request.GET, delegations, action=_list_url(conference))
    table = DelegationTable(found.qs)
    RequestConfig(request, paginate=PAGES).configure(table)
    context = {"conference": conference, "filter": found, "table": table}
    part = "participants/delegations/_delegation_table.html"
    return render_page(request, "participants/delegations/delegation_list.html", context, part=part)


@require_safe
@allow(rules.may_view)
def delegation(request, conference, pk):
    """One delegation: its focal point, its list, its members, its history."""
    found = get_delegation(conference, pk)
    nominees = found.nominees.filter(participant=None)
    people = conference.participants.filter(organisation=found.organisation, delegation=None)
    context = {
        "conference": conference,
        "delegation": found,
        "nominees": nominees,
        "members": _members(found, timezone.now()),
        "others": people.by_name()[:20],
        "taken": places.seats_taken(found),
        "may_be_asked": found.is_open and bool(found.focal_point_email),
        "is_to_check": found.state == NominationState.SUBMITTED,
        "lines": [audit.line(entry) for entry in conference.history.about(found).with_actor().newest_first()],
        **correspondence(request.user, conference, audiences.written_to(found)),
    }
    return render(request, "participants/delegations/delegation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
@once
def add_delegation(request, conference):
    """Open a delegation."""
    form = NewDelegationForm(
        posted(request),
        suggestions=organisation_names(),
        suggest_url=suggest_url(conference),
        cancel=_list_url(conference),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "organisation"):
            added = actions.add_delegation(conference, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, f"The delegation of {added} is open.")
            return redirect(added)
    context = {"conference": conference, "form": form}
    return render(request, "participants/delegations/add_delegation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def change_delegation(request, conference, pk):
    """Change the focal point and the seats."""
    found = get_delegation(conference, pk)
    initial = {name: getattr(found, name) for name in DelegationForm.base_fields}
    form = DelegationForm(posted(request), initial=initial, cancel=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "seat_limit"):
            actions.change_delegation(found, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect(found)
    context = {"conference": conference, "delegation": found, "form": form}
    return render(request, "participants/delegations/change_delegation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def arrange_members(request, conference, pk):
    """Settle who heads the delegation, the other roles and the order."""
    found = get_delegation(conference, pk)
    members = list(found.members.order_by(*ORDER_OF_MEMBERS))
    form = MembersForm(posted(request), members=members, cancel=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.arrange_members(found, form.arranged, by=request.user, at=timezone.now())
            messages.success(request, "Saved.")
            return redirect(found)
    context = {"conference": conference, "delegation": found, "form": form}
    return render(request, "participants/delegations/arrange_members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def remove_delegation(request, conference, pk):
    """Confirm, then close the delegation."""
    found = get_delegation(conference, pk)
    if request.method == "POST":
        is_removed = act(request, actions.remove_delegation, found, f"The delegation of {found} is closed.")
        return redirect(_list_url(conference) if is_removed else found)
    context = {"conference": conference, "delegation": found}
    return render(request, "participants/delegations/remove_delegation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def ask_for_nominations(request, conference, pk):
    """See the message to the focal point, then send it."""
    found = get_delegation(conference, pk)
    if request.method == "POST":
        done = f"The message to {found.focal_point_name or found.focal_point_email} is on its way."
        return answered(request, found, actions.ask_for_nominations, done)
    subject, text, _ = emails.nomination_text(found, at=timezone.now())
    message = {"subject": subject, "text": facts.readable(text)}
    context = {"conference": conference, "delegation": found, "message": message}
    return render(request, "participants/delegations/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def accept_nomination(request, conference, pk):
    """See the whole list, then accept it."""
    found = get_delegation(conference, pk)
    form = AcceptForm(posted(request), cancel=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        are_invited = form.cleaned_data["how"] == "invite"
        done = f"The nomination of {found} is accepted."
        return answered(request, found, actions.accept_nomination, done, are_invited=are_invited)
    context = {
        "conference": conference,
        "delegation": found,
        "form": form,
        "nominees": _nominees(found),
        "taken": places.seats_taken(found),
        "free": places.free_count(conference),
    }
    return render(request, "participants/delegations/accept.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def send_nomination_back(request, conference, pk):
    """Give a reason, then open the list for the focal point again."""
    found = get_delegation(conference, pk)
    form = SendBackForm(posted(request), cancel=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        done = f"The list of {found} is open for the focal point again."
        return answered(request, found, actions.send_nomination_back, done, reason=form.cleaned_data["reason"])
    context = {"conference": conference, "delegation": found, "form": form}
    return render(request, "participants/delegations/send_back.html", context)


@require_safe
@allow(rules.may_work_the_desk)
def nomination_letter(request, conference, pk):
    """The nomination letter, as a download."""
    found = get_delegation(conference, pk)
    file = found.nomination_document
    if not file or not file.storage.exists(file.name):
        raise Http404
    name = f"nomination-{slugify(str(found)) or found.pk}{uploads.ending(file.name)}"
    return FileResponse(file.open(), as_attachment=True, filename=name, content_type=uploads.content_type(file.name))


@require_POST
@allow(rules.may_work_the_desk)
def take_in(request, conference, pk, participant):
    """Make somebody of the organisation a member."""
    found, person = get_delegation(conference, pk), get_object_or_404(conference.participants, pk=participant)
    done = f"{person} belongs to the delegation of {found}."
    return answered(request, found, actions.take_in, done, participant=person)


@require_POST
@allow(rules.may_work_the_desk)
def take_out(request, conference, pk, participant):
    """Take a member out of the delegation; the registration stays."""
    found = get_delegation(conference, pk)
    person = get_object_or_404(found.members, pk=participant)
    done = f"{person} no longer belongs to the delegation of {found}."
    return answered(request, found, actions.take_out, done, participant=person)


def get_delegation(conference, pk):
    """Return a delegation of the conference, with its organisation; 404 when there is none."""
    found = get_object_or_404(conference.delegations.with_organisation(), pk=pk)
    found.conference = conference
    return found


def _members(delegation, at):
    """Return the members in order, each with where the invitation stands."""
    members = delegation.members.select_related("registration").with_invitation(at).order_by(*ORDER_OF_MEMBERS)
    for member in members:
        member.standing = InvitationState(member.invitation_state) if member.invitation_state else None
    return members


def _nominees(delegation):
    """Return the people of the list, each with whom the conference knows by the address."""
    nominees = list(delegation.nominees.filter(participant=None))
    known = queries.known_by_address(delegation.conference, nominees)
    for nominee in nominees:
        nominee.known = known.get(nominee.pk)
        nominee.why_not = nominee.known and rules_of_people.why_somebody_else(nominee, nominee.known)
    return nominees


def _list_url(conference):
    return reverse("participants:delegation_list", kwargs={"conference": conference.slug})

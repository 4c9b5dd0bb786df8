"""What is settled about a conference, and the pages that change it."""

from copy import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference import actions, facts, rules
from conference.access import allow, also_when_archived
from conference.forms import CancelForm, CloneForm, ConferenceForm, OrganizersForm, RoomForm
from conference.once import once
from lib.acting import act, refusals_on
from lib.written import LANGUAGES


@require_safe
@allow(rules.may_view)
def details(request, conference):
    """Everything that is settled about the conference, with links to change it."""
    return render(
        request,
        "conference/details.html",
        {
            "conference": conference,
            "phase": conference.phase(timezone.now()),
            "organizers": facts.organizers_sentence(conference.organizers.in_order()),
            "venue": facts.venue(conference),
            "language_of_messages": dict(LANGUAGES).get(conference.default_language, conference.default_language),
            "rooms": conference.rooms.all(),
        },
    )


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def change(request, conference):
    """Change the conference's details."""
    back = details_url(conference)
    form = ConferenceForm(request.POST or None, instance=copy(conference), cancel=back)  # it writes on what it is given
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "capacity"):
            changed = actions.change(conference, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("conference:details", conference=changed.slug)
    return render(request, "conference/change.html", {"conference": conference, "form": form})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def organizers(request, conference):
    """Change the organizers, seen as the sentence that notes print."""
    initial = {"organizers": OrganizersForm.lines(conference.organizers.in_order())}
    form = OrganizersForm(request.POST or None, initial=initial, cancel=details_url(conference))
    if request.method == "POST" and form.is_valid():
        actions.set_organizers(conference, form.cleaned_data["organizers"], by=request.user, at=timezone.now())
        messages.success(request, "Saved.")
        return redirect("conference:details", conference=conference.slug)
    sentence = facts.organizers_sentence(conference.organizers.in_order())
    return render(request, "conference/organizers.html", {"conference": conference, "form": form, "sentence": sentence})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@once
def clone(request, conference):
    """Open next year's conference with this one's settings and team."""
    initial = {"title": conference.title, "short_title": conference.short_title}
    form = CloneForm(request.POST or None, initial=initial, cancel=details_url(conference))
    if request.method == "POST" and form.is_valid():
        following = actions.clone(conference, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(
            request, "The conference is created as a draft, with the settings and the team of the one before."
        )
        return redirect("conference:details", conference=following.slug)
    return render(request, "conference/clone.html", {"conference": conference, "form": form})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def announce(request, conference):
    """Confirm, then open the conference's pages to everyone."""
    return _confirmed(request, conference, actions.announce, "conference/announce.html", "The conference is announced.")


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def cancel(request, conference):
    """Ask why, then call the conference off."""
    form = CancelForm(request.POST or None, cancel=details_url(conference))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.cancel(conference, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "The conference is cancelled. Nobody was written to: do that next.")
            return redirect("conference:details", conference=conference.slug)
    return render(request, "conference/cancel.html", {"conference": conference, "form": form})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def restore(request, conference):
    """Confirm, then take a cancellation back."""
    sentence = "The cancellation is taken back. Nobody was written to."
    return _confirmed(request, conference, actions.restore, "conference/restore.html", sentence)


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def archive(request, conference):
    """Confirm, then close the conference to every change."""
    return _confirmed(request, conference, actions.archive, "conference/archive.html", "The conference is archived.")


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@also_when_archived
def reopen(request, conference):
    """Confirm, then take the conference out of the archive."""
    sentence = "The conference is out of the archive and can be changed."
    return _confirmed(request, conference, actions.reopen, "conference/reopen.html", sentence)


def _confirmed(request, conference, action, template, sentence):
    if request.method != "POST":
        return render(request, template, {"conference": conference})
    act(request, action, conference, sentence)
    return redirect("conference:details", conference=conference.slug)


def details_url(conference):
    """Return the address of the page to which the forms of the details lead back."""
    return reverse("conference:details", kwargs={"conference": conference.slug})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@once
def add_room(request, conference):
    """Add a room."""
    form = RoomForm(request.POST or None, cancel=details_url(conference))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "name"):
            actions.add_room(conference, by=request.user, at=timezone.now(), **form.cleaned_data)
            return redirect("conference:details", conference=conference.slug)
    return render(request, "conference/room_form.html", {"conference": conference, "form": form})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def change_room(request, conference, pk):
    """Rename a room or change its seats."""
    room = get_object_or_404(conference.rooms, pk=pk)
    initial = {"name": room.name, "seat_count": room.seat_count}
    form = RoomForm(request.POST or None, initial=initial, submit="Save room", cancel=details_url(conference))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "name"):
            actions.change_room(room, by=request.user, at=timezone.now(), **form.cleaned_data)
            return redirect("conference:details", conference=conference.slug)
    return render(request, "conference/room_form.html", {"conference": conference, "form": form, "room": room})


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
def remove_room(request, conference, pk):
    """Confirm, then remove a room."""
    room = get_object_or_404(conference.rooms, pk=pk)
    if request.method == "POST":
        actions.remove_room(room, by=request.user, at=timezone.now())
        messages.success(request, f"“{room.name}” is removed.")
        return redirect("conference:details", conference=conference.slug)
    return render(request, "conference/remove_room.html", {"conference": conference, "room": room})

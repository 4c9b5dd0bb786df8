"""My agenda: the sessions that a reader picked, in this browser or behind a personal link; no account is needed.

The personal link is that of the participant's own page. The address of the calendar has a link of its own, which
opens nothing else: calendar programs pass it on.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference.access import personal_link, public
from lib import links
from participants.audit import by_link
from participants.models import Registration
from sessions import actions, queries
from sessions.facts import following, reading
from sessions.forms.reading import PickForm
from sessions.views import reader
from sessions.views.calendars import as_file, feed, mine_entries
from sessions.views.public import clocks, released_items

PURPOSE = "participants:me"
CALENDAR_PURPOSE = "sessions:my_calendar"


def find_registration(pk):
    """Return the registration whose link opens its agenda."""
    found = Registration.objects.with_participant().select_related("conference")
    return found.filter(pk=pk).first()


@require_safe
@public
def mine(request, conference):
    """The sessions picked in this browser."""
    picked = reader.picks(request, conference.pk)
    calendar = ""
    if picked:
        signed = reader.sign_picks(picked, conference.pk)
        calendar = reverse("sessions:picked_calendar", kwargs={"conference": conference.slug, "picks": signed})
    choose = reverse("sessions:choose", kwargs={"conference": conference.slug})
    return _page(request, conference, picked, choose=choose, calendar=calendar)


@require_http_methods(["GET", "POST"])
@public
def choose(request, conference):
    """Pick sessions for this browser."""
    items = released_items(queries.latest_release(conference), conference)
    back = reverse("sessions:mine", kwargs={"conference": conference.slug})
    initial = {"picks": reader.picks(request, conference.pk)}
    form = PickForm(items=items, cancel=back, initial=initial)
    if request.method == "POST":
        form = PickForm(request.POST, items=items, cancel=back)
        if form.is_valid():
            response = redirect(back)
            reader.keep_picks(response, conference.pk, form.cleaned_data["picks"])
            return response
    context = {"conference": conference, "form": form, "agenda": reading.agenda(items, conference.zone)}
    return render(request, "sessions/choose.html", context | {"picked": _ticked(form)})


@require_http_methods(["GET", "POST"])
@public
def pick(request, conference, pk):
    """Put one session into the agenda of this browser, or take it out."""
    items = released_items(queries.latest_release(conference), conference)
    item = next((each for each in items if each.pk == pk), None)
    if item is None:
        raise Http404
    picked = reader.picks(request, conference.pk)
    if request.method == "POST":
        response = redirect("sessions:mine", conference=conference.slug)
        reader.keep_picks(response, conference.pk, picked ^ {pk})
        return response
    others = [each for each in items if each.pk in picked or each.pk == pk]
    overlapping = [pair for pair in following.overlaps(others) if item in pair]
    context = {"conference": conference, "item": item, "is_picked": pk in picked, "overlapping": overlapping}
    return render(request, "sessions/pick.html", context)


@require_safe
@personal_link(PURPOSE, find=find_registration)
def my_agenda(request, registration):
    """The sessions that a registered participant picked."""
    conference = registration.conference
    feed = links.make(CALENDAR_PURPOSE, registration.pk, registration.link_version)
    return _page(
        request,
        conference,
        queries.picks_of(registration.participant),
        choose=_own_url("sessions:my_choice", registration),
        calendar=reverse(CALENDAR_PURPOSE, kwargs={"link": feed}),
        template="sessions/my_agenda.html",
        me_url=_own_url(PURPOSE, registration),
    )


@require_http_methods(["GET", "POST"])
@personal_link(PURPOSE, find=find_registration)
def my_choice(request, registration):
    """Pick sessions, as a registered participant."""
    conference, participant = registration.conference, registration.participant
    items = released_items(queries.latest_release(conference), conference)
    back = _own_url("sessions:my_agenda", registration)
    form = PickForm(items=items, cancel=back, initial={"picks": queries.picks_of(participant)})
    if request.method == "POST":
        form = PickForm(request.POST, items=items, cancel=back)
        if form.is_valid():
            chosen = set(form.cleaned_data["picks"])
            actions.pick(participant, chosen, by=by_link(participant), at=timezone.now())
            messages.success(request, "Your agenda is saved.")
            return redirect(back)
    context = {"conference": conference, "form": form, "agenda": reading.agenda(items, conference.zone)}
    return render(request, "sessions/my_choice.html", context | {"picked": _ticked(form)})


@require_safe
@personal_link(CALENDAR_PURPOSE, find=find_registration)
def my_calendar(request, registration):
    """The picked sessions of a registered participant, to subscribe to."""
    conference = registration.conference
    picked = queries.picks_of(registration.participant)
    return as_file(conference, mine_entries(conference, picked), f"{conference.slug}-mine")


@require_safe
@public
def picked_calendar(request, conference, picks) -> HttpResponse:
    """The sessions that the address names, to subscribe to: as they are in the released agenda of the moment."""
    picked = reader.read_picks(picks, conference.pk)
    if not picked:
        raise Http404
    return as_file(conference, mine_entries(conference, picked), f"{conference.slug}-mine")


def _page(request, conference, picked, *, choose, calendar, template="sessions/mine.html", me_url=""):
    release = queries.latest_release(conference)
    by_reader = reader.read(request, conference.pk, conference.time_zone)
    items = [item for item in released_items(release, conference, by_reader) if item.pk in picked]
    running = following.moment(items, timezone.now())
    shown = following.marked(items, running=running)
    missing = picked - {item.pk for item in items}
    gone = [entry for entry in release.snapshot["cancelled"] if entry["pk"] in missing] if release else []
    context = {
        "conference": conference,
        "agenda": reading.agenda(shown, conference.zone),
        "running": running,
        "overlaps": following.overlaps(items),
        "cancelled": reading.items(gone, conference.zone),
        "has_release": release is not None,
        "choose_url": choose,
        "me_url": me_url,
        **(feed(calendar) if calendar else {}),
    }
    return render(request, template, context | clocks(conference, items, by_reader))


def _own_url(name, registration):
    link = links.make(PURPOSE, registration.pk, registration.link_version)
    return reverse(name, kwargs={"link": link})


def _ticked(form) -> set[int]:
    """Return the sessions whose boxes are ticked."""
    return {int(value) for value in form["picks"].value() or [] if str(value).isdecimal()}

"""Pages of conferences: the list, the public page, the overview of the team's area."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference import actions, audit, facts, panels, rules
from conference.access import allow, allow_user, public
from conference.forms import NewConferenceForm
from conference.models import Conference
from conference.once import once
from lib.dates import days


@require_safe
@public
def home(request):
    """All conferences that the reader may see: those to come, then those that are over."""
    now = timezone.now()
    readable = list(Conference.objects.readable_by(request.user).prefetch_related("organizers").newest_first())
    own = set(Conference.objects.visible_to(request.user).values_list("pk", flat=True))
    rows = [
        {
            "conference": each,
            "phase": each.phase(now),
            "place": facts.place(each),
            "organizers": facts.organizers_sentence(each.organizers.all()),
            "is_own": each.pk in own,
        }
        for each in readable
    ]
    today = timezone.localdate()
    return render(
        request,
        "conference/home.html",
        {
            "upcoming": [row for row in reversed(rows) if row["conference"].ends_on >= today],
            "past": [row for row in rows if row["conference"].ends_on < today],
            "may_start": request.user.is_authenticated and rules.may_start_a_conference(request.user),
        },
    )


@require_safe
@public
def conference(request, conference):
    """A conference's public page."""
    now, place = timezone.now(), facts.place(conference)
    return render(
        request,
        "conference/conference.html",
        {
            "conference": conference,
            "organizers": facts.organizers_sentence(conference.organizers.in_order()),
            "place": place,
            "venue": facts.venue(conference),
            "phase": conference.phase(now),
            "panels": panels.shown(panels.public, conference, request.user, now),
            "may_view": rules.may_view(request.user, conference),
            "page_url": settings.SITE_URL + conference.get_absolute_url(),
            "page_description": conference.summary or f"{days(conference.starts_on, conference.ends_on)}, {place}",
        },
    )


@require_http_methods(["GET", "POST"])
@allow_user(rules.may_start_a_conference)
@once
def new(request):
    """Begin a new conference."""
    form = NewConferenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = actions.create(by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "The conference is created as a draft. Only its team sees it until you announce it.")
        return redirect("conference:desk", conference=opened.slug)
    return render(request, "conference/new.html", {"form": form})


@require_safe
@allow(rules.may_view)
def desk(request, conference):
    """The overview of the team's area: what needs attention, and the figures."""
    now = timezone.now()
    return render(
        request,
        "conference/desk.html",
        {
            "conference": conference,
            "panels": panels.shown(panels.desk, conference, request.user, now),
            "lines": [audit.line(entry) for entry in conference.history.newest_first()[:6]],
        },
    )

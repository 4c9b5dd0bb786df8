"""What every page of the team's area shows around its content."""

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from conference import panels, rules
from conference.choices import ConferenceStatus

ARCHIVED = ConferenceStatus.ARCHIVED
PLACES = [
    ("Overview", "conference:desk"),
    ("Registrations", "participants:registration_list"),
    ("Invitations", "participants:invitation_list"),
    ("Delegations", "participants:delegation_list"),
    ("Messages", "correspondence:message_list"),
    ("Agenda", "sessions:desk_agenda"),
    ("Notes", "reports:note_list"),
    ("Documents", "reports:document_list"),
    ("Team", "conference:team"),
    ("History", "conference:history"),
]
# Parts of the area that one reaches from a place and that belong to it.
ALSO = {
    "Overview": ("details/", "rooms/"),
    "Registrations": ("organisations/", "questions/"),
    "Invitations": ("visas/",),
}


def team_navigation(request):
    """Give the templates of a team's area its navigation, what the user may change, and what does not work now."""
    conference = getattr(request, "conference", None)
    if conference is None:
        return {}
    now = timezone.now()
    is_organiser, is_archived = rules.may_organise(request.user, conference), conference.status == ARCHIVED
    return {
        "is_organiser": is_organiser,
        "is_archived": is_archived,
        "desk_phase": conference.phase(now),
        "desk_navigation": list(_links(conference, request.path)),
        "may_organise": is_organiser and not is_archived,
        "may_work_the_desk": rules.may_work_the_desk(request.user, conference) and not is_archived,
        "may_write_notes": rules.may_write_notes(request.user, conference) and not is_archived,
        "troubles": panels.sentences_of_trouble(conference, now),
    }


def _links(conference, path):
    area = reverse("conference:desk", kwargs={"conference": conference.slug})
    for label, name in PLACES:
        try:
            url = reverse(name, kwargs={"conference": conference.slug})
        except NoReverseMatch:
            continue
        parts = tuple(area + part for part in ALSO.get(label, ()))
        is_current = path == url or path.startswith(parts) or (url != area and path.startswith(url))
        yield label, url, is_current

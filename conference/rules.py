"""Who may do what in a conference. Pure of HTTP; one query for the role, remembered for the request's user object."""

from conference.choices import TeamRole
from conference.models import Conference

ORGANISER, DESK, RAPPORTEUR, VIEWER = TeamRole.ORGANISER, TeamRole.DESK, TeamRole.RAPPORTEUR, TeamRole.VIEWER


def role_of(user, conference: Conference) -> str | None:
    """Return the user's role in the conference's team; those who run the installation count as organisers."""
    if not user.is_authenticated:
        return None
    if user.is_superuser:
        return ORGANISER
    known = user.__dict__.setdefault("_roles", {})
    if conference.pk not in known:
        known[conference.pk] = conference.team.filter(user=user).values_list("role", flat=True).first()
    return known[conference.pk]


def remember_role(user, conference: Conference, role: str) -> None:
    """Keep a role that was fetched with the conference, so that it is not asked for again."""
    user.__dict__.setdefault("_roles", {})[conference.pk] = role


def may_view(user, conference) -> bool:
    """Read the team's area."""
    return role_of(user, conference) is not None


def may_work_the_desk(user, conference) -> bool:
    """Invite people and work on their registrations."""
    return role_of(user, conference) in {ORGANISER, DESK}


def may_organise(user, conference) -> bool:
    """Change the conference itself, its agenda and its team."""
    return role_of(user, conference) == ORGANISER


def may_write_notes(user, conference) -> bool:
    """Write information notes."""
    return role_of(user, conference) in {ORGANISER, RAPPORTEUR}


def may_start_a_conference(user) -> bool:
    """Open a new conference: those who run the installation, and organisers of another one."""
    return user.is_authenticated and (user.is_staff or user.memberships.filter(role=ORGANISER).exists())

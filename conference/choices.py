"""Words that a conference chooses from."""

from django.db.models import TextChoices


class ConferenceStatus(TextChoices):
    """What the team decided; whether registration is open follows from the dates."""

    DRAFT = "draft", "Draft"
    ANNOUNCED = "announced", "Announced"
    CANCELLED = "cancelled", "Cancelled"
    ARCHIVED = "archived", "Archived"


class Phase(TextChoices):
    """What a reader sees, from the status and the dates together."""

    DRAFT = "draft", "Draft"
    ANNOUNCED = "announced", "Announced"
    REGISTRATION_OPEN = "registration_open", "Registration open"
    REGISTRATION_CLOSED = "registration_closed", "Registration closed"
    OVER = "over", "Over"
    CANCELLED = "cancelled", "Cancelled"
    ARCHIVED = "archived", "Archived"


class OrganizerRole(TextChoices):
    """How an organizer is named in the one sentence that notes print; the order here is the order there."""

    HOST = "host", "Host"
    CO_ORGANIZER = "co_organizer", "Co-organizer"
    SUPPORT = "support", "With support from"
    COOPERATION = "cooperation", "In cooperation with"


class TeamRole(TextChoices):
    """What a member of the team may do (conference/rules.py)."""

    ORGANISER = "organiser", "Organiser"
    DESK = "desk", "Desk"
    RAPPORTEUR = "rapporteur", "Rapporteur"
    VIEWER = "viewer", "Viewer"


# What each role may do, for those who give it.
ROLES_IN_WORDS = {
    TeamRole.ORGANISER: "Everything: the conference, its team, invitations, registrations, agenda, notes.",
    TeamRole.DESK: "Invitations, registrations, messages and check-in.",
    TeamRole.RAPPORTEUR: "Information notes. Reads the rest.",
    TeamRole.VIEWER: "Reads; changes nothing.",
}

"""Words of the agenda."""

from django.db.models import TextChoices

from participants.choices import RegistrationStatus


class SessionKind(TextChoices):
    """What kind of session."""

    OPENING = "opening", "Opening"
    KEYNOTE = "keynote", "Keynote"
    PANEL = "panel", "Panel"
    PRESENTATIONS = "presentations", "Presentations"
    DISCUSSION = "discussion", "Discussion"
    CEREMONY = "ceremony", "Ceremony"
    BREAK = "break", "Break"


class SpeakerRoleKind(TextChoices):
    """What a participant does in a session; the order here is the order of display."""

    CHAIR = "chair", "Chair"
    MODERATOR = "moderator", "Moderator"
    SPEAKER = "speaker", "Speaker"
    PANELLIST = "panellist", "Panellist"
    RAPPORTEUR = "rapporteur", "Rapporteur"


class SpeakerAnswer(TextChoices):
    """What a speaker said about one role, by personal link or through the team."""

    OPEN = "", "No answer yet"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"


# Registrations of people who do not come: their sign-ups count for nothing, and no speaker among them is asked.
NOT_EXPECTED = [RegistrationStatus.CANCELLED, RegistrationStatus.REJECTED]

CONCERNED = "agenda_release"  # the audience of a release's messages, which are written to each by itself

"""The demonstration's sign-ins, and what bin/start tells a newcomer about them."""

from conference.choices import TeamRole
from demo.data import upcoming
from lib import links
from participants.models import Invitation

PASSWORD = "demonstration-1540"  # noqa: S105 - of the demonstration, which is refused outside DEBUG
LINK_PURPOSE = "participants:invitation"

# Address, name and role of each.
TEAM = (
    ("organiser@example.org", "Inés Robledo", TeamRole.ORGANISER),
    ("desk@example.org", "Daniel Okafor", TeamRole.DESK),
    ("rapporteur@example.org", "Anneke Visser", TeamRole.RAPPORTEUR),
    ("viewer@example.org", "Hana Suzuki", TeamRole.VIEWER),
)


def lines() -> list[str]:
    """Return what a newcomer needs: the sign-ins with their password, and one personal link that can be answered."""
    told = ["Sign-ins of the demonstration:"]
    told += [f"  {email:<24} {role.label:<11} password: {PASSWORD}" for email, _name, role in TEAM]
    if link := open_link():
        told += ["An invitation's personal link, as its recipient gets it:", f"  {link}"]
    return told


def open_link() -> str:
    """Return the personal link of an invitation that waits for its answer, or nothing when all are answered."""
    invitation = (
        Invitation.objects.filter(conference__slug=upcoming.SLUG, answer="", revoked_at=None).order_by("pk").first()
    )
    return links.url(LINK_PURPOSE, invitation.pk, invitation.link_version) if invitation else ""

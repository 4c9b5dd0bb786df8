"""The message to a colleague who joined a team."""

from django.conf import settings
from django.urls import reverse

from correspondence import actions, emails


def write_to_new_member(sender, *, member, by, at, **kwargs):
    """Tell a new member of a team where to sign in, and how a first password is chosen."""
    conference, user = member.conference, member.user
    subject, text, html = emails.render(
        "correspondence/emails/team_welcome",
        {
            "conference": conference,
            "member": member,
            "inviter": str(by) if by else "",
            "desk_url": settings.SITE_URL + reverse("conference:desk", kwargs={"conference": conference.slug}),
            "password_url": settings.SITE_URL + reverse("account_reset_password"),
            "has_password": user.has_usable_password(),
        },
    )
    actions.write(
        conference=conference,
        kind="team_welcome",
        occasion=f"team_member:{member.pk}",
        to_email=user.email,
        to_name=user.name,
        subject=subject,
        text=text,
        html=html,
        by=by,
        at=at,
    )

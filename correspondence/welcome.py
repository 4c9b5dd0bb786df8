"""The message to a colleague who joined a team."""

from django.conf import settings
from django.urls import reverse

from correspondence import actions, emails, letter_words


def write_to_new_member(sender, *, member, by, at, **kwargs):
    """Tell a new member of a team where to sign in, and how a first password is chosen."""
    conference, user = member.conference, member.user
    kind = "team_welcome" if user.has_usable_password() else "team_welcome_new"
    values = {
        "salutation": letter_words.salutation("", user.name, user.language),
        "name": user.name,
        "inviter": str(by) if by else conference.contact_name or str(conference),
        "role": letter_words.words(user.language)["team"][member.role],
        "desk_link": settings.SITE_URL + reverse("conference:desk", kwargs={"conference": conference.slug}),
        "password_link": settings.SITE_URL + reverse("account_reset_password"),
    }
    subject, text, html = emails.compose(conference, kind, user.language, values)
    actions.write(
        conference=conference,
        kind="team_welcome",
        occasion=f"team_member:{member.pk}",
        to_email=user.email,
        to_name=user.name,
        subject=subject,
        text=text,
        html=html,
        language=user.language,
        by=by,
        at=at,
    )

"""The lists of a conference's correspondence, as tabs."""

from django.urls import reverse

PLACES = [
    ("messages", "Messages", "message_list"),
    ("mailings", "Mailings", "mailing_list"),
    ("letters", "Letters", "letter_list"),
    ("texts", "Texts", "text_list"),
]


def tabs(conference, current: str) -> list[dict]:
    """Return the tabs, with the current one marked."""
    return [
        {
            "label": label,
            "url": reverse(f"correspondence:{name}", kwargs={"conference": conference.slug}),
            "is_current": code == current,
        }
        for code, label, name in PLACES
    ]

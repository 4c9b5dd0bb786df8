"""Words of information notes."""

from django.db.models import TextChoices


class NoteStatus(TextChoices):
    """Where a note stands on its way to publication."""

    DRAFT = "draft", "Draft"
    WITH_ORGANIZERS = "with_organizers", "With organizers"
    CLEARED = "cleared", "Cleared"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


NOTE_LANGUAGES = [
    ("ar", "العربية"),
    ("zh-Hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]

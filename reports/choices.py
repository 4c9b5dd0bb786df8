"""Words of information notes."""

from django.db.models import TextChoices


class NoteStatus(TextChoices):
    """Where a note stands on its way to publication."""

    DRAFT = "draft", "Draft"
    WITH_ORGANIZERS = "with_organizers", "With organizers"
    CLEARED = "cleared", "Cleared"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class FrontMatterKey(TextChoices):
    """What an item of the front matter is about, whatever its label says; its value can be taken from the data."""

    EVENT = "event", "Event"
    ORGANIZERS = "organizers", "Organizers"
    DATE = "date", "Date and place"
    PLACE_DATE = "place_date", "Place and date"
    DAYS = "days", "Days without the place"
    FIRST_DAY = "first_day", "First day"
    LAST_DAY = "last_day", "Last day"
    PLACE = "place", "Place with venue and address"
    PARTICIPANTS = "participants", "Participants: list attached"
    PARTICIPANT_COUNT = "participant_count", "Participants: their number"
    OBJECTIVES = "objectives", "Objectives"
    OTHER = "", "Something else"


class HeadingNumbers(TextChoices):
    """How headings are numbered."""

    NONE = "", "Not numbered"
    ROMAN = "roman", "I, A"
    ARABIC = "arabic", "1, 1.1"


class SectionLevel(TextChoices):
    """How deep a heading stands."""

    SECTION = "1", "Section"
    SUBSECTION = "2", "Subsection"


class AnnexKind(TextChoices):
    """Where an annex takes its content from."""

    TEXT = "text", "A text of its own"
    PARTICIPANTS = "participants", "List of participants"
    AGENDA = "agenda", "Agenda"

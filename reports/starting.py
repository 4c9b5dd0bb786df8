"""What a new note begins with: a shape, and front matter whose values come from the conference's data. Pure."""

from collections.abc import Sequence
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from conference.facts import organizers_sentence, place, venue
from conference.models import Conference, Organizer
from lib.written import clause_comma, written_days
from reports.choices import AnnexKind, FrontMatterKey, HeadingNumbers, SectionLevel
from reports.documents.frame import isolated
from reports.labels import labels
from reports.wording import days_of

K = FrontMatterKey


@dataclass(frozen=True)
class Known:
    """What the conference's data say, fetched once."""

    conference: Conference
    organizers: Sequence[Organizer] = ()
    session_days: Sequence[date] = ()
    participant_count: int = 0

    def without_country(self) -> "Known":
        """The same, of a place that is named without its country."""
        conference = copy(self.conference)
        conference.country = ""
        return replace(self, conference=conference)


@dataclass(frozen=True)
class Shape:
    """The shape of a body's notes: what a template keeps (NoteTemplate.shape)."""

    title: str
    front_matter: list[dict]  # key, label
    sections: list[dict]  # heading, level
    disclaimer: str = ""
    is_numbered: bool = False
    heading_numbers: str = HeadingNumbers.NONE
    annexes: list[dict] = field(default_factory=list)  # kind, title

    def as_dict(self) -> dict:
        return asdict(self)


def usual_shape(language: str, *, disclaimer: str = "", has_one_organizer: bool = False) -> Shape:
    """Return the shape that notes have when the body has no other one."""
    words = labels(language)
    return Shape(
        title=words["title"],
        front_matter=[
            {"key": K.EVENT, "label": words["event"]},
            {"key": K.ORGANIZERS, "label": words["organizer" if has_one_organizer else "organizers"]},
            {"key": K.DATE, "label": words["date"]},
            {"key": K.PARTICIPANTS, "label": words["participants"]},
        ],
        sections=[
            {"heading": words[name], "level": SectionLevel.SECTION} for name in ("background", "highlights", "comments")
        ],
        disclaimer=disclaimer,
        annexes=[{"kind": AnnexKind.PARTICIPANTS, "title": words["list_of_participants"]}],
    )


def shape_of(content: dict) -> Shape:
    """Return the shape of a note that is there (reports/content.py), without what it says."""
    on_title = next((each["text"] for each in content["footnotes"] if each["is_on_title"]), "")
    return Shape(
        title=content["title"],
        front_matter=[{"key": item["key"], "label": item["label"]} for item in content["front_matter"]],
        sections=[{"heading": each["heading"], "level": each["level"]} for each in content["sections"]],
        disclaimer=on_title,
        is_numbered=content["is_numbered"],
        heading_numbers=content["heading_numbers"],
        annexes=[
            {"kind": each["kind"], "title": each["title"]}
            for each in content["annexes"]
            if each["kind"] != AnnexKind.TEXT
        ],
    )


def value_of(key: str, known: Known, language: str) -> str:
    """Return what the data say for an item of the front matter; empty when they say nothing about it."""
    maker = VALUES.get(key)
    return maker(known, language) if maker else ""


def _event(known, language):
    return isolated(known.conference.title, language)


def _organizers(known, language):
    return organizers_sentence(known.organizers, language)


def _days(known, language):
    conference = known.conference
    return written_days(days_of(conference.starts_on, conference.ends_on, known.session_days), language)


def _place(known, language):
    return place(known.conference, language)


def _date(known, language):
    return _joined(language, _days(known, language), _place(known, language))


def _place_date(known, language):
    return _joined(language, _place(known, language), _days(known, language))


def _first_day(known, language):
    return written_days([known.conference.starts_on], language)


def _last_day(known, language):
    return written_days([known.conference.ends_on], language)


def _whole_place(known, language):
    return venue(known.conference, language)


def _list_attached(known, language):
    return labels(language)["list_attached"]


def _participant_count(known, language):
    return f"{known.participant_count:,}" if language == "en" else str(known.participant_count)


def _joined(language, *parts):
    comma = clause_comma(language)
    return comma.join(part for part in parts if part)


VALUES = {
    K.EVENT: _event,
    K.ORGANIZERS: _organizers,
    K.DATE: _date,
    K.PLACE_DATE: _place_date,
    K.DAYS: _days,
    K.FIRST_DAY: _first_day,
    K.LAST_DAY: _last_day,
    K.PLACE: _whole_place,
    K.PARTICIPANTS: _list_attached,
    K.PARTICIPANT_COUNT: _participant_count,
}

"""What a new note begins with: front matter from the conference's data, empty sections, the disclaimer. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from conference import facts
from conference.models import Conference, Organizer
from reports.choices import AnnexKind, FrontMatterKey
from reports.labels import labels


@dataclass(frozen=True)
class Start:
    """The parts of a new note, each as the fields of its row."""

    title: str
    front_matter: list[dict]
    sections: list[dict]
    disclaimer: str = ""
    annexes: list[dict] = field(default_factory=list)


def start(conference: Conference, organizers: Sequence[Organizer], *, language: str) -> Start:
    """Compose the usual front matter in the words of the language, and the usual sections, empty."""
    words = labels(language)
    front_matter = [
        _item(FrontMatterKey.EVENT, words["event"], conference.title),
        _item(
            FrontMatterKey.ORGANIZERS,
            words["organizer"] if len(organizers) == 1 else words["organizers"],
            facts.organizers_sentence(organizers),
        ),
        _item(FrontMatterKey.DATE, words["date"], facts.dates_and_place(conference)),
        _item(FrontMatterKey.PARTICIPANTS, words["participants"], words["list_attached"]),
    ]
    return Start(
        title=words["title"],
        front_matter=front_matter,
        sections=[{"heading": words[name]} for name in ("background", "highlights", "comments")],
        disclaimer=conference.disclaimer,
        annexes=[{"kind": AnnexKind.PARTICIPANTS, "title": words["list_of_participants"]}],
    )


def _item(key, label, value):
    return {"key": key, "label": label, "value": value}

"""What stands around every printed document: its language, its direction, what it says about itself."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from reports.note_document import RIGHT_TO_LEFT
from reports.wording import main_language


@dataclass(frozen=True)
class Frame:
    """The head of a document: which conference, when and where, and by whom."""

    title: str
    event: str
    place_and_date: str
    author: str = ""
    language: str = "en"
    is_draft: bool = False
    notes: Sequence[str] = ()

    @property
    def direction(self) -> str:
        return "rtl" if main_language(self.language) in RIGHT_TO_LEFT else "ltr"

    @property
    def full_title(self) -> str:
        return f"{self.title}: {self.event}"


def isolated(text: str, language: str) -> str:
    """Return a text that was written from left to right so that it keeps its order within one from right to left."""
    if main_language(language) not in RIGHT_TO_LEFT:
        return text
    first = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "")
    return f"\u2068{text}\u2069" if first == "L" else text


def html_of(template: str, frame: Frame, **content) -> str:
    """Return the HTML of a document."""
    return render_to_string(f"reports/documents/{template}.html", {"frame": frame, **content})

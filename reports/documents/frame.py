"""What stands around every printed document: its language, its direction, what it says about itself."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lib.written import direction, is_in_other_letters, main_language


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
        return direction(self.language)

    @property
    def full_title(self) -> str:
        return f"{self.title}: {self.event}"

    @property
    def named(self) -> "Voice":
        return alone(self.event, self.language)


@dataclass(frozen=True)
class Voice:
    """A text that was written by a person, with what its script says of its language and direction."""

    text: str
    language: str = ""
    direction: str = ""

    @property
    def attributes(self) -> SafeString:
        """What the element says that holds this text alone, on the side on which the document's lines begin."""
        if self.language:
            return format_html(' lang="{}"', self.language)
        return format_html(' dir="{}"', self.direction) if self.direction else SafeString()

    @property
    def inline(self) -> SafeString:
        """The text within a line, in an element of its own where it needs another font."""
        attributes = self.attributes
        return format_html("<span{}>{}</span>" if attributes else "{1}", attributes, self.text)


def voice_of(text: str) -> Voice:
    """Return a text with the language of its script, where that needs a font and a direction of its own.

    A name in Arabic letters may be Persian, and one in Chinese signs Japanese: the tag only says how it is set.
    """
    for character in text:
        if unicodedata.bidirectional(character) == "AL":
            return Voice(text, "ar", "rtl")
        if unicodedata.name(character, "").startswith("CJK UNIFIED"):
            return Voice(text, "zh", "ltr")
    return Voice(text)


def said(text: str, language: str) -> Voice:
    """Return a text as it stands in a document of a language: in its own order, and in a font of its own letters."""
    return alone(isolated(text, language), language)


def alone(text: str, language: str) -> Voice:
    """Return a text that is the only one of its element, as it stands in a document of a language."""
    voice = voice_of(text)
    if voice.language and voice.language != main_language(language):
        return voice
    return Voice(text, direction="ltr" if is_in_other_letters(text, language) else "")


def isolated(text: str, language: str) -> str:
    """Return a text that runs against the direction of the document so that it keeps its own order."""
    first = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "")
    against = "L" if direction(language) == "rtl" else ("R", "AL")
    return f"\u2068{text}\u2069" if first and first in against else text


def html_of(template: str, frame: Frame, **content) -> str:
    """Return the HTML of a document."""
    return render_to_string(f"reports/documents/{template}.html", {"frame": frame, **content})

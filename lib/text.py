"""Reading of text that people typed: folded for searching and sorting, a number in it, what a document can hold."""

import re
import unicodedata
from collections.abc import Iterable


def search_key(*texts: str) -> str:
    """Return the texts joined by blanks, without case and accents: “Núñez” is found by “nunez”.

    Letters that do not decompose (ø, ł, ß, æ, đ) are spelled as people type them on a plain keyboard.
    """
    joined = " ".join(text for text in texts if text).casefold().translate(_PLAIN)
    decomposed = unicodedata.normalize("NFKD", joined)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def whole_number(text: str | None) -> int | None:
    """Return the number that a text is, or None when it is none, or has more than nine digits: no list is as long."""
    return int(text) if text and text.isdecimal() and len(text) <= MOST_DIGITS else None


def ids(words: Iterable[str]) -> set[int]:
    """Return those of the words that can be the number of a row; longer ones are none that a database could hold."""
    return {int(word) for word in words if word.isdecimal() and len(word) <= MOST_DIGITS_OF_AN_ID}


def without_breaks(text: str) -> str:
    """Return the text on one line: a name that was pasted with line breaks writes no lines of its own."""
    lines = text.splitlines()
    return text if lines == [text] else " ".join(" ".join(lines).split())


def without_controls(text: str) -> str:
    """Return the text without the signs that XML 1.0 forbids, such as the vertical tab of a pasted line break."""
    return _FORBIDDEN.sub("", text)


MOST_DIGITS, MOST_DIGITS_OF_AN_ID = 9, 18
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "’": "'"})

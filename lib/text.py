"""Folding of text for searching and sorting; what a person typed is never changed by it."""

import unicodedata


def search_key(*texts: str) -> str:
    """Return the texts joined by blanks, without case and accents: “Núñez” is found by “nunez”.

    Letters that do not decompose (ø, ł, ß, æ, đ) are spelled as people type them on a plain keyboard.
    """
    joined = " ".join(text for text in texts if text).casefold().translate(_PLAIN)
    decomposed = unicodedata.normalize("NFKD", joined)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


_PLAIN = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "’": "'"})

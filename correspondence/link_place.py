"""Where a personal link will stand in a message: a fixed word that is filled at hand-over, and only where we put it.

A person may type the same word into a field. `typed` marks such a text before it is stored, and `fill` gives it back
as it was typed, so that nobody can make a message carry a link where its template has none.
"""

PLACE = "{personal_link}"
_TYPED = "{personal_link\u2060}"


def typed(text: str) -> str:
    """Return a text in which the word, where somebody typed it, is not taken for the place of the link."""
    return text.replace(PLACE, _TYPED)


def fill(text: str, link: str) -> str:
    """Return the text with the link in its place, and what people typed as they typed it."""
    return text.replace(PLACE, link).replace(_TYPED, PLACE)

"""Putting a sentence into a narrative. Pure."""

import re

NOT_PROSE = re.compile(r"\s*([-*>|]|\d+[.)]\s)")


def with_sentence(text: str, sentence: str) -> str:
    """Return a narrative with a sentence at the end of its last paragraph, or below its last list, table, quotation."""
    text = text.rstrip()
    last = text.rpartition("\n\n")[2]
    if not text:
        return sentence
    return f"{text}\n\n{sentence}" if NOT_PROSE.match(last) else f"{text} {sentence}"

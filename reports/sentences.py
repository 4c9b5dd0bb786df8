"""Putting a sentence into a narrative. Pure."""

import re

CHINESE_ENDS = ("。", "！", "？", "；", "：")  # no blank stands behind them
NOT_PROSE = re.compile(r"\s*([-*>|]|\d+[.)]\s)")


def with_sentence(text: str, sentence: str) -> str:
    """Return a narrative with a sentence at the end of its last paragraph, or below its last list, table, quotation."""
    text = text.rstrip()
    last = text.rpartition("\n\n")[2]
    if not text:
        return sentence
    if NOT_PROSE.match(last):
        return f"{text}\n\n{sentence}"
    return f"{text}{'' if text.endswith(CHINESE_ENDS) else ' '}{sentence}"

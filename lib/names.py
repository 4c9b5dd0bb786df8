"""Whole names taken apart, as lists of participants write them: “NÚÑEZ, Elena”, “Ms. Elena de la CRUZ”.

A name is taken apart only where the list says where: by a comma, or by capitals. Otherwise it stays whole, as a family
name. Each part is kept to the letter.
"""

from dataclasses import dataclass

HONORIFICS = {
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "he", "hon", "amb", "sir", "dame", "m", "mme", "mlle", "sr", "sra", "srta",
    "herr", "frau", "ambassador", "professor", "min", "col", "gen", "lt", "maj", "capt", "eng", "ing", "lic",
}  # fmt: skip


@dataclass(frozen=True)
class Name:
    """The parts of a name; only the family name is never empty."""

    honorific: str
    given: str
    family: str


def take_apart(text: str) -> Name:
    """Return the parts of a whole name."""
    honorific, rest = _without_honorific(text.split())
    words = " ".join(rest)
    family, comma, given = words.partition(",")
    if comma and family.strip() and given.strip():
        further, given = _without_honorific(given.split())
        return Name(honorific or further, " ".join(given), family.strip())
    start = _family_in_capitals(rest)
    if start is None:
        return Name(honorific, "", words or text.strip())
    before, after = " ".join(rest[: start[0]]), " ".join(rest[start[1] :])
    return Name(honorific, " ".join(part for part in (before, after) if part), " ".join(rest[start[0] : start[1]]))


def _without_honorific(words):
    count = 0
    while count < len(words) - 1 and words[count].replace(".", "").casefold() in HONORIFICS and (words[count].endswith(".") or len(words[count]) > 1):  # fmt: skip
        count += 1
    return " ".join(words[:count]), words[count:]


def _family_in_capitals(words) -> tuple[int, int] | None:
    """Return from where to where the words stand in capitals, with the small words before them; None without a limit."""
    capitals = [at for at, word in enumerate(words) if _is_capitals(word)]
    if not capitals or len(capitals) == len(words):
        return None
    first, last = capitals[0], capitals[-1]
    if capitals != list(range(first, last + 1)):
        return None
    while first > 1 and words[first - 1].islower():
        first -= 1
    return (first, last + 1) if first > 0 or last + 1 < len(words) else None


def _is_capitals(word):
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and word.upper() == word and word.lower() != word

"""Named groups of participants: how they are typed, kept and printed. Pure."""

import re

from lib.written import ANDS, comma, enumeration, main_language

KEPT = re.compile("\ue000(\\d+)\ue001")  # stands for a name that is known, while the names around it are parted


def written_groups(groups) -> str:
    """Return named groups as they are typed: the name with a colon, then one entry a line."""
    return "\n\n".join("\n".join([f"{group['name']}:", *group["entries"]]) for group in groups)


def read_groups(text: str) -> tuple[list[dict], str]:
    """Return the groups that a text names, and a sentence about what is wrong with it, if anything."""
    groups = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if not lines:
            continue
        if not lines[0].endswith(":"):
            return [], f"“{lines[0]}” should be the name of a group, with a colon behind it."
        if len(lines) == 1:
            return [], f"The group “{lines[0]}” has no entries."
        groups.append({"name": lines[0][:-1].strip(), "entries": lines[1:]})
    return groups, ""


def read_joined(line: str, groups, language: str = "en") -> dict | None:
    """Return the group whose name begins a printed line, with the entries that the line names.

    None when no group has that name, or when the line cannot be parted into entries that print it again.
    """
    for group in groups:
        names = line.removeprefix(f"{group['name']}: ")
        if names != line:
            entries = _parted(names, group["entries"], main_language(language))
            return group | {"entries": entries} if enumeration(entries, language) == names else None
    return None


def _parted(names, known, language):
    """Part a list of names; those that are known stay whole, whatever commas they have."""
    for place, entry in sorted(enumerate(known), key=lambda each: -len(each[1])):
        names = names.replace(entry, f"\ue000{place}\ue001")
    links = {comma(language), ANDS[language], " e " if language == "es" else ANDS[language]}
    parts = re.split("|".join(map(re.escape, sorted(links, key=len, reverse=True))), names)
    return [KEPT.sub(lambda found: known[int(found[1])], part) for part in parts]


def joined_groups(groups, language: str = "en") -> list[str]:
    """Return each group as the note prints it: “Pacific Alliance States: Chile, Colombia, Mexico and Peru”."""
    return [f"{group['name']}: {enumeration(group['entries'], language)}" for group in groups]

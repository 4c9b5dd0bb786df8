"""Named groups of participants: how they are typed, kept and printed. Pure."""

from lib.written import enumeration


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


def joined_groups(groups, language: str = "en") -> list[str]:
    """Return each group as the note prints it: “Pacific Alliance States: Chile, Colombia, Mexico and Peru”."""
    return [f"{group['name']}: {enumeration(group['entries'], language)}" for group in groups]

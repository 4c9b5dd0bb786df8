"""Says whether the pinned requirements still fit what is asked for:  python -m tests.pins

Every name in a .in file must be pinned in its .txt at a version that the .in allows, with hashes. Needs no network.
"""

import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([\w.-]+)==(\S+?)(?: ;.*?)? \\\n((?:    --hash=\S+(?: \\)?\n)+)", re.MULTILINE)


def asked_for(path: Path) -> list[Requirement]:
    """Return the requirements that a .in file names."""
    lines = [line.partition("#")[0].strip() for line in path.read_text().splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def pinned(path: Path) -> dict[str, str]:
    """Return the version that a .txt file pins for each name, by canonical name."""
    return {canonicalize_name(name): version for name, version, _hashes in PIN.findall(path.read_text())}


def problems(folder: Path = ROOT) -> list[str]:
    """Return a sentence for everything that does not fit."""
    found = []
    runtime = pinned(folder / "requirements.txt")
    development = pinned(folder / "requirements-dev.txt")
    for stem, pins in (("requirements", runtime), ("requirements-dev", development)):
        for requirement in asked_for(folder / f"{stem}.in"):
            version = pins.get(canonicalize_name(requirement.name))
            if version is None:
                found.append(f"{stem}.in asks for {requirement.name}, which {stem}.txt does not pin with hashes.")
            elif version not in requirement.specifier:
                found.append(f"{stem}.txt pins {requirement.name} {version}, and {stem}.in asks for {requirement}.")
    for name in sorted(runtime.keys() & development.keys()):
        if runtime[name] != development[name]:
            found.append(f"{name} is pinned as {runtime[name]} and, for development, as {development[name]}.")
    return found


if __name__ == "__main__":
    if said := problems():
        sys.exit("\n".join([*said, "Pin anew with the command in the head of the .in file."]))

"""What the machine must have besides Python: looked for, installed on Debian and Ubuntu as root, else asked for."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path


class Missing(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """Something that only the person at the machine can put right; the text says how."""


@dataclass(frozen=True)
class Need:
    """A program or library, how to see that it is there, and the Debian packages that bring it."""

    name: str
    is_there: Callable[[], bool]
    packages: tuple[str, ...]


def has_library(name: str) -> bool:
    return find_library(name) is not None


def has_program(name: str) -> bool:
    return shutil.which(name) is not None


def postgresql_programs() -> Path | None:
    """Return the folder with PostgreSQL's initdb and postgres, newest release first; Debian keeps it off the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    found = [path for path in debian if (path / "initdb").exists()]
    on_path = shutil.which("initdb")
    return found[0] if found else Path(on_path).parent if on_path else None


PANGO = Need(
    "Pango",
    lambda: all(has_library(name) for name in ["pango-1.0", "pangoft2-1.0", "harfbuzz-subset", "fontconfig"]),
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libfontconfig1"),
)
POPPLER = Need("poppler's tools", lambda: has_program("pdftotext"), ("poppler-utils",))
POSTGRESQL = Need("PostgreSQL", lambda: postgresql_programs() is not None, ("postgresql",))
REDIS = Need("Redis", lambda: has_program("redis-server"), ("redis-server",))
CHROMIUM = Need("Chromium", lambda: has_program("chromium"), ("chromium",))


def provide(*needs: Need) -> None:
    """Make sure that everything is there; raise Missing with the line to run when it cannot be installed here."""
    missing = [need for need in needs if not need.is_there()]
    if not missing:
        return
    names = " and ".join(need.name for need in missing)
    packages = [package for need in missing for package in need.packages]
    if not has_program("apt-get"):
        raise Missing(f"Plenary needs {names}, which this machine lacks. Install it, then run this again.")
    if os.geteuid() != 0:
        line = " ".join(packages)
        raise Missing(f"Plenary needs {names}. Install it, then run this again:  sudo apt-get install {line}")
    print(f"Installing {names} ...", flush=True)  # noqa: T201 - said to the person at the machine
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)  # noqa: S607 - apt-get of this machine
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages]
    done = subprocess.run(install, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - names from above
    if done.returncode:
        raise Missing(f"apt-get could not install {' '.join(packages)}: {done.stderr.strip()[-400:]}")


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches an address."""
    return host == "localhost" or host == "::1" or host.startswith("127.")


def port_is_reserved(host: str, port: int) -> bool:
    """Say whether the system keeps the port for root."""
    try:
        _listen_once(host, port)
    except PermissionError:
        return True
    except OSError:
        return False
    return False


def port_is_free(host: str, port: int) -> bool:
    """Say whether a server may listen there."""
    try:
        _listen_once(host, port)
    except OSError:
        return False
    return True


def _listen_once(host, port):
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))

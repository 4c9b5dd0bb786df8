"""Runs the tests with the servers that they need:  python -m tests.run [--postgresql] [PATH…] [-- PYTEST ARGUMENTS]

Without a path: everything, in two lanes of rounds beside each other, with servers in a temporary folder. The servers are
stopped and the folder is removed whatever happens. What the processes of a run have in common is made once, in that
folder: the migrated database (tests/migrated.py), and compiled modules where the environment forbids to keep them.

A journey through real servers or a browser that fails beside the other lane is tried once more alone, and both outcomes
are said; an ordinary test that fails has failed.
"""

import contextlib
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from config import machine
from config.processes import end_with_parent
from tests import migrated
from tests.servers import ROOT, free_port, wait_until

SOME_FAILED, NO_TESTS = 1, 5  # what pytest ends with
ORDINARY = "not services and not browser"
ON_BOTH_CORES = ["-n", "2", "--dist", "worksteal"]
SERVICES = "mark.services"  # what stands in each file of tests that need a worker, Redis or a mail server
MOST_TRIED_AGAIN = 3  # when more fail, it is not the other lane


@dataclass
class Round:
    """One run of pytest, and how it ended."""

    name: str
    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    is_journey: bool = False  # through real servers or a browser: the other lane can make it too slow
    again: "Round | None" = None  # what failed, tried once more alone
    code: int | None = None
    counts: str = ""
    failed: list[str] = field(default_factory=list)
    memory: Path | None = None  # where pytest keeps what failed
    seconds: float = 0
    processor_seconds: float = 0  # of pytest and what it started and waited for: not of PostgreSQL, nor of Chromium

    def start(self, folder: Path, *, is_shown: bool):
        """Start pytest. Its words go to the terminal, at once or at its end; the numbers come from the file it writes."""
        self.results, self.log = folder / f"{self.name}.xml", folder / f"{self.name}.log"
        self.memory = self.memory or folder / f"{self.name} remembers"
        self.is_shown, self.started_at = is_shown, time.monotonic()
        if is_shown:
            print(f"\n===== {self.name}", flush=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=ROOT,
                env=os.environ | self.environment,
                stdout=None if is_shown else log,
                stderr=None if is_shown else subprocess.STDOUT,
                preexec_fn=partial(
                    signal.signal, signal.SIGINT, signal.SIG_DFL
                ),  # what runs in the background ignores it
            )

    def command(self) -> list[str]:
        remember = ["-o", f"cache_dir={self.memory}"] if self.is_journey else []
        return [sys.executable, "-m", "pytest", f"--junitxml={self.results}", *remember, *self.arguments]

    def has_ended(self) -> bool:
        """Say whether it has ended; take down how, when it just has."""
        ended, status, used = os.wait4(self.process.pid, os.WNOHANG)
        if not ended:
            return False
        self.code = self.process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds, self.processor_seconds = time.monotonic() - self.started_at, used.ru_utime + used.ru_stime
        self.counts, self.failed = counts(self.results), failed(self.memory)
        if not self.is_shown:
            print(f"\n===== {self.name}\n{self.log.read_text(errors='replace')}", flush=True)
        return True

    def stop(self, patience=30):
        """End it as Ctrl-C does, so that what its tests started is stopped as well."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def alone(self) -> "Round | None":
        """Return the round that tries again what failed; None when nothing did, or too much for a slow machine's fault."""
        if not (self.is_journey and self.code == SOME_FAILED and 0 < len(self.failed) <= MOST_TRIED_AGAIN):
            return None
        arguments = [*self.arguments, "-n", "0", "--last-failed", "--last-failed-no-failures", "none"]
        return Round(f"{self.name}, alone", arguments, self.environment, is_journey=True, memory=self.memory)

    @property
    def is_good(self) -> bool:
        return self.code in {0, NO_TESTS} or (self.again is not None and self.again.code == 0)

    def __str__(self):
        ended = self.counts or f"ended with code {self.code}"
        return f"{self.name}: {ended} in {self.seconds:.0f} s ({self.processor_seconds:.0f} s of a processor)"

    def outcomes(self) -> list[str]:
        """Return what became of the tests that were tried again."""
        if self.again is None:
            return []
        both = [name for name in self.failed if name in self.again.failed or self.again.code not in {0, SOME_FAILED}]
        passed = [name for name in self.failed if name not in both]
        told = {"failed beside the other lane, passed alone": passed, "failed beside the other lane and alone": both}
        return [f"{self.name}: {words}: {', '.join(names)}" for words, names in told.items() if names]


def run(lanes: list[list[Round]], folder: Path) -> list[Round]:
    """Run lanes beside each other, in each one round after the other; the first one's words are shown as they come."""
    running: dict[int, Round] = {}
    waiting = [list(lane) for lane in lanes]
    try:
        while any(waiting) or running:
            for number, lane in enumerate(waiting):
                if number not in running and lane:
                    lane[0].start(folder, is_shown=number == 0)
                    running[number] = lane.pop(0)
            time.sleep(0.2)
            running = {number: each for number, each in running.items() if not each.has_ended()}
    finally:
        for each in running.values():
            each.stop()
    return [each for lane in lanes for each in lane]


def try_again(rounds: list[Round], folder: Path) -> list[Round]:
    """Run once more, alone, the few journeys that failed."""
    for each in rounds:
        each.again = each.alone()
        if each.again:
            run([[each.again]], folder)
    return rounds


def failed(memory: Path) -> list[str]:
    """Return the names of the tests that failed, from what pytest remembers."""
    remembered = memory / "v" / "cache" / "lastfailed"
    return sorted(json.loads(remembered.read_text())) if remembered.exists() else []


def counts(results: Path) -> str:
    """Return “312 passed, 1 failed” from a JUnit file; nothing when there is none."""
    if not results.exists():
        return ""
    head = re.search(r"<testsuite [^>]*>", results.read_text()).group()
    number = {key: int(value) for key, value in re.findall(r'(tests|errors|failures|skipped)="(\d+)"', head)}
    number["passed"] = number.pop("tests") - sum(number.values())
    words = {"passed": "passed", "failures": "failed", "errors": "errors", "skipped": "skipped"}
    said = [f"{number[key]} {word}" for key, word in words.items() if number[key] or key == "passed"]
    return ", ".join(said)


@contextlib.contextmanager
def postgresql(folder: Path):
    """Run a PostgreSQL of the tests' own, quick rather than safe; yield the address of its database."""
    programs, data, port = machine.postgresql_programs(), folder / "postgresql", free_port()
    data.mkdir()
    as_owner = {"stdout": (folder / "postgresql.log").open("ab"), "stderr": subprocess.STDOUT}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(data, owner.pw_uid, owner.pw_gid)
        as_owner |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": [], "cwd": data}
    make = [programs / "initdb", "-D", data, "-U", "plenary", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    subprocess.run(make, check=True, **as_owner)
    quick = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    wide = ["max_connections=400", "listen_addresses=127.0.0.1"]  # several processes at once send sixty people at once
    serve = [programs / "postgres", "-D", data, "-p", str(port), "-k", data, *(f"-c{each}" for each in quick + wide)]
    with subprocess.Popen(serve, preexec_fn=partial(end_with_parent, signal.SIGQUIT), **as_owner) as server:
        try:
            asks = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
            wait_until(lambda: subprocess.run(asks, check=False).returncode == 0, what="PostgreSQL answering")
            yield f"postgres://plenary@127.0.0.1:{port}/plenary"
        finally:
            server.send_signal(signal.SIGQUIT)


def everything(folder: Path, more: list[str]) -> list[Round]:
    """The suite on both engines, what uses no database once; beside it, what waits a lot: real servers and a browser."""
    machine.provide(machine.PANGO, machine.POPPLER, machine.POSTGRESQL, machine.REDIS, machine.CHROMIUM)
    with postgresql(folder) as database:
        with_redis = {"DATABASE_URL": f"{database}_services", "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
        suite = [
            Round("PostgreSQL", ["-m", ORDINARY, *ON_BOTH_CORES, *more], {"DATABASE_URL": database}),
            Round("SQLite", ["-m", ORDINARY, "--only-with-database", *ON_BOTH_CORES, *more]),
        ]
        beside = [
            Round("Worker and Redis", ["-m", "services", *journeys(), *more], with_redis, is_journey=True),
            Round(
                "Browser",
                ["tests/browser", *ON_BOTH_CORES, *more],
                {"DATABASE_URL": f"{database}_browser"},
                is_journey=True,
            ),
        ]
        return try_again(run([suite, beside], folder), folder)


def journeys() -> list[str]:
    """Return the files with tests of the worker's round: it need not read all the others."""
    return sorted(
        str(file.relative_to(ROOT)) for file in (ROOT / "tests").rglob("test_*.py") if SERVICES in file.read_text()
    )


def part(folder: Path, paths: list[str], more: list[str], *, on_postgresql: bool) -> list[Round]:
    """Some tests, with no more servers than they need."""
    needs_redis, needs_browser = says(SERVICES, paths), says("chromium", paths)
    machine.provide(
        machine.PANGO,
        machine.POPPLER,
        *([machine.POSTGRESQL] if on_postgresql else []),
        *([machine.REDIS] if needs_redis else []),
        *([machine.CHROMIUM] if needs_browser else []),
    )
    with postgresql(folder) if on_postgresql else contextlib.nullcontext() as database:
        environment = {"DATABASE_URL": database} if database else {}
        engine = "PostgreSQL" if on_postgresql else "SQLite"
        rounds = [Round(engine, ["-m", "not services", *paths, *more], environment)]
        if needs_redis:
            environment = environment | {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
            rounds.append(Round("Worker and Redis", ["-m", "services", *paths, *more], environment))
        return run([rounds], folder)


def says(words: str, paths: list[str]) -> bool:
    """Say whether a test below these paths, or the conftest of its folder, contains the words."""
    named = [ROOT / path.partition("::")[0] for path in paths]
    files = [file for path in named for file in (path.rglob("*.py") if path.is_dir() else [path])]
    files += [file.parent / "conftest.py" for file in files if file.parent != ROOT / "tests"]
    return any(words in file.read_text() for file in files if file.is_file())


def clean_environment():
    """Take out what an installation sets (.env.example), so that tests never meet its database or mail server."""
    for name in re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE):
        os.environ.pop(name, None)


def share(folder: Path):
    """Let the processes of this run find in its folder what one of them has made already."""
    os.environ[migrated.FOLDER] = str(folder)
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):  # hundreds of processes would compile the same modules again
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")


def main(arguments: list[str]) -> int:
    ours, more = arguments, []
    if "--" in arguments:
        cut = arguments.index("--")
        ours, more = arguments[:cut], arguments[cut + 1 :]
    paths = [each for each in ours if each != "--postgresql"]
    if unknown := [path for path in paths if not (ROOT / path.partition("::")[0]).exists()]:
        print(f"There is no {' and no '.join(unknown)} here. Arguments for pytest follow after --.", file=sys.stderr)
        return 2

    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    clean_environment()
    folder = Path(tempfile.mkdtemp(prefix="plenary-servers-"))
    folder.chmod(0o711)
    share(folder)
    try:
        rounds = part(folder, paths, more, on_postgresql="--postgresql" in ours) if paths else everything(folder, more)
    except machine.Missing as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n" + "\n".join([" · ".join(map(str, rounds)), *(line for each in rounds for line in each.outcomes())]))
    return 0 if all(each.is_good for each in rounds) and any(each.code == 0 for each in rounds) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The public agenda under load: its rate beside a bare view's, its queries, its weight, the memory of its workers.

usage: python bench/agenda.py [--requests N]

Makes a database of its own with conferences of 10 and of 500 sessions (load_scale), serves them by gunicorn with two
worker processes on a free port of this machine, and asks for each page in turns with a bare Django view that returns
the same bytes from memory, through the same middleware. Rates are answers for each second of processor time of the
workers, the best of a few rounds, so that other work on the machine hardly counts. Memory and weight are those of a second server with the
settings of an installation, without the bare view. Loopback only; it stops what it started.
"""

import argparse
import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = {10: "scale-30-10", 500: "scale-200-500"}
PATHS = {"agenda": "/c/{}/agenda/", "calendar": "/c/{}/agenda.ics"}
ROUNDS, CLIENTS, VISITS = 5, 4, 100
LEAST_RATIO, MOST_MEMORY, MOST_QUERIES = 0.7, 220, 6


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=1500, help="of one measurement, at most 10000 (default 1500)")
    count = min(parser.parse_args().requests, 10_000)
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder:
        env = _environment(folder)
        _prepare(env)
        findings = _measure(env, count)
    failed = [name for name, is_met in findings.items() if not is_met]
    say("\nall met" if not failed else f"\nnot met: {', '.join(failed)}")
    return 1 if failed else 0


def _environment(folder) -> dict:
    names = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL")
    env = {name: value for name, value in os.environ.items() if name not in names}
    return env | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "a key for measuring only, which signs nothing of value",
        "DEBUG": "no",
        "PLENARY_VAR": folder,
        "LOG_LEVEL": "ERROR",
        "WEB_PROCESSES": "2",
        "PYTHONPATH": str(ROOT),
    }


def _prepare(env):
    _manage(env, "migrate", "--verbosity=0")
    _manage(env, "createcachetable")
    _manage(env, "collectstatic", "--noinput", "--verbosity=0")
    for sessions, slug in SIZES.items():
        registrations = slug.split("-")[1]
        _manage(env, "load_scale", "--registrations", registrations, "--sessions", str(sessions))


def _measure(env, count) -> dict[str, bool]:
    with _server(env | {"DJANGO_SETTINGS_MODULE": "bench.agenda_settings"}) as (port, pid):
        findings = _rates(port, pid, count)
    with _server(env) as (port, pid):
        findings |= _memory(port, pid) | _weights(port)
    return findings | _queries(env)


@contextlib.contextmanager
def _server(env):
    """Serve the site on a free port; give the port and the process that the workers belong to."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:config.gunicorn",
        "-b",
        f"127.0.0.1:{port}",
        "config.wsgi",
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own server
    try:
        _wait(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _rates(port, pid, count) -> dict[str, bool]:
    say(f"{'page':24}{'sessions':>9}{'bytes (br)':>12}{'bare /s':>10}{'ours /s':>10}{'ratio':>8}  limit")
    findings = {}
    for name, pattern in PATHS.items():
        for sessions, slug in SIZES.items():
            ours = pattern.format(slug)
            bare = f"/bare{ours}"
            _get(port, ours), _get(port, bare)
            pairs = [(_rate(port, pid, bare, count), _rate(port, pid, ours, count)) for _ in range(ROUNDS)]
            plain, our = (max(each) for each in zip(*pairs, strict=True))  # other work only ever makes a round slower
            ratio = our / plain
            weight = len(_get(port, ours))
            say(f"{name:24}{sessions:>9}{weight:>12}{plain:>10.0f}{our:>10.0f}{ratio:>8.2f}  at least {LEAST_RATIO}")
            findings[f"rate of the {name} of {sessions} at least {LEAST_RATIO} of a bare view's"] = ratio >= LEAST_RATIO
    return findings


def _memory(port, pid) -> dict[str, bool]:
    """Add up what the workers hold after every page was asked for often, and the process that they belong to.

    What they share counts once (PSS).
    """
    for _ in range(VISITS):
        for pattern in PATHS.values():
            for slug in SIZES.values():
                _get(port, pattern.format(slug))
    workers, parent = sum(_held(worker) for worker in _workers(pid)), _held(pid)
    say(
        f"\nmemory: {workers:.0f} MB in {len(_workers(pid))} worker processes, {workers + parent:.0f} MB with the process "
        f"that starts them; limit {MOST_MEMORY} MB"
    )
    return {f"memory of two workers below {MOST_MEMORY} MB": workers + parent < MOST_MEMORY}


def _held(pid) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024


def _weights(port) -> dict[str, bool]:
    """Add up what a browser fetches on a first visit, compressed: the page, its sheets, scripts and preloaded font."""
    page = _get(port, PATHS["agenda"].format(SIZES[10]), encoding="").decode()
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    everything = len(_get(port, PATHS["agenda"].format(SIZES[10]))) + sum(len(_get(port, path)) for path in files)
    long = len(_get(port, PATHS["agenda"].format(SIZES[500])))
    outside = re.findall(r'(?:src|href)="https?://(?!127\.0\.0\.1)[^"]+"', page.partition("<body")[0])
    say(f"first visit at 10 sessions: {everything / 1000:.0f} kB in {len(files) + 1} files, compressed; limit 100 kB")
    say(f"HTML of 500 sessions: {long / 1000:.0f} kB, compressed; limit 120 kB")
    say(f"addresses of other hosts in the page's head: {len(outside)}; limit 0")
    return {
        "first visit at most 100 kB": everything <= 100_000,
        "HTML of 500 sessions at most 120 kB": long <= 120_000,
        "no request to another host": not outside,
    }


def _queries(env) -> dict[str, bool]:
    code = (
        "from django.db import connection; from django.test import Client; "
        "from django.test.utils import CaptureQueriesContext\n"
        f"for slug in {list(SIZES.values())!r}:\n"
        "    with CaptureQueriesContext(connection) as queries:\n"
        "        assert Client().get(f'/c/{slug}/agenda/', headers={'host': '127.0.0.1'}).status_code == 200\n"
        "    print(len(queries))\n"
    )
    counts = [int(line) for line in _manage(env, "shell", "--verbosity=0", "-c", code).split()]
    say(f"queries of the uncached agenda at 10 and at 500 sessions: {counts[0]} and {counts[1]}; limit {MOST_QUERIES}")
    return {f"at most {MOST_QUERIES} queries": max(counts) <= MOST_QUERIES}


def _rate(port, pid, path, count) -> float:
    """Return how many answers the workers give for each second of their processor time, to a few clients at once."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n".encode()

    def ask():
        missing = count // CLIENTS
        while missing:
            with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
                while missing and _answered(connection, request):
                    missing -= 1

    before = _processor_seconds(pid)
    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count // CLIENTS * CLIENTS / (_processor_seconds(pid) - before)


def _processor_seconds(pid) -> float:
    """Return the processor time that the workers have used so far."""
    ticks = 0
    for worker in _workers(pid):
        fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _workers(pid) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _answered(connection, request) -> bool:
    """Ask once; return whether the whole answer came. A connection that the server has closed is no answer."""
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65536)
        if not part:
            return False
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    missing = int(re.search(rb"content-length: (\d+)", head, re.IGNORECASE)[1]) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode())
    return True


def _get(port, path, encoding="br") -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own server
        return answer.read()


def _wait(port):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            _get(port, "/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server did not start within a minute.")


def _manage(env, *arguments) -> str:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())

"""Registering by many browsers at once: a web server with two processes, its requests and its answers are real.

Used by bench.registrations. Every registration is opened first, as a browser opens it, for its one-time form key and
cookie; what is measured is the POST that makes the registration, over connections that stay open: it judges all answers
once more, takes the conference's lock, counts the places, and writes the participant, the registration, the message with
its calendar file and three entries of history. Beside it stands a bare Django view that inserts one row, in the same
server. The processor's time is that of the server's processes and of the database's, on this machine.
"""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone

from participants import actions
from participants.views.personal import own_url

BROWSERS = 12
TO_WARM_UP = 40
TICKS = os.sysconf("SC_CLK_TCK")


class Outcome(NamedTuple):
    """What became of the requests: how many made a row, how many in a second, at what cost each in both servers."""

    taken: int
    rate: float
    cpu_ms: float
    database_ms: float
    slowest_ms: float


def register(conference, count: int, *, database: str) -> tuple[Outcome, Outcome]:
    """Fill in `count` registrations and send all of them to a server of two processes, some before it counts.

    Return what became of them, and of as many forms for the bare view.
    """
    urls = _filled_in(conference, count)
    with server(database) as (port, process):
        bare = _measured(port, process, [f"/bare/{conference.pk}/"] * count)
        return _measured(port, process, urls), bare


def _measured(port, process, urls) -> Outcome:
    requests = [_opened(port, url) for url in urls]
    early, requests = requests[:TO_WARM_UP], requests[TO_WARM_UP:]
    taken = _taken(_send(port, early))
    spent, asked = _cpu_seconds(process.pid), _database_seconds()
    started = time.perf_counter()
    answers = _send(port, requests)
    seconds = time.perf_counter() - started
    cpu_ms = (_cpu_seconds(process.pid) - spent) * 1000 / len(requests)
    database_ms = sum(after - asked.get(pid, 0) for pid, after in _database_seconds().items()) * 1000 / len(requests)
    rate = len(requests) / seconds
    return Outcome(taken + _taken(answers), rate, cpu_ms, database_ms, max(ms for _, ms in answers))


def _taken(answers) -> int:
    return sum(is_taken for is_taken, _ in answers)


def _filled_in(conference, count) -> list[str]:
    """Return the addresses of registrations that are whole and wait to be sent."""
    now, urls = timezone.now(), []
    for _ in range(count):
        key = uuid.uuid4()
        person = {"family_name": "Muster", "given_name": "Ana", "email": f"{key.hex}@example.org"}
        draft = actions.start_draft(conference, key=key, answers=person, by="Bench", at=now)
        represents = {"organisation": "Bench Company", "sector": "industry", "country": ""}
        draft = actions.save_step(draft, "organisation", represents, by="Bench", at=now)
        draft = actions.save_step(draft, "stay", {}, by="Bench", at=now)
        urls.append(own_url("draft_check", "participants:draft", draft))
    return urls


@contextmanager
def server(database: str) -> Iterator[tuple[int, subprocess.Popen]]:
    """Serve the site by two processes on a free port of this machine; give the port and the process they belong to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"DJANGO_SETTINGS_MODULE": "bench.posting_settings", "DATABASE_URL": database, "LOG_LEVEL": "ERROR"}
    env = os.environ | settings | {"PORT": str(port), "WEB_PROCESSES": "2", "SITE_URL": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "-m", "bench.serving"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=env, **quiet) as process:  # noqa: S603 - our own command
        try:
            _wait_for(port, process)
            yield port, process
        finally:
            process.terminate()


def _wait_for(port, process):
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the web server ended with {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web server did not answer within 30 s")


def _opened(port, url) -> bytes:
    """Open the last page as a browser does; return the request that its form then sends."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", url, headers={"Accept": "text/html"})
    response = connection.getresponse()
    page, cookies = response.read().decode(), SimpleCookie(response.headers["Set-Cookie"])
    connection.close()
    body = urlencode({"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]})
    head = {
        "Host": f"127.0.0.1:{port}",
        "Origin": "null",
        "Sec-Fetch-Site": "same-origin",
        "Accept": "text/html,application/xhtml+xml",
        "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
    }
    lines = [f"POST {url} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
    return ("\r\n".join([*lines, "", ""]) + body).encode()


def _send(port, requests) -> list[tuple[bool, float]]:
    """Send the requests from several browsers at once; return for each whether it was taken, and its milliseconds."""
    answers, waiting, lock = [], list(reversed(requests)), threading.Lock()

    def browse():
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            while True:
                with lock:
                    if not waiting:
                        return
                    request = waiting.pop()
                started = time.perf_counter()
                connection.sendall(request)
                head = _head(connection)
                is_taken = head.startswith(b"HTTP/1.1 302") and b"/sent/" in head
                answers.append((is_taken, (time.perf_counter() - started) * 1000))

    browsers = [threading.Thread(target=browse) for _ in range(BROWSERS)]
    for each in browsers:
        each.start()
    for each in browsers:
        each.join()
    return answers


def _head(connection) -> bytes:
    """Read an answer without a body."""
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = connection.recv(65536)
        if not chunk:
            raise RuntimeError("the web server closed the connection")
        head += chunk
    return head


def _cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and of its children so far."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_spent(each) for each in [pid, *children])


def _database_seconds() -> dict[int, float]:
    """Return the processor time of each connection's process in PostgreSQL so far; nothing of SQLite, which has none."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid: _spent(pid) for (pid,) in cursor.fetchall()}


def _spent(pid) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS

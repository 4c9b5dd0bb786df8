"""`manage.py start` for real: what bin/start runs after the set-up, in a folder and on a port of its own."""

import json
import os
import re
import signal
import socket
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from demo import sign_ins
from tests.servers import ROOT, Process, free_port, wait_until

pytestmark = pytest.mark.services


@pytest.fixture
def plenary(tmp_path):
    """Return a function that runs the start command on a port; what it started is stopped after the test."""
    started = []

    def plenary(port, folder=tmp_path / "var", name="start"):
        ours = {"PATH": os.environ["PATH"], "DEBUG": "yes", "SECRET_KEY": "k" * 40, "PORT": str(port)}
        ours |= {"PLENARY_VAR": str(folder), "SITE_URL": f"http://127.0.0.1:{port}"}
        command = (sys.executable, ROOT / "manage.py", "start")
        started.append(Process(name, *command, folder=tmp_path, environment=ours).start())
        return started[-1]

    yield plenary
    for each in started:
        each.stop(40)


def page(address):
    """Return the status of a page and its text."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def processes_of(folder: Path):
    """Return the ids of the processes that work in this folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"PLENARY_VAR={folder}\0".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:  # the process ended, or is another user's
            continue
    return found


def test_one_command_runs_everything_mends_it_and_stops_it(plenary, tmp_path):
    port = free_port()
    site = f"http://127.0.0.1:{port}"

    start = plenary(port)
    start.wait_for("Ctrl-C stops it.", seconds=120)

    said = start.output()
    assert f"Plenary is ready at {site}" in said
    assert all(email in said for email, _name, _role in sign_ins.TEAM)
    link = re.search(rf"{site}/i/\S+", said).group()
    assert page(link)[0] == 200
    wait_until(lambda: page(f"{site}/health")[0] == 200, seconds=60, what="health")
    assert json.loads(page(f"{site}/health")[1])["status"] == "ok"
    assert "/i/…/" in (tmp_path / "var" / "log" / "web-server.log").read_text()

    worker = next(
        pid for pid in processes_of(tmp_path / "var") if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    os.kill(worker, signal.SIGKILL)
    start.wait_for("The worker was ended by signal 9; it starts again in 1 s.")

    second = plenary(free_port(), name="second")
    wait_until(lambda: not second.is_running(), seconds=120, what="the second one's refusal")
    assert "Plenary already runs from" in second.output()

    start.running.send_signal(signal.SIGINT)
    wait_until(lambda: not start.is_running(), seconds=120, what="the end")
    assert start.output().endswith("Stopping; a second Ctrl-C stops at once.\nStopped.\n")
    wait_until(lambda: not processes_of(tmp_path / "var"), what="the end of what the killed worker had started")


def test_a_port_in_use_is_named_with_a_way_out(plenary):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        start = plenary(port)
        wait_until(lambda: not start.is_running(), seconds=120, what="the refusal")

    assert start.running.returncode == 1
    assert (
        start.output()
        .strip()
        .endswith(
            f"CommandError: Port {port} is in use by another program. Choose another one:  PORT={port + 1} bin/start"
        )
    )

"""Runs a measurement of mail as a test, on SQLite and on a PostgreSQL of its own."""

import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from config import machine
from tests.run import postgresql
from tests.servers import ROOT, free_port

ENGINES = ["sqlite", "postgresql", "both"]


def run(path: str, engine: str, **environment) -> int:
    """Run the tests of a file on an engine or on both, with more variables; return how that ended."""
    machine.provide(machine.REDIS)
    code = 0
    for each in ENGINES[:2] if engine == "both" else [engine]:
        print(f"\n===== {each}", flush=True)  # noqa: T201 - what it says is for the terminal
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            Path(folder).chmod(0o755)  # PostgreSQL runs as another user
            with postgresql(Path(folder)) if each == "postgresql" else nullcontext() as address:
                own = {"DATABASE_URL": address} if address else {}
                code = max(code, _run_once(path, environment | own))
    return code


def _run_once(path, environment):
    ours = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ours |= {"DJANGO_SETTINGS_MODULE": "config.settings_test", "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", path]
    return subprocess.run(command, cwd=ROOT, env=ours | environment, check=False).returncode  # noqa: S603 - our files

"""Compare the worker with a bare loop that builds and sends the same messages over one connection to the same sink.

usage: python bench/mail_throughput.py [--messages 10000] [--processes 2]

It runs as a test does: with a database, a Redis and a mail server of its own. DATABASE_URL chooses the engine
(default: SQLite).
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--messages", default="10000")
    options.add_argument("--processes", default="2")
    given = options.parse_args()
    environment = os.environ | {
        "BENCH_MESSAGES": given.messages,
        "BENCH_PROCESSES": given.processes,
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }
    environment.setdefault("REDIS_URL", "redis://127.0.0.1:16391/0")
    command = [sys.executable, "-m", "pytest", "-q", "-s", "bench/mail_rates.py"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603 - our own file


if __name__ == "__main__":
    sys.exit(main())

"""Kill, silence and restart what correspondence stands on, in full, and print what was counted.

usage: python bench/mail_faults.py [--runs 20] [--messages 400] [--outage 300]

The tests are those of tests/correspondence/test_faults.py, with more runs and messages. DATABASE_URL chooses the
engine (default: SQLite); redis-server has to be installed.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", default="20")
    options.add_argument("--messages", default="400")
    options.add_argument("--outage", default="300", help="seconds for which mail server and broker are away")
    given = options.parse_args()
    environment = os.environ | {
        "FAULT_RUNS": given.runs,
        "FAULT_MESSAGES": given.messages,
        "FAULT_SECONDS": given.outage,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }
    environment.setdefault("REDIS_URL", "redis://127.0.0.1:16390/0")
    command = [sys.executable, "-m", "pytest", "-q", "-s", "tests/correspondence/test_faults.py"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603 - our own tests


if __name__ == "__main__":
    sys.exit(main())

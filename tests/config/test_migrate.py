"""`manage.py migrate` by hand, in a folder that is not there yet."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

from tests.servers import ROOT


def test_migrate_alone_makes_the_folder_and_every_table_that_a_page_needs(tmp_path):
    folder = tmp_path / "not" / "there" / "yet"
    environment = {"PATH": os.environ["PATH"], "DEBUG": "yes", "SECRET_KEY": "k" * 40, "PLENARY_VAR": str(folder)}
    command = (sys.executable, ROOT / "manage.py", "migrate", "--verbosity", "0")
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(folder / "plenary.sqlite3")) as database:
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"cache", "conference_conference", "participants_registration"} <= tables

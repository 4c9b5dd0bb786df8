"""A migrated database, made once in a run of bin/test and copied for each of its processes.

Migrating costs several seconds of a processor, and a run of everything has seven processes that need a database.
`config/settings_test.py` and DATABASE_URL say which engine it is; without bin/test, pytest-django makes a database anew.
"""

import contextlib
import fcntl
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

FOLDER = "PLENARY_TESTS_FOLDER"  # the environment's name for the folder of the run


def copy(folder: Path):
    """Make this process's own copy its database; the first of a run's processes migrates, the others wait for it."""
    name = Path(connection.settings_dict["NAME"]).name
    with _alone(folder / f"{connection.vendor}.lock"):
        made = folder / f"{connection.vendor}.made"
        if not made.exists():
            _migrate(folder)
            made.touch()
        _use(_copied(folder, f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"))


def _migrate(folder):
    named = connection.settings_dict["TEST"]
    before, named["NAME"] = named["NAME"], _made(folder)
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()  # PostgreSQL copies no database that somebody uses, and SQLite's file is whole when it is closed
    named["NAME"] = before


def _copied(folder, suffix):
    """Return the name of a copy."""
    if connection.vendor == "sqlite":
        return shutil.copy(_made(folder), connection.settings_dict["TEST"]["NAME"])
    connection.settings_dict["NAME"] = _made(folder)
    connection.creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
    return connection.creation.get_test_db_clone_settings(suffix)["NAME"]


def name_of(folder: Path) -> str:
    """Return the name of the migrated database of the run that has this folder."""
    return f"migrated_{folder.name}"


def _made(folder) -> str:
    return str(folder / f"{name_of(folder)}.sqlite3") if connection.vendor == "sqlite" else name_of(folder)


def _use(name):
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = str(name)


@contextlib.contextmanager
def _alone(path):
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

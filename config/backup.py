"""Backup and restore: the database as it was at one moment and the files, in one tar file that says what is in it.

The manifest holds, for each table, the number of rows and a sum of their content, and the hash of each file. Restoring
compares all of it. The site's secret key is never part of a backup: together they would open every personal page.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction

from config import machine

DATABASE = "database"
MANIFEST = "manifest.json"


def keep(target: Path, *, at: datetime) -> dict:
    """Write a backup to `target` while Plenary runs, and return its manifest. Raises CommandError."""
    if target.exists():
        raise CommandError(f"{target} exists already.")
    with tempfile.TemporaryDirectory(prefix="plenary-backup-") as folder:
        copy = Path(folder) / DATABASE
        tables = _copy_sqlite(copy) if settings.IS_SQLITE else _copy_postgresql(copy)
        manifest = {"made_at": at.isoformat(), "engine": connection.vendor, "tables": tables, "files": {}}
        partial = target.with_name(target.name + ".part")
        with tarfile.open(partial, "w") as tar:
            tar.add(copy, DATABASE)
            for path in sorted(_files().rglob("*")):
                _add_file(tar, path, manifest["files"])
            _add_manifest(tar, manifest)
        partial.chmod(0o600)
        partial.replace(target)
    return manifest


def bring_back(source: Path) -> dict:
    """Restore a backup into an empty system and compare everything; return the manifest. Raises CommandError."""
    _refuse_what_is_not_empty()
    with tempfile.TemporaryDirectory(prefix="plenary-restore-") as folder:
        try:
            with tarfile.open(source) as tar:
                tar.extractall(folder, filter="data")
            manifest = json.loads((Path(folder) / MANIFEST).read_text())
        except (OSError, tarfile.TarError, ValueError) as problem:
            raise CommandError(f"{source} is not a backup of Plenary: {problem}") from problem
        if manifest["engine"] != connection.vendor:
            raise CommandError(f"This backup is of {manifest['engine']}; DATABASE_URL names {connection.vendor}.")
        _bring_files_back(Path(folder) / "files", manifest["files"])
        copy = Path(folder) / DATABASE
        tables = _bring_sqlite_back(copy) if settings.IS_SQLITE else _bring_postgresql_back(copy)
    different = [name for name in manifest["tables"] if tables.get(name) != manifest["tables"][name]]
    if different:
        raise CommandError(f"What was restored differs from the backup, in: {', '.join(different)}.")
    return manifest


def _files() -> Path:
    return settings.VAR_DIR / "files"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add_file(tar, path: Path, hashes: dict[str, str]):
    name = str(path.relative_to(_files()))
    try:
        if path.is_file():
            hashes[name] = _hash(path)
            tar.add(path, f"files/{name}", recursive=False)
    except FileNotFoundError:  # deleted meanwhile, and nobody's any more
        hashes.pop(name, None)


def _add_manifest(tar, manifest):
    content = json.dumps(manifest, indent=1).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _refuse_what_is_not_empty():
    if connection.introspection.table_names():
        raise CommandError("The database is not empty. Restore into an empty one: see docs/operations.md.")
    if _files().exists() and any(_files().iterdir()):
        raise CommandError(f"{_files()} is not empty. Move it away first.")


def _bring_files_back(folder: Path, hashes: dict[str, str]):
    for name, expected in hashes.items():
        path = folder / name
        if not path.is_file() or _hash(path) != expected:
            raise CommandError(f"The file {name} of the backup is missing or damaged.")
    for name in hashes:
        target = _files() / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / name, target)


# SQLite: a copy by the engine's own means; what still stands in its journal is in it


def _copy_sqlite(copy: Path) -> dict:
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as source:
        source.execute("VACUUM INTO ?", [str(copy)])
    return _sums_of_sqlite(copy)


def _bring_sqlite_back(copy: Path) -> dict:
    connection.close()
    target = Path(settings.DATABASES["default"]["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(target)) as database:
        source.backup(database)
    return _sums_of_sqlite(target)


def _sums_of_sqlite(path: Path) -> dict:
    sums = {}
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        for (name,) in names.fetchall():
            count = total = 0
            for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - a name of the database itself
                count += 1
                total += int.from_bytes(hashlib.md5(repr(row).encode(), usedforsecurity=False).digest()[:7])
            sums[name] = [count, str(total)]
    return sums


# PostgreSQL: dump and sums of one snapshot


def _copy_postgresql(copy: Path) -> dict:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0; SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={copy}")
        return _sums_of_postgresql(cursor)


def _bring_postgresql_back(copy: Path) -> dict:
    database = settings.DATABASES["default"]["NAME"]
    _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={database}", str(copy))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        return _sums_of_postgresql(cursor)


def _sums_of_postgresql(cursor) -> dict:
    sums = {}
    for name in sorted(connection.introspection.table_names(cursor)):
        row = "('x' || substr(md5(t::text), 1, 14))::bit(56)::bigint"
        cursor.execute(f'SELECT count(*), coalesce(sum({row}), 0) FROM "{name}" t')  # noqa: S608 - a name of the database
        count, total = cursor.fetchone()
        sums[name] = [count, str(total)]
    return sums


def _run(program: str, *arguments: str):
    """Run one of PostgreSQL's own programs against the database."""
    folder = machine.postgresql_programs()
    found = folder / program if folder and (folder / program).exists() else Path(program)
    known = settings.DATABASES["default"]
    where = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = os.environ | {name: str(known[key]) for name, key in where.items() if known.get(key)}
    try:
        done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - PostgreSQL's own
    except FileNotFoundError:
        raise CommandError(
            f"{program} is missing. Install PostgreSQL's client programs of the server's release."
        ) from None
    if done.returncode:
        raise CommandError(f"{program} says: {done.stderr.strip()[-600:]}")

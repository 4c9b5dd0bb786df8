"""A backup is restored into an empty system, and the two are the same: rows, files, sign-in, documents (OPS-01)."""

import json
import subprocess
import sys
import tarfile
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import PASSWORD, make_conference, make_member, make_note, make_participant, make_user
from tests.participants.test_places import wait_as_long_as_it_takes
from tests.servers import ROOT, environment

pytestmark = pytest.mark.django_db(transaction=True)

SIGN_IN = f"""
from django.test import Client
client = Client(SERVER_NAME="127.0.0.1")
client.post("/account/sign-in/", {{"login": "ana@example.org", "password": "{PASSWORD}"}})
assert client.get("/c/x/desk/").status_code == 200
"""


@pytest.fixture
def empty(tmp_path):
    """The environment of a system without rows and files, on the engine of this test."""
    var = tmp_path / "empty"
    var.mkdir()
    if connection.vendor == "sqlite":
        yield environment(DATABASE_URL=f"sqlite:///{var}/plenary.sqlite3", PLENARY_VAR=str(var))
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE restored")
    here = environment()["DATABASE_URL"]
    yield environment(DATABASE_URL=f"{here.rpartition('/')[0]}/restored", PLENARY_VAR=str(var))
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE restored WITH (FORCE)")


def manage(environment, *arguments):
    """Run a command in a process of its own; return what it says."""
    command = [sys.executable, "manage.py", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def fill():
    """Make a conference with what matters: a team, people with hard names, a note, a file."""
    conference = make_conference(slug="x")
    make_member(conference, user=make_user(email="ana@example.org"))
    for name in ["Núñez de la Cruz", "منصور", "李小龍", "O'Neill \\ 'quoted'"]:
        make_participant(conference, family_name=name)
    make_note(conference)
    return default_storage.save("participants/answers/letter.pdf", ContentFile(b"%PDF-1.7 a letter"))


def contents(path):
    with tarfile.open(path) as tar:
        return json.loads(tar.extractfile("manifest.json").read())


def test_a_backup_restored_into_an_empty_system_is_the_same(tmp_path, empty, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    name = fill()
    call_command("render_note", "x", tmp_path / "before.pdf")

    call_command("backup", tmp_path / "first.tar")
    said = manage(empty, "restore", tmp_path / "first.tar")
    manage(empty, "migrate", "--check")
    manage(empty, "backup", tmp_path / "second.tar")
    manage(empty, "render_note", "x", tmp_path / "after.pdf")
    manage(empty | {"DEBUG": "yes"}, "shell", "-v0", "-c", SIGN_IN)

    first, second = contents(tmp_path / "first.tar"), contents(tmp_path / "second.tar")
    assert (first["tables"], first["files"]) == (second["tables"], second["files"])
    assert first["tables"]["participants_participant"][0] == 4
    assert name in first["files"]
    assert "all compared" in said
    assert (tmp_path / "before.pdf").read_bytes() == (tmp_path / "after.pdf").read_bytes()
    assert (tmp_path / "first.tar").stat().st_mode & 0o077 == 0


def test_a_backup_while_people_write_can_be_restored(tmp_path, empty):
    fill()
    conference = make_conference(slug="busy")
    stop = threading.Event()

    def write():
        try:
            wait_as_long_as_it_takes()
            while not stop.is_set():
                make_participant(conference)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        call_command("backup", tmp_path / "busy.tar")
    finally:
        stop.set()
        writer.join()

    assert "all compared" in manage(empty, "restore", tmp_path / "busy.tar")


def test_what_is_not_empty_is_never_overwritten(tmp_path):
    fill()
    call_command("backup", tmp_path / "a.tar")

    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", tmp_path / "a.tar")
    with pytest.raises(CommandError, match="The database is not empty"):
        call_command("restore", tmp_path / "a.tar")


def test_a_damaged_backup_is_refused(tmp_path, empty):
    fill()
    call_command("backup", tmp_path / "whole.tar")
    content = (tmp_path / "whole.tar").read_bytes()
    (tmp_path / "damaged.tar").write_bytes(content.replace(b"%PDF-1.7 a letter", b"%PDF-1.7 a ladder"))
    (tmp_path / "none.tar").write_bytes(b"not a tar file")

    for name, sentence in [
        ("damaged.tar", "letter.pdf of the backup is missing or damaged"),
        ("none.tar", "is not a backup"),
    ]:
        command = [sys.executable, "manage.py", "restore", str(tmp_path / name)]
        done = subprocess.run(command, cwd=ROOT, env=empty, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert sentence in done.stderr

"""The tools around the tests say what is so: the sums of bin/test, the pinned requirements of bin/check."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests import migrated, pins, run
from tests.servers import free_port

PINNED = "django==5.2.19 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via -r requirements.in\n"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ('errors="0" failures="0" skipped="0" tests="12"', "12 passed"),
        ('errors="1" failures="2" skipped="3" tests="12"', "6 passed, 2 failed, 1 errors, 3 skipped"),
        ('errors="0" failures="0" skipped="0" tests="0"', "0 passed"),
    ],
)
def test_a_round_is_summed_up_from_its_results(tmp_path, head, said):
    results = tmp_path / "results.xml"
    results.write_text(
        f'<?xml version="1.0"?><testsuites><testsuite name="pytest" {head} time="1"></testsuite></testsuites>'
    )

    assert run.counts(results) == said


def test_a_round_without_results_says_nothing(tmp_path):
    assert run.counts(tmp_path / "results.xml") == ""


def test_it_is_seen_which_tests_need_a_server_or_the_browser():
    assert run.says("mark.services", ["tests/test_servers.py"])
    assert not run.says("mark.services", ["tests/config/test_env.py"])
    assert run.says("chromium", ["tests/browser/test_signing_in.py::test_a_member_signs_in"])


class Script(run.Round):
    """A round that runs some lines of Python instead of pytest."""

    def command(self):
        return [sys.executable, "-c", "\n".join(self.arguments)]


def test_rounds_run_one_after_the_other_and_lanes_beside_each_other(tmp_path, capfd):
    wait_for_the_other_lane = [
        "import pathlib, time",
        f"folder = pathlib.Path({str(tmp_path)!r})",
        "while not (folder / 'beside').exists(): time.sleep(0.05)",
        "(folder / 'first').touch()",
    ]
    first, second = Script("First", wait_for_the_other_lane), Script("Second", [f"open('{tmp_path}/first')"])
    beside = Script("Beside", [f"open('{tmp_path}/beside', 'w')", "print('said')", "exit(1)"])

    assert run.run([[first, second], [beside]], tmp_path) == [first, second, beside]

    assert [(each.code, each.is_good) for each in (first, second, beside)] == [(0, True), (0, True), (1, False)]
    assert "===== Beside\nsaid\n" in capfd.readouterr().out
    assert str(beside).startswith("Beside: ended with code 1 in ")


def test_what_still_runs_is_stopped_when_another_round_cannot_begin(tmp_path):
    endless = Script("Endless", ["import time", "time.sleep(600)"])
    impossible = run.Round("no/such/folder", [])

    with pytest.raises(FileNotFoundError):
        run.run([[endless], [impossible]], tmp_path)

    assert endless.process.returncode not in {None, 0}


NEW_TESTS = """
from pathlib import Path

def test_disturbed():
    seen = Path(__file__).with_name("seen")
    has_been_here, _ = seen.exists(), seen.touch()
    assert has_been_here

def test_broken():
    assert {is_mended}

def test_good():
    assert not Path(__file__).with_name("seen alone").exists()
    Path(__file__).with_name("seen alone").touch()
"""


@pytest.fixture
def journey(tmp_path, capfd):
    """Return a function that runs a round of such tests beside another, and gives back the round and what was printed."""

    def journey(*, tests=NEW_TESTS, is_mended=True, is_journey=True):
        folder = tmp_path / "project"
        folder.mkdir()
        (folder / "pytest.ini").write_text("[pytest]\n")
        (folder / "test_it.py").write_text(tests.replace("{is_mended}", str(is_mended)))
        arguments = ["-q", "-p", "no:django", "-c", folder / "pytest.ini", "--rootdir", folder, folder]
        rounds = [[Script("First", ["pass"])], [run.Round("Browser", arguments, is_journey=is_journey)]]
        _, browser = run.try_again(run.run(rounds, tmp_path), tmp_path)
        return browser, capfd.readouterr().out

    return journey


def test_a_journey_that_fails_beside_the_other_lane_is_tried_once_more_alone(journey):
    browser, printed = journey()

    assert (browser.code, browser.again.code, browser.is_good) == (1, 0, True)
    assert browser.outcomes() == ["Browser: failed beside the other lane, passed alone: test_it.py::test_disturbed"]
    assert browser.counts == "2 passed, 1 failed"
    assert browser.again.counts == "1 passed"  # what has passed is not run again
    assert "===== Browser, alone" in printed


def test_what_fails_alone_too_has_failed(journey):
    browser, _ = journey(is_mended=False)

    assert not browser.is_good
    assert browser.outcomes() == [
        "Browser: failed beside the other lane, passed alone: test_it.py::test_disturbed",
        "Browser: failed beside the other lane and alone: test_it.py::test_broken",
    ]


def test_an_ordinary_round_is_not_tried_again(journey):
    browser, _ = journey(is_journey=False)

    assert (browser.again, browser.is_good, browser.outcomes()) == (None, False, [])


def test_where_more_than_three_fail_nothing_is_tried_again(journey):
    browser, _ = journey(tests="\n".join(f"def test_{number}(): assert False" for number in range(4)))

    assert (browser.again, browser.is_good, len(browser.failed)) == (None, False, 4)


def test_a_round_that_is_broken_off_is_not_tried_again():
    browser = run.Round("Browser", [], is_journey=True, code=2, failed=["test_it.py::test_disturbed"])

    assert browser.alone() is None


def test_everything_that_drives_the_browser_stands_in_the_folder_that_its_round_runs(root):
    marked = [file for file in (root / "tests").rglob("test_*.py") if "mark." + "browser" in file.read_text()]

    assert [file for file in marked if file.parent.name != "browser"] == []


def test_modules_are_compiled_once_in_a_run_where_the_environment_forbids_to_keep_them(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "elsewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv(migrated.FOLDER, "another")

    run.share(tmp_path)

    assert os.environ[migrated.FOLDER] == str(tmp_path)
    assert os.environ["PYTHONPYCACHEPREFIX"] == str(tmp_path / "compiled")
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ


def test_a_process_gets_a_copy_of_the_database_that_the_run_has_migrated(tmp_path):
    migrated_once = tmp_path / f"{migrated.name_of(tmp_path)}.sqlite3"
    with closing(sqlite3.connect(migrated_once)) as database:
        database.execute("CREATE TABLE written (word TEXT)")
    (tmp_path / "sqlite.made").touch()
    program = (
        "import django, pathlib; django.setup()",
        "from django.db import connection; from tests import migrated",
        f"migrated.copy(pathlib.Path({str(tmp_path)!r}))",
        "cursor = connection.cursor()",
        """cursor.execute("INSERT INTO written VALUES ('in the copy')")""",
        "print(connection.settings_dict['NAME'])",
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings_test"}
    environment.pop("DATABASE_URL", "")

    done = subprocess.run(
        [sys.executable, "-c", "\n".join(program)],
        cwd=run.ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    copied = Path(done.stdout.strip())
    assert [written(copied), written(migrated_once)] == [1, 0]
    shutil.rmtree(copied.parent)


def written(database: Path) -> int:
    with closing(sqlite3.connect(database)) as opened:
        return opened.execute("SELECT count(*) FROM written").fetchone()[0]


def test_a_free_port_is_none_that_the_system_gives_to_whoever_asks():
    first_given = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])

    assert all(port < first_given for port in (free_port() for _ in range(20)))


@pytest.fixture
def pinned_in(tmp_path):
    """Return a function that writes the four files of requirements and says what does not fit."""

    def pinned_in(asked, pinned=PINNED, development=""):
        (tmp_path / "requirements.in").write_text(asked)
        (tmp_path / "requirements.txt").write_text(pinned)
        (tmp_path / "requirements-dev.in").write_text("# none\n-c requirements.txt\n")
        (tmp_path / "requirements-dev.txt").write_text(development)
        return pins.problems(tmp_path)

    return pinned_in


def test_pins_that_fit_are_no_problem(pinned_in):
    assert pinned_in("Django>=5.2,<5.3  # long-term support\n") == []


def test_a_name_without_a_pin_is_named(pinned_in):
    assert pinned_in("Django>=5.2\nnh3>=0.3\n") == [
        "requirements.in asks for nh3, which requirements.txt does not pin with hashes."
    ]


def test_a_pin_without_hashes_is_none(pinned_in):
    assert pinned_in("Django>=5.2\n", "django==5.2.19\n") == [
        "requirements.in asks for Django, which requirements.txt does not pin with hashes."
    ]


def test_a_pin_that_is_too_old_is_named(pinned_in):
    assert pinned_in("Django>=6\n") == ["requirements.txt pins Django 5.2.19, and requirements.in asks for Django>=6."]


def test_two_versions_of_one_library_are_named(pinned_in):
    assert pinned_in("Django>=5.2\n", development=PINNED.replace("5.2.19", "5.2.18")) == [
        "django is pinned as 5.2.19 and, for development, as 5.2.18."
    ]

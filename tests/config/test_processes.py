"""Programs side by side: what dies is started again, what was started is stopped."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from config.processes import LONG_ENOUGH, LONGEST_PAUSE, Household, Program
from tests.servers import ROOT, wait_until

FOR_EVER = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(600)",
]


@pytest.fixture
def program(tmp_path):
    """Return a function that makes a program; all are ended after the test."""
    made = []

    def program(command, name="program"):
        made.append(Program(name, command, tmp_path / f"{name}.log"))
        return made[-1]

    yield program
    for each in made:
        if each.process and each.process.poll() is None:
            each.process.kill()
        if each.process:
            each.process.wait()


def is_alive(pid):
    """Say whether a process runs: not one that has ended and whose new parent has not asked yet how."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_a_program_runs_in_a_group_of_its_own_and_its_words_are_kept(program):
    speaker = program([sys.executable, "-c", "import os; print(os.getpgid(0) == os.getpid())"])

    speaker.start()
    speaker.process.wait()

    assert speaker.log.read_text() == "True\n"
    assert speaker.how_it_ended() == "ended with code 0"


def test_what_dies_soon_is_started_again_later_and_later(program):
    dying = program(FOR_EVER)
    pauses = []
    for _ in range(7):
        dying.start()
        dying.process.kill()
        dying.process.wait()
        pauses.append(dying.plan_restart())

    assert pauses == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]

    dying.start()
    dying.started_at -= LONG_ENOUGH
    dying.process.kill()
    dying.process.wait()
    assert dying.plan_restart() == 1


def test_a_household_starts_again_what_was_killed_and_stops_when_asked(program):
    one, other, said = program(FOR_EVER, "one"), program(FOR_EVER, "other"), []
    household = Household([one, other], say=said.append)

    def kill_one_then_ask():
        try:
            wait_until(lambda: "ready" in said)
            first = one.process
            os.kill(first.pid, signal.SIGKILL)
            wait_until(lambda: one.process not in {None, first})
        finally:
            household.requests_to_stop += 1

    outside = threading.Thread(target=kill_one_then_ask)
    outside.start()
    household.run(is_ready=lambda: True, when_ready=lambda: said.append("ready"))
    outside.join()

    assert said == [
        "ready",
        f"The one was ended by signal 9; it starts again in 1 s. Its last words are in {one.log}",
        "Stopping; a second Ctrl-C stops at once.",
    ]
    assert not one.is_running()
    assert not other.is_running()


def test_what_does_not_want_to_end_is_ended(program):
    stubborn = program(STUBBORN)
    household = Household([stubborn], say=lambda text: None, patience=1)
    stubborn.start()
    wait_until(lambda: stubborn.log.read_text() == "up\n")

    household.stop()

    assert stubborn.how_it_ended() == "was ended by signal 9"


def test_a_second_request_ends_everything_at_once(program):
    stubborn = program(STUBBORN)
    household = Household([stubborn], say=lambda text: None, patience=600)
    household.requests_to_stop = 2
    stubborn.start()
    wait_until(lambda: stubborn.log.read_text() == "up\n")
    started = time.monotonic()

    household.stop()

    assert time.monotonic() - started < 60
    assert stubborn.how_it_ended() == "was ended by signal 9"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_programs_end_with_a_parent_that_is_killed(tmp_path):
    script = (
        "import sys, time; from pathlib import Path; from config.processes import Program; "
        f"p = Program('child', {FOR_EVER!r}, Path({str(tmp_path / 'log')!r})); p.start(); "
        "print(p.process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        assert is_alive(child)

        parent.kill()

    wait_until(lambda: not is_alive(child), what="the child's end")

"""Programs that run side by side: started, watched, started again when they die, and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30
LONG_ENOUGH = 60


def end_with_parent(number: int = signal.SIGTERM):
    """Ask the kernel, in a child that was just forked, for this signal should the parent die without a word."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


class Program:
    """One program in a process group of its own; what it prints goes to a file."""

    def __init__(self, name: str, command: list[str], log: Path):
        self.name = name
        self.command = command
        self.log = log
        self.process: subprocess.Popen | None = None
        self.started_at = 0.0
        self.due_at: float | None = None
        self.pause = 1

    def start(self):
        """Start the program; should this process be killed, it ends too."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - the commands are those of the start command
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        self.started_at, self.due_at = time.monotonic(), None

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def how_it_ended(self) -> str:
        code = self.process.returncode
        return f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"

    def plan_restart(self) -> int:
        """Decide when to start again: at once after a long run, later and later after short ones."""
        if time.monotonic() - self.started_at >= LONG_ENOUGH:
            self.pause = 1
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
        self.due_at = time.monotonic() + pause
        self.process = None
        return pause

    def signal(self, number: int):
        """Send a signal to the program alone when it may finish its work, to its whole group when it must end now."""
        if not self.is_running():
            return
        if number == signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)


class Household:
    """Runs programs until a signal asks to stop."""

    def __init__(self, programs: list[Program], *, say: Callable[[str], None], patience: int = 25):
        self.programs = programs
        self.say = say
        self.patience = patience
        self.requests_to_stop = 0

    def run(self, *, is_ready: Callable[[], bool], when_ready: Callable[[], None]):
        """Start all programs and watch them until Ctrl-C or SIGTERM; then stop them. A second signal ends them at once.

        As soon as `is_ready()` holds, `when_ready()` is called, once.
        """
        signal.signal(signal.SIGINT, self._ask_to_stop)
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup keeps it running when the terminal closes
            signal.signal(signal.SIGHUP, self._ask_to_stop)
        is_announced = False
        try:
            for program in self.programs:
                program.start()
            while not self.requests_to_stop:
                self._look_after()
                if not is_announced and is_ready():
                    is_announced = True
                    when_ready()
                time.sleep(0.2)
            self.say("Stopping; a second Ctrl-C stops at once.")
        finally:
            self.stop()

    def stop(self):
        """Ask all programs to finish; end what is still there after a while, or on a second request."""
        for program in self.programs:
            program.signal(signal.SIGTERM)
        deadline = time.monotonic() + self.patience
        while any(program.is_running() for program in self.programs):
            if time.monotonic() > deadline or self.requests_to_stop > 1:
                for program in self.programs:
                    program.signal(signal.SIGKILL)
            time.sleep(0.05)

    def _look_after(self):
        for program in self.programs:
            if program.has_ended():
                how = program.how_it_ended()
                pause = program.plan_restart()
                self.say(f"The {program.name} {how}; it starts again in {pause} s. Its last words are in {program.log}")
            elif program.due_at is not None and time.monotonic() >= program.due_at:
                program.start()

    def _ask_to_stop(self, number, frame):
        self.requests_to_stop += 1

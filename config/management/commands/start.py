"""Run the whole of Plenary on one machine: prepare the database, then web server, worker and clock until Ctrl-C."""

import fcntl
import http.client
import logging
import os
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.utils import timezone

from accounts import actions as accounts
from config import machine
from config.env import number
from config.processes import Household, Program
from demo import sign_ins

LARGEST_LOG = 5 * 1024 * 1024


class Command(BaseCommand):
    help = "Prepare the database and run the web server, a worker and the clock until Ctrl-C. HOST and PORT say where."
    requires_system_checks = []  # the migrations may not have run yet; the programs check for themselves

    def handle(self, *args, **options):
        logging.getLogger().setLevel(logging.WARNING)
        host = os.environ.get("HOST", "127.0.0.1")
        port = number("PORT", default=8000)
        if not 1 <= port <= 65535:
            raise CommandError(f"PORT must be a number from 1 to 65535, not {port}.")
        if settings.DEBUG and not machine.is_loopback(host):
            raise CommandError(
                f"With DEBUG=yes everybody knows the sign-ins, so Plenary does not listen on {host}. Set DEBUG=no, or "
                "leave HOST away."
            )
        try:
            machine.provide(machine.PANGO)
        except machine.Missing as problem:
            raise CommandError(str(problem)) from None
        with self._alone():
            self._wait_for_port(host, port)
            try:
                self._prepare()
            except KeyboardInterrupt:
                raise CommandError("Stopped before it was ready; the next start goes on from there.") from None
            household = Household(self._programs(), say=self._say)
            household.run(is_ready=lambda: _answers(host, port), when_ready=self._announce)
        self._say("Stopped.")

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def _alone(self):
        """Hold the folder's lock for as long as this process lives; two would ring two clocks."""
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        lock = (settings.VAR_DIR / "start.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"Plenary already runs from {settings.VAR_DIR}. Stop that one first (Ctrl-C), or set PLENARY_VAR to "
                "another folder for a second installation."
            ) from None
        return lock

    def _wait_for_port(self, host, port):
        """Refuse a port that something else uses; one of our own that is just ending gets a moment."""
        if machine.port_is_reserved(host, port):
            raise CommandError(f"Only root may listen on port {port}. Choose one above 1023:  PORT=8000 bin/start")
        for _ in range(25):
            if machine.port_is_free(host, port):
                return
            time.sleep(0.2)
        raise CommandError(f"Port {port} is in use by another program. Choose another one:  PORT={port + 1} bin/start")

    def _prepare(self):
        """Bring database, queue and static files up to date. The queue starts empty: what waits is in the database."""
        try:
            connection.ensure_connection()
        except OperationalError as problem:
            said = str(problem).strip().splitlines()[0]
            raise CommandError(
                f"The database cannot be opened. See DATABASE_URL and PLENARY_VAR. It says: {said}"
            ) from None
        call_command("migrate", interactive=False, verbosity=0)
        for left_over in settings.BROKER_DIR.glob("*/*"):
            left_over.unlink()
        if settings.DEBUG:
            call_command("load_demo", verbosity=0)
        else:
            self._close_the_demonstration()
            call_command("load_states", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)

    def _close_the_demonstration(self):
        """Take the published password away where the demonstration was tried before."""
        emails = [email for email, _name, _role in sign_ins.TEAM]
        closed = accounts.close_accounts(emails, password=sign_ins.PASSWORD, by=None, at=timezone.now())
        if closed:
            self._say(f"The demonstration's sign-ins are closed: {', '.join(user.email for user in closed)}.")

    def _programs(self):
        logs = settings.VAR_DIR / "log"
        logs.mkdir(exist_ok=True)
        commands = {
            "web server": ["gunicorn", "-c", "python:config.gunicorn", "config.wsgi"],
            "worker": ["celery", "-A", "config", "worker", "-l", "INFO", "-n", "worker@plenary"],
            "clock": ["celery", "-A", "config", "beat", "-l", "INFO"],
        }
        return [
            Program(name, [sys.executable, "-m", *command], _log(logs / f"{name.replace(' ', '-')}.log"))
            for name, command in commands.items()
        ]

    def _announce(self):
        told = sign_ins.lines() if settings.DEBUG else _warnings()
        self._say("\n".join([f"\nPlenary is ready at {settings.SITE_URL}\n", *told, "\nCtrl-C stops it."]))


def _warnings() -> list[str]:
    """Say what an office must know before it relies on this installation."""
    if settings.HAS_LOCAL_MAILBOX:
        return [f"Warning: EMAIL_URL is missing. Messages go to {settings.MAILBOX_DIR} and reach nobody."]
    return []


def _log(path: Path) -> Path:
    """Return the log's path; one that has grown large becomes the old one."""
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".old.log"))
    return path


def _answers(host, port) -> bool:
    """Say whether the web server answers, whatever it says."""
    line = http.client.HTTPConnection(host, port, timeout=5)
    try:
        line.request("GET", "/account/sign-in/")
        line.getresponse()
    except OSError:
        return False
    finally:
        line.close()
    return True

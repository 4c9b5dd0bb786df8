"""How long people wait for a page while others are at work: the 95th of a hundred answers, participants' and the team's.

usage: python -m bench.pages [--registrations N] [--seconds N]

Makes a database of its own (a SQLite file, or the empty PostgreSQL database that DATABASE_URL names), fills it with
load_scale, and lets a web server of two processes answer 40 participants who open a page every two seconds, and four of
the team who open a list every second, each time over a new connection. It prints milliseconds for each page and ends
with 1 when the 95th percentile of a kind is over its limit. Loopback only; it stops what it started.
"""

import argparse
import http.client
import itertools
import os
import statistics
import sys
import threading
import time
from contextlib import closing
from typing import NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ["LOG_LEVEL"] = "ERROR"

import django

django.setup()

from django.conf import settings  # noqa: E402 - the settings come first
from django.core.management import call_command  # noqa: E402 - as above

from bench import posting  # noqa: E402 - as above
from bench.registrations import say, sign_of_life, signed_in, tidy_up  # noqa: E402 - as above
from conference.models import Conference  # noqa: E402 - as above
from participants.views.personal import own_url  # noqa: E402 - as above

EVERY_SECONDS_OF_TEAM, EVERY_SECONDS_OF_PARTICIPANTS = 1, 2
TEAM, PARTICIPANTS = 4, 40
PARTICIPANT_PAGES = {"the conference": "", "agenda": "agenda/", "registering": "register/"}
TEAM_PAGES = {
    "overview": "desk/",
    "registrations": "desk/registrations/",
    "registrations, filtered": "desk/registrations/?sector=industry&state=MX",
    "registrations, searched": "desk/registrations/?q=garcia",
    "registrations, last page": "desk/registrations/?sort=-name&page=9999",
    "invitations": "desk/invitations/",
    "delegations": "desk/delegations/",
    "messages": "desk/messages/",
    "history": "desk/history/",
}


class Kind(NamedTuple):
    """Who asks for which pages, how many of them, how often; and after how many milliseconds 95 of 100 are answered."""

    name: str
    limit: int
    people: int
    every_seconds: float
    pages: dict[str, str]
    headers: dict[str, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--registrations", type=int, default=5_000)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    kinds = _prepared(min(options.registrations, 50_000))
    database = os.environ.get("DATABASE_URL") or f"sqlite:///{settings.DATABASES['default']['NAME']}"
    with posting.server(database) as (port, _):
        for kind in kinds:
            _visit(port, kind, 0, until=time.monotonic(), waited=[])
        waited = _waited(port, kinds, min(options.seconds, 600))
    are_met = [_say_how_long(kind, waited[kind.name]) for kind in kinds]
    return 0 if all(are_met) else 1


def _prepared(count) -> list[Kind]:
    """Fill the database; return who asks for what."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_scale", registrations=count, sessions=100, verbosity=0)
    tidy_up()
    sign_of_life()
    conference = Conference.objects.get(slug=f"scale-{count}-100")
    cookie = signed_in(conference).cookies[settings.SESSION_COOKIE_NAME].value
    begin, own = conference.get_absolute_url(), conference.registrations.confirmed().first()
    of_all = {name: begin + path for name, path in PARTICIPANT_PAGES.items()}
    of_all["the own registration"] = own_url("me", "participants:me", own)
    of_team = {name: begin + path for name, path in TEAM_PAGES.items()}
    signed = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
    return [
        Kind("participants", 300, PARTICIPANTS, EVERY_SECONDS_OF_PARTICIPANTS, of_all, {}),
        Kind("the team", 500, TEAM, EVERY_SECONDS_OF_TEAM, of_team, signed),
    ]


def _waited(port, kinds, seconds) -> dict[str, list[tuple[str, float]]]:
    """Let everybody ask for `seconds`; return for each kind the pages that were opened, and their milliseconds."""
    until, waited = time.monotonic() + seconds, {kind.name: [] for kind in kinds}
    people = [
        threading.Thread(target=_visit, args=(port, kind, number), kwargs={"until": until, "waited": waited[kind.name]})
        for kind in kinds
        for number in range(kind.people)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return waited


def _visit(port, kind, number, *, until, waited):
    """Open one page after the other, each person beginning with another; at least each page once."""
    begin = time.monotonic() + kind.every_seconds * number / kind.people
    pages = list(kind.pages.items())
    for turn in itertools.count():
        if turn >= len(pages) and time.monotonic() > until:
            return
        time.sleep(max(0, begin + kind.every_seconds * turn - time.monotonic()))
        name, path = pages[(turn + number) % len(pages)]
        started = time.perf_counter()
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", path, headers=kind.headers | {"Accept": "text/html"})
            answer = connection.getresponse()
            answer.read()
        waited.append((name, (time.perf_counter() - started) * 1000))
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered with {answer.status}")


def _say_how_long(kind, waited) -> bool:
    say(f"\n{kind.name:<26}{'opened':>7}{'median ms':>11}{'95 of 100':>11}{'slowest':>9}")
    for name in kind.pages:
        _say(name, [ms for page, ms in waited if page == name])
    slow = _say("together", [ms for _, ms in waited])
    say(f"limit {kind.limit} ms: {'met' if slow < kind.limit else 'not met'}")
    return slow < kind.limit


def _say(name, ms) -> float:
    slow = statistics.quantiles(ms, n=20)[-1]
    say(f"{name:<26}{len(ms):>7}{statistics.median(ms):>11.0f}{slow:>11.0f}{max(ms):>9.0f}")
    return slow


if __name__ == "__main__":
    sys.exit(main())

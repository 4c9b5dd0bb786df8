"""The registration desk with many people: its list, its files, and registering itself.

usage: python -m bench.registrations [--registrations N]

Makes a database of its own (a SQLite file, or the empty PostgreSQL database that DATABASE_URL names), fills it with
load_scale, and measures in process: the list's first page and filters beside a bare Django page of 50 table rows that
the same client asks of the same site, the exports' memory and the preview of 5,000 rows; then how many registrations a
web server of two processes takes in a second (bench/posting.py). It prints figures with their ratios, and ends with 1
when a target is missed.
"""

import argparse
import io
import os
import resource
import statistics
import sys
import time
import tracemalloc
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ["LOG_LEVEL"] = "ERROR"

import django

django.setup()

from django.conf import settings  # noqa: E402 - the settings come first
from django.core.management import call_command  # noqa: E402 - as above
from django.db import connection  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above

from accounts.models import User  # noqa: E402 - as above
from bench import posting  # noqa: E402 - as above
from conference.models import Conference, TeamMember  # noqa: E402 - as above
from correspondence import heartbeats  # noqa: E402 - as above
from correspondence.models import Heartbeat  # noqa: E402 - as above
from lib import spreadsheets  # noqa: E402 - as above
from participants import actions  # noqa: E402 - as above
from participants.choices import WorkKind  # noqa: E402 - as above

ROUNDS = 7
MOST_QUERIES, MOST_TIMES, MOST_XLSX_MB, MOST_PREVIEW_SECONDS, LEAST_PER_SECOND = 12, 3.0, 250, 20, 150
EVERY_FILTER = (
    "?q=a&status=confirmed&sector=industry&state=MX&missing=phone&invitation=accepted&answer=yes"
    "&columns=tags&columns=delegation&columns=invitation"
)
QUERIES = {
    "first page": "",
    "search": "?q=garcia",
    "status": "?status=waitlisted",
    "sector and State": "?sector=industry&state=MX",
    "missing": "?missing=phone&sort=name",
    "by name": "?sort=name",
    "last page, by name": "?sort=-name&page=9999",
    "invitation": "?invitation=accepted",
    "by organisation": "?sort=organisation",
    "by invitation": "?columns=invitation&sort=invitation",
    "every filter": EVERY_FILTER,
}


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--registrations", type=int, default=10_000)
    options = parser.parse_args()
    settings.ALLOWED_HOSTS, settings.ROOT_URLCONF = ["testserver"], "bench.posting_urls"
    settings.CACHES["nearby"] = {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
    }  # as an installation has it
    findings = measure(min(options.registrations, 50_000))
    failed = [name for name, is_met in findings.items() if not is_met]
    say("\nall met" if not failed else f"\nnot met: {', '.join(failed)}")
    return 1 if failed else 0


def measure(count: int) -> dict[str, bool]:

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("load_scale", registrations=count, sessions=10, verbosity=0)
    tidy_up()
    conference = Conference.objects.get(slug=f"scale-{count}-10")
    say(f"{count} registrations on {connection.vendor}")
    client = signed_in(conference)
    return _list(client, conference) | _exports(client, conference) | _preview(conference) | _registering(conference)


def tidy_up():
    """Let PostgreSQL know its tables, as it does by itself within a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def signed_in(conference):
    """Return a test client that is signed in as an organiser of a conference."""
    user = User.objects.create_user("bench@example.org", None, name="Bench")
    TeamMember.objects.create(conference=conference, user=user, role="organiser", added_at=timezone.now())
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sign_of_life():
    """Note that a worker and the clock run, as they do in an installation; without them every page says so."""
    for part in (heartbeats.WORKER, heartbeats.CLOCK):
        Heartbeat.objects.update_or_create(name=part, defaults={"at": timezone.now()})


def _list(client, conference) -> dict[str, bool]:

    bare = partial(client.get, f"/bare/{conference.pk}/table/")
    say(
        f"\n{'the list':<24}{'queries':>8}{'ms':>9}{'bare ms':>9}{'times':>7}   of the processor's time in this process"
    )
    findings = {}
    for name, query in QUERIES.items():
        url = f"{conference.get_absolute_url()}desk/registrations/{query}"
        sign_of_life()
        client.get(url)
        count = _queries(client, url)
        spent, compared, worked, worked_bare = [], [], [], []
        for _ in range(ROUNDS):
            spent.append(_timed(client.get, url))
            compared.append(_timed(bare))
            worked.append(_timed(client.get, url, clock=time.process_time))
            worked_bare.append(_timed(bare, clock=time.process_time))
        ms, bare_ms = statistics.median(spent) * 1000, statistics.median(compared) * 1000
        of_processor = statistics.median(worked) / statistics.median(worked_bare)
        say(f"{name:<24}{count:>8}{ms:>9.1f}{bare_ms:>9.1f}{ms / bare_ms:>7.1f}{of_processor:>7.1f}")
        findings[f"{name}: queries"] = count <= MOST_QUERIES
        findings[f"{name}: time"] = ms <= MOST_TIMES * bare_ms
    return findings


def _queries(client, url) -> int:
    """Count what a page asks the database, in the connection itself."""
    asked = []

    def watch(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        client.get(url)
    return len(asked)


def _exports(client, conference) -> dict[str, bool]:
    url = f"{conference.get_absolute_url()}desk/registrations/export."
    say("\nexports, all columns")
    peaks = {}
    for kind in ("csv", "xlsx"):
        for query in ("status=waitlisted", ""):
            tracemalloc.start()
            started, size = time.perf_counter(), 0
            for chunk in client.post(f"{url}{kind}?everything=yes&{query}").streaming_content:
                size += len(chunk)
            seconds = time.perf_counter() - started
            peaks[kind, query] = tracemalloc.get_traced_memory()[1] / 1024 / 1024
            tracemalloc.stop()
            what = "the waiting list" if query else "everything"
            say(f"{kind:<6}{what:<18}{size / 1024:>9.0f} KB{seconds:>8.1f} s{peaks[kind, query]:>8.1f} MB at most")
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"the whole process, with Django: {rss:.0f} MB at most")
    return {
        "XLSX: memory": peaks["xlsx", ""] <= MOST_XLSX_MB,
        "CSV: constant memory": peaks["csv", ""] <= peaks["csv", "status=waitlisted"] + 20,
    }


def _preview(conference) -> dict[str, bool]:

    headers = ["Title", "First name", "Surname", "Affiliation", "Country", "E-Mail", "Phone"]
    rows = [
        ["Ms.", f"Given {n}", f"Family {n}", f"Company {n % 300}", "Chile", f"new{n}@example.org", "+41229171234"]
        for n in range(5000)
    ]
    file = io.BytesIO()
    spreadsheets.write_xlsx(file, headers, rows, sheet="Guests")
    started = time.perf_counter()
    run = actions.upload(conference, file_name="guests.xlsx", content=file.getvalue(), by=None, at=timezone.now())
    request = time.perf_counter() - started
    _work(run, WorkKind.READ)
    read = time.perf_counter() - started
    _work(run, WorkKind.PREVIEW)
    total = time.perf_counter() - started
    rows = len(run.preview["rows"])
    say(
        f"\npreview of {rows} rows from XLSX: {total:.1f} s, of which {request:.2f} s in the request, reading {read:.1f} s"
    )
    started = time.perf_counter()
    _work(run, WorkKind.IMPORT, wish={"fingerprint": run.preview["fingerprint"]}, total_count=rows)
    imported = time.perf_counter() - started
    started = time.perf_counter()
    _work(run, WorkKind.UNDO)
    say(f"importing them: {imported:.1f} s, taking them back: {time.perf_counter() - started:.1f} s")
    return {"import preview: time": total <= MOST_PREVIEW_SECONDS}


def _work(run, kind, **asked):
    """Let this process do what the worker would."""
    actions.ask_for_import(run, kind, by=None, at=timezone.now(), **asked)
    work = actions.take_up_work(by=None, at=timezone.now())
    actions.go_on_with(work, passed=lambda count: None, by=None, at=timezone.now())
    run.refresh_from_db()


def _registering(conference, count: int = 600) -> dict[str, bool]:
    """Send registrations to a web server of two processes; there are fewer places than people in the second half."""
    alone = Conference.objects.filter(pk=conference.pk)
    alone.update(
        capacity=None, is_moderated=False, registration_opens_at=conference.created_at, registration_closes_at=None
    )
    actions.fill_free_places(conference, by=None, at=timezone.now())  # who waited would come before who registers now
    waited = conference.registrations.waitlisted().count()
    places = conference.registrations.holding_a_place().count() + count
    alone.update(capacity=places)
    conference.refresh_from_db()
    tidy_up()
    database = os.environ.get("DATABASE_URL") or f"sqlite:///{settings.DATABASES['default']['NAME']}"
    say("\nregistering, a web server of two processes")
    outcomes = []
    for what in ("while places are free", "when all are taken"):
        outcome, bare = posting.register(conference, count, database=database)
        for name, each in ((what, outcome), ("a bare insert", bare)):
            say(
                f"{name:<24}{each.taken:>6} taken{each.rate:>8.0f} a second; ms of the processor each:"
                f"{each.cpu_ms:>6.1f} and the database {each.database_ms:.1f}; the slowest after {each.slowest_ms:.0f} ms"
            )
        whole = (outcome.cpu_ms + outcome.database_ms) / (bare.cpu_ms + bare.database_ms)
        say(f"{'':<24}costs {whole:.1f} times the bare insert, {bare.rate / outcome.rate:.1f} times less in a second")
        outcomes.append(outcome)
    held = conference.registrations.holding_a_place().count()
    waiting = conference.registrations.waitlisted().count() - waited
    say(f"{held} places taken of {places}, {waiting} more on the waiting list")
    return {
        "registering: rate": min(each.rate for each in outcomes) >= LEAST_PER_SECOND,
        "registering: count": held == places and waiting == count and all(each.taken == count for each in outcomes),
    }


def _timed(function, *args, clock=time.perf_counter) -> float:
    started = clock()
    function(*args)
    return clock() - started


if __name__ == "__main__":
    sys.exit(main())

"""Personal data are kept by class until a day, and nothing of them is left anywhere afterwards (PRIV-03)."""

from datetime import date, timedelta
from io import StringIO
from itertools import groupby

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from conference import actions, holdings, jobs
from conference.choices import ConferenceStatus, TeamRole
from conference.models import Conference
from correspondence import actions as correspondence
from participants import actions as participants
from participants.actions.imports import upload
from participants.choices import QuestionKind, RegistrationStatus
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_delegation,
    make_member,
    make_message,
    make_participant,
    make_question,
    make_registration,
)

pytestmark = pytest.mark.django_db
LONG_AFTER = OPENING + timedelta(days=400)
CANARIES = {
    "needs": "canary-needs",
    "answers": "canary-answer",
    "handed_in": "canary-letter",
    "contact": "canary-address",
    "messages": "canary-message",
}


@pytest.fixture
def at_time(monkeypatch):
    """Return a function that sets what the clock on the wall shows."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def fill(conference):
    """Make one thing of each class that says its canary."""
    conference_day = BEFORE
    participant = make_participant(
        conference, email="canary-address@example.org", phone="+41227317700", needs="canary-needs", family_name="Muster"
    )
    make_registration(conference, participant=participant, status=RegistrationStatus.CONFIRMED)
    participants.change_participant(
        participant, job_title="Head", email="Canary-Address-2@example.org", by=None, at=conference_day
    )
    question = make_question(conference, kind=QuestionKind.FILE)
    question.answers.create(
        participant=participant,
        text="canary-answer",
        file=ContentFile(b"%PDF-1.7 canary-answer", "a.pdf"),
        answered_at=conference_day,
    )
    delegation = make_delegation(conference, focal_point_email="canary-address-3@example.org")
    delegation.nomination_document.save("n.pdf", ContentFile(b"%PDF-1.7 canary-letter"))
    upload(
        conference,
        file_name="list.csv",
        content=b"name,email\nMuster,canary-letter@example.org\n",
        by=None,
        at=conference_day,
    )
    make_message(
        conference, to_email="canary-message@example.org", text="Dear canary-message", html="<p>canary-message</p>"
    )
    correspondence.write(
        conference=conference, kind="announcement", occasion="x:1", to_email="canary-message-2@example.org",
        subject="News", text="Dear canary-message", by=None, at=conference_day,
    )  # fmt: skip
    return participant


def everything_kept():
    """Return all rows of all tables and all files, as one text."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name of the database itself
            texts.append(repr(cursor.fetchall()))
    folder = settings.VAR_DIR / "files"
    texts += [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
    return "\n".join(texts).lower()


def test_each_class_is_erased_on_its_day_and_nothing_of_it_is_left(mailoutbox):
    conference = make_conference()
    participant = fill(conference)
    cache.clear()
    terms = holdings.terms(conference, [])
    assert {term.holding.key for term in terms} >= set(CANARIES)

    for day, falling_due in groupby(terms, key=lambda term: term.erase_on):
        due = [term for term in falling_due if term.holding.key in CANARIES]
        noon = OPENING.replace(hour=12) + (day - OPENING.date())
        actions.erase_what_is_due(conference, by=None, at=noon - timedelta(days=1))
        for term in due:
            assert term.holding.count(conference) > 0
            assert CANARIES[term.holding.key] in everything_kept()
        actions.erase_what_is_due(conference, by=None, at=noon)
        for term in due:
            assert term.holding.count(conference) == 0
            assert CANARIES[term.holding.key] not in everything_kept()

    participant.refresh_from_db()
    assert (participant.name, participant.registration.status) == ("Ana Muster", RegistrationStatus.CONFIRMED)
    assert conference.messages.count() == 2
    assert mail.outbox == []


def test_erasing_twice_is_harmless_and_leaves_one_trace():
    conference = make_conference()
    fill(conference)

    first = actions.erase_what_is_due(conference, by=None, at=LONG_AFTER)
    second = actions.erase_what_is_due(conference, by=None, at=LONG_AFTER)

    assert (first["needs"], first["messages"], second) == (1, 2, {})
    assert [entry.after for entry in conference.history.filter(verb="data.erased")] == [first]


def test_a_conference_of_one_year_does_not_touch_that_of_the_next():
    old, new = make_conference(), make_conference(starts_on=date(2031, 6, 3), ends_on=date(2031, 6, 4))
    make_participant(old, needs="old needs")
    make_participant(new, needs="new needs")

    actions.erase_what_is_due(old, by=None, at=LONG_AFTER)

    assert [person.needs for person in Conference.objects.get(pk=new.pk).participants.all()] == ["new needs"]


def test_a_conference_chooses_its_own_days(client):
    conference = make_conference(slug="x")
    make_participant(conference, needs="vegetarian")
    client.force_login(make_member(conference))
    url = reverse("conference:change_retention", kwargs={"conference": "x"})

    refused = client.post(url, {"needs": "2030-06-01"})
    saved = client.post(url, {"needs": "2030-06-10"})

    assert "Choose a day after the conference" in refused.text
    assert saved.status_code == 302
    page = client.get(saved.url)
    first = page.context["rows"][0]
    assert (first["term"].holding.key, first["count"]) == ("needs", 1)
    assert "10 June 2030" in page.text
    entry = conference.history.get(verb="retention.changed")
    assert (entry.before, entry.after) == ({"needs": None}, {"needs": "2030-06-10"})
    assert actions.erase_what_is_due(conference, by=None, at=OPENING + timedelta(days=7)) == {"needs": 1}


def test_an_empty_day_goes_back_to_the_usual_one():
    conference = make_conference()
    actions.set_erase_dates(conference, {"needs": date(2030, 6, 10)}, by=None, at=BEFORE)
    actions.set_erase_dates(conference, {"needs": None}, by=None, at=BEFORE)
    actions.set_erase_dates(conference, {"needs": None}, by=None, at=BEFORE)

    assert not conference.retention_dates.exists()
    assert conference.history.filter(verb="retention.changed").count() == 2


@pytest.mark.parametrize(("role", "status"), [(TeamRole.DESK, 403), (TeamRole.VIEWER, 403)])
def test_only_organisers_choose_days(sign_in, role, status):
    conference = make_conference(slug="x")
    client = sign_in(conference, role)

    assert client.get("/c/x/desk/details/personal-data/").status_code == 200
    assert client.post("/c/x/desk/details/personal-data/change/", {}).status_code == status


def test_the_clock_erases_every_day_in_archived_conferences_too(at_time):
    conference = make_conference(status=ConferenceStatus.ARCHIVED)
    participant = make_participant(conference, needs="vegetarian")

    at_time(OPENING + timedelta(days=20))
    jobs.erase_what_is_due()
    participant.refresh_from_db()
    assert participant.needs == "vegetarian"

    at_time(OPENING + timedelta(days=32))
    jobs.erase_what_is_due()
    participant.refresh_from_db()
    assert participant.needs == ""


def test_the_clock_erases_what_has_run_out_in_the_cache_and_leaves_the_rest(at_time):
    cache.set("once:first", ("/", [(25, "Canary comes in your place.")]), 60)
    cache.set("once:second", ("/", []), 2 * 24 * 3600)

    at_time(timezone.now() + timedelta(days=1))
    jobs.erase_what_is_due()

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        assert [key for (key,) in cursor.fetchall() if "once:" in key] == [":1:once:second"]


def test_the_command_shows_first_and_erases_when_told(at_time):
    conference = make_conference(slug="x")
    participant = make_participant(conference, needs="vegetarian", email="")
    at_time(OPENING + timedelta(days=40))
    shown, erased = StringIO(), StringIO()

    call_command("retention", stdout=shown)
    participant.refresh_from_db()
    assert participant.needs == "vegetarian"
    assert "  4 July 2030  Diet, access and other needs: 1, due" in shown.getvalue().splitlines()

    call_command("retention", "--erase", stdout=erased)
    participant.refresh_from_db()
    assert participant.needs == ""
    assert "  erased: 1 × needs" in erased.getvalue().splitlines()

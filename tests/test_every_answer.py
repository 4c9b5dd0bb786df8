"""What every answer of the site carries, whatever the address and the status: headers (SEC-11), no canary (SEC-08)."""

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from conference.choices import TeamRole
from participants.choices import QuestionKind
from tests.addresses import ADDRESSES, client_of
from tests.addresses.headers import faults
from tests.test_every_address import NAMES, PATTERNS, address_of


def access_of(name):
    """Say who may open an address; the pages of django-allauth look after themselves."""
    return getattr(PATTERNS[name].callback, "access", "signed in")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda client: client.get("/no-such-page/"), 404),
        (lambda client: client.get("/", headers={"host": "elsewhere.example.org"}), 400),
        (lambda client: client.post("/account/sign-in/", {}), 403),
        (lambda client: client.get("/account/sign-out/"), 302),
    ],
)
def test_pages_of_errors_carry_them_too(make, status):
    response = make(Client(enforce_csrf_checks=True, raise_request_exception=False))

    assert response.status_code == status
    assert faults(response) == []


def test_a_fault_of_ours_carries_them_too(world, monkeypatch):
    monkeypatch.setattr("conference.views.pages.facts", None)

    response = Client(raise_request_exception=False).get(
        reverse("conference:conference", kwargs={"conference": world.conference.slug})
    )

    assert response.status_code == 500
    assert faults(response) == []


@pytest.mark.django_db
def test_behind_https_browsers_keep_to_it():
    with override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000):
        moved = Client().get("/")
        kept = Client().get("/", secure=True)

    assert (moved.status_code, moved.url) == (301, "https://testserver/")
    assert kept.headers["Strict-Transport-Security"] == "max-age=31536000"


# SEC-08: what only some may read, asked for at every address as everybody.
MAY_READ = {
    "needs": {"desk", "organiser"},
    "restricted": {"organiser"},
    "phone": {"viewer", "rapporteur", "desk", "organiser"},
    "email": {"viewer", "rapporteur", "desk", "organiser"},
}


@pytest.fixture
def canaries(world):
    """Plant one value of each kind in the world's participant; return the value that gives each away."""
    participant = world.registration.participant
    participant.needs, participant.email, participant.phone = (
        "canary-needs-1",
        "canary-email@example.org",
        "+41225550147",
    )
    participant.save(update_fields=["needs", "email", "phone"])
    question = world.conference.questions.create(
        label="Passport", kind=QuestionKind.SHORT_TEXT, roles=[], created_at=world.note.created_at
    )
    question.answers.create(participant=participant, text="canary-passport", answered_at=world.note.created_at)
    return {
        "needs": "canary-needs-1", "restricted": "canary-passport", "phone": "5550147", "email": "canary-email@example.org",
    }  # fmt: skip


@pytest.mark.parametrize("reader", ["anonymous", "viewer", "rapporteur", "desk", "elsewhere"])
def test_nobody_reads_at_any_address_what_the_role_may_not(world, canaries, reader):
    client, seen = client_of(world, reader), {}

    for name in NAMES:
        if access_of(name).startswith("personal link") or ADDRESSES[name].is_post_only:
            continue  # who holds a participant's link reads the own data; posting answers with a redirect
        response = client.get(address_of(name, world) + "?columns=needs&columns=phone&columns=email&columns=gender")
        content = b"".join(response) if response.streaming else response.content
        for kind, canary in canaries.items():
            if reader not in MAY_READ[kind] and canary.encode() in content:
                seen.setdefault(kind, set()).add(name)

    assert seen == {}


def test_the_canaries_are_seen_where_they_may_be(world, canaries):
    page = client_of(world, str(TeamRole.ORGANISER)).get(world.registration.get_absolute_url()).text

    assert [kind for kind, canary in canaries.items() if canary in page.replace(" ", "")] == list(canaries)


def test_pages_tell_htmx_to_keep_nothing_and_to_run_nothing():
    """SEC-12: the settings stand in every page that loads htmx, as the base template has them."""
    from tests.servers import ROOT

    base = (ROOT / "templates" / "base.html").read_text()
    assert (
        '{"allowEval": false, "includeIndicatorStyles": false, "selfRequestsOnly": true, "historyCacheSize": 0}' in base
    )

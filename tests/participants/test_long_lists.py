"""The desk's list when it is long: few questions to the database whatever is asked, and the same rows on every page."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from correspondence.choices import MessageStatus
from participants.choices import InvitationState, MissingData, Sector
from participants.choices import RegistrationStatus as Status
from participants.models import Invitation, Registration, Tag
from tests.factories import (
    BEFORE,
    make_conference,
    make_delegation,
    make_invitation,
    make_message,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def address(conference, **query):
    url = reverse("participants:registration_list", kwargs={"conference": conference.slug})
    return f"{url}?{urlencode(query, doseq=True)}"


def shown(response):
    return [record.pk for record in response.context["table"].records]


def crowd(conference, count):
    """People with everything that a column can tell."""
    organisation = make_organisation(country="CL")
    delegation = make_delegation(conference, organisation=organisation)
    tag, _ = Tag.objects.get_or_create(conference=conference, name="Visa")
    question = conference.questions.first() or make_question(conference)
    for number in range(count):
        person = make_participant(
            conference,
            family_name=f"Family {number:03}",
            organisation=organisation,
            delegation=delegation,
            country="CL",
            phone="+41229171234",
        )
        registration = make_registration(conference, participant=person, registered_at=BEFORE + timedelta(hours=number))
        registration.tags.add(tag)
        make_invitation(conference, participant=person, answer="accepted")
        person.answers.create(question=question, text="Fish", answered_at=BEFORE)
    return {"delegation": delegation.pk, "tag": tag.pk, "question": question.pk}


EVERY_COLUMN = [
    "organisation", "sector", "country", "delegation", "email", "phone", "needs", "language", "gender", "is_listed",
    "consent", "reference", "status", "invitation", "tags", "registered_at", "checked_in_at",
]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "family", "sort": "name"},
        {"status": "confirmed"},
        {"sector": "government", "state": "CL", "page": 2},
        {"missing": "job_title"},
        {"invitation": "accepted", "sort": "-invitation", "columns": ["invitation"]},
        {"question": "question", "answer": "fish"},
        {"delegation": "delegation", "tag": "tag"},
        {
            "q": "family",
            "status": "confirmed",
            "sector": "government",
            "state": "CL",
            "missing": "job_title",
            "delegation": "delegation",
            "tag": "tag",
            "invitation": "accepted",
            "answer": "fish",
            "columns": [*EVERY_COLUMN, "question-question"],
        },
    ],
    ids=lambda query: " ".join(query) or "nothing",
)
def test_any_filter_takes_at_most_twelve_queries_for_few_and_for_many(sign_in, query):
    conference = make_conference()
    known = crowd(conference, 3)
    asked = query | {name: known[name] for name in known if query.get(name) == name}
    if "question-question" in asked.get("columns", []):
        asked["columns"] = [*EVERY_COLUMN, f"question-{known['question']}"]
    client, counts = sign_in(conference), []
    for more in (0, 57):
        for number in range(more):
            person = make_participant(conference, family_name=f"Family {number}x", organisation=make_organisation())
            make_registration(conference, participant=person)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address(conference, **asked))
        assert response.status_code == 200
        counts.append(len(queries))

    few, many = counts  # where the rows of one page are not all, how many there are is one more question
    assert few <= many <= min(few + 1, MOST_QUERIES)


@pytest.mark.parametrize("sort", ["name", "-name", "organisation", "registered_at", "-registered_at", "status"])
def test_each_page_has_its_rows_in_order_counted_from_either_end(sign_in, sort):
    conference = make_conference()
    crowd(conference, 120)
    client = sign_in(conference)

    tables = [client.get(address(conference, sort=sort, page=page)).context["table"] for page in (1, 2, 3)]

    assert [len(table.records) for table in tables] == [50, 50, 20]
    shown = [record.pk for table in tables for record in table.records]
    fields = {"name": "participant__sort_key", "organisation": "participant__organisation__official_name"}
    field = fields.get(sort.strip("-"), sort.strip("-"))
    order = [f"-{field}", "-pk"] if sort.startswith("-") else [field, "pk"]
    assert shown == list(conference.registrations.order_by(*order).values_list("pk", flat=True))


def test_a_page_far_behind_the_last_shows_the_last(sign_in):
    conference = make_conference()
    crowd(conference, 51)

    response = sign_in(conference).get(address(conference, sort="name", page=9999))

    assert [record.participant.family_name for record in response.context["table"].records] == ["Family 050"]


def test_the_filter_by_invitation_finds_the_states_that_the_column_shows():
    conference = make_conference()
    now, past = BEFORE + timedelta(days=5), BEFORE + timedelta(days=1)
    sent, waiting, failed = (
        make_message(conference, status=status) for status in ("sent", MessageStatus.QUEUED, MessageStatus.FAILED)
    )
    cases = [
        {},
        {"message": sent},
        {"message": sent, "expires_at": now + timedelta(days=1)},
        {"message": waiting},
        {"message": failed},
        {"message": sent, "expires_at": past},
        {"expires_at": past},
        {"message": sent, "revoked_at": past},
        {"message": sent, "revoked_at": past, "answer": "accepted"},
        {"message": sent, "answer": "declined", "expires_at": past},
        {"message": sent, "answer": "delegated", "expires_at": past},
        {"message": sent, "answer": "delegated", "revoked_at": past},
        {"message": sent, "opened_at": past},
        {"expires_at": now},
        {"message": sent, "opened_at": past},
        {"message": sent, "opened_at": past, "expires_at": past},
        {"answer": "accepted", "expires_at": past},
        {"answer": "delegated", "revoked_at": past, "expires_at": past},
        *({"message": make_message(conference, status=status)} for status in MessageStatus),
    ]
    for case in cases:
        registration = make_registration(conference)
        make_invitation(conference, participant=registration.participant, **case)
    make_registration(conference)

    registrations = Registration.objects.with_invitation_state(now).order_by("pk")
    told = {state: [each.pk for each in registrations if each.invitation_state == state] for state in InvitationState}
    found = {
        state: list(
            Registration.objects.in_invitation_state(state, now, among=Invitation.objects)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        for state in InvitationState
    }

    assert found == told
    assert all(found.values())


def test_the_head_of_the_list_counts_each_status_and_leads_to_it(sign_in):
    conference = make_conference(capacity=9)
    for status, count in ((Status.CONFIRMED, 2), (Status.PENDING, 1)):
        for _ in range(count):
            make_registration(conference, status=status)

    response = sign_in(conference).get(address(conference, q="nobody of this name"))

    page = response.content.decode()
    assert [(count, word) for count, word, _ in response.context["counts"]] == [(1, "pending"), (2, "confirmed")]
    assert f'<a href="{address(conference, status="confirmed")}">2 confirmed</a>' in page
    assert "9 places in all" in page
    assert "Nothing found" in page


@pytest.mark.parametrize(("query", "expected"), [({}, 3), ({"status": "pending"}, 1), ({"sector": Sector.MEDIA}, 0)])
def test_the_number_found_is_right_where_it_is_known_already(sign_in, query, expected):
    conference = make_conference()
    for status in (Status.CONFIRMED, Status.PENDING, Status.CANCELLED):
        make_registration(conference, status=status)

    response = sign_in(conference).get(address(conference, **query))

    assert response.context["table"].paginator.count == expected


def test_every_field_that_may_be_missing_can_be_asked_for(sign_in):
    conference = make_conference()
    person = make_participant(conference, email="", organisation=None)
    make_registration(conference, participant=person, review_asked_at=BEFORE)
    make_question(conference, is_required=True)
    client = sign_in(conference)

    counts = {
        field: client.get(address(conference, missing=field)).context["table"].paginator.count for field in MissingData
    }

    assert set(counts.values()) == {1}


def test_sorted_by_invitation_those_without_one_come_first_and_each_stands_on_one_page(sign_in):
    conference, elsewhere = make_conference(), make_conference()
    make_invitation(elsewhere, participant=make_registration(elsewhere).participant, answer="accepted")
    registrations = [make_registration(conference) for _ in range(57)]
    for registration, answer in zip(registrations[1:10:2], ["declined", "accepted", "", "accepted", ""], strict=True):
        make_invitation(conference, participant=registration.participant, answer=answer)
    client = sign_in(conference)

    pages = {
        sort: [shown(client.get(address(conference, columns="invitation", sort=sort, page=page))) for page in (1, 2)]
        for sort in ("invitation", "-invitation")
    }

    invited = [registrations[at] for at in (3, 7, 1, 5, 9)]  # accepted, declined, draft
    order = [each.pk for each in registrations if each not in invited] + [each.pk for each in invited]
    assert pages["invitation"] == [order[:50], order[50:]]
    assert pages["-invitation"] == [order[::-1][:50], order[::-1][50:]]


@pytest.mark.parametrize(("count", "asked"), [(49, 1), (50, 1), (51, 2)])
def test_how_many_were_found_is_only_asked_where_they_are_more_than_one_page(sign_in, count, asked):
    conference = make_conference()
    for number in range(count):
        make_registration(conference, participant=make_participant(conference, family_name=f"Sought {number}"))
    make_registration(conference)
    client = sign_in(conference)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(address(conference, q="sought"))

    searches = [query["sql"] for query in queries if "search_key" in query["sql"] and "sought" in query["sql"]]
    assert len(searches) == asked
    assert response.context["table"].paginator.count == count
    assert f"Select all {count}</label>" in response.content.decode()

"""The desk's list complete: more filters, columns, saved views, bulk actions."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from conference.choices import TeamRole
from conference.models import AuditEntry
from correspondence.models import Message
from participants import actions
from participants.choices import RegistrationStatus as Status
from participants.models import Delegation, Participant, Registration, SavedView, Tag
from tests.factories import (
    BEFORE,
    make_conference,
    make_invitation,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
)

pytestmark = pytest.mark.django_db


def url(name, conference, query=None, **kwargs):
    address = reverse(f"participants:{name}", kwargs={"conference": conference.slug} | kwargs)
    return f"{address}?{urlencode(query, doseq=True)}" if query else address


def people(conference):
    """Elena of a Peruvian ministry with everything; Iain of a company with almost nothing; Suharto with nothing."""
    ministry = make_organisation(official_name="Ministerio de Economía", country="PE")
    company = make_organisation(official_name="Andean Freight", sector="industry")
    delegation = Delegation.objects.create(conference=conference, organisation=ministry)
    complete = {"country": "PE", "job_title": "Director", "phone": "+41229171234", "delegation": delegation}
    persons = [
        make_participant(conference, given_name="Elena", family_name="Núñez", organisation=ministry, **complete),
        make_participant(conference, given_name="Iain", family_name="McDonald", organisation=company),
        make_participant(conference, given_name="", family_name="Suharto", email=""),
    ]
    registrations = [
        make_registration(conference, participant=person, registered_at=BEFORE + timedelta(minutes=minute))
        for minute, person in enumerate(persons)
    ]
    make_invitation(conference, participant=persons[0], answer="accepted")
    make_invitation(conference, participant=persons[1], expires_at=timezone.now() - timedelta(days=1))
    return registrations


def names(response):
    return [row.record.participant.family_name for row in response.context["table"].paginated_rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "PE"}, ["Núñez"]),
        ({"invitation": "accepted"}, ["Núñez"]),
        ({"invitation": "expired"}, ["McDonald"]),
        ({"missing": "email"}, ["Suharto"]),
        ({"missing": "organisation"}, ["Suharto"]),
        ({"missing": "phone"}, ["Suharto", "McDonald"]),
        ({"missing": "job_title", "sector": "industry"}, ["McDonald"]),
        ({"tag": "nonsense"}, []),
    ],
)
def test_filters(sign_in, query, expected):
    conference = make_conference()
    people(conference)

    response = sign_in(conference).get(url("registration_list", conference, query))

    if query.get("tag") == "nonsense":
        assert response.context["filter"].form.errors.keys() == {"tag"}
    else:
        assert names(response) == expected


def test_several_states_at_once_show_whoever_comes_from_one_of_them(sign_in):
    conference = make_conference()
    _, iain, suharto = people(conference)
    for registration, country in ((iain, "CL"), (suharto, "ID")):
        Participant.objects.filter(pk=registration.participant_id).update(country=country)
    desk = sign_in(conference)
    chosen = {"state": ["PE", "CL", "", "PE"]}

    page = desk.get(url("registration_list", conference, chosen))
    faulty = desk.get(url("registration_list", conference, {"state": ["PE", "XX"]}))
    invited = desk.get(url("invitation_list", conference, {"country": ["CL", "ID"], "state": "expired"}))

    assert names(page) == ["McDonald", "Núñez"]
    assert page.context["filter"].in_words() == "Registrations on the list: Peru and Chile"
    drawn = str(page.context["filter"].form["state"])
    assert (drawn.count("<select"), drawn.count(" selected"), drawn.count('aria-label="Another')) == (3, 3, 2)
    assert faulty.context["filter"].form.errors.keys() == {"state"}
    assert [row.record.participant.family_name for row in invited.context["table"].rows] == ["McDonald"]


@pytest.mark.parametrize(
    ("query", "is_shown"), [({}, False), ({"more": "yes"}, True), ({"state": "PE"}, True), ({"columns": "email"}, True)]
)
def test_what_is_rarely_needed_is_drawn_where_it_is_asked_for_or_in_use(sign_in, query, is_shown):
    conference = make_conference()
    people(conference)

    response = sign_in(conference).get(url("registration_list", conference, query))

    page = response.content.decode()
    assert ('name="missing"' in page and 'name="columns"' in page) == is_shown
    assert ("More filters and columns" in page) != is_shown
    assert "more=" not in response.context["query"]


def test_delegation_and_tag_filter_by_their_own(sign_in):
    conference = make_conference()
    elena, iain, _ = people(conference)
    tag = Tag.objects.create(conference=conference, name="Visa")
    iain.tags.add(tag)
    client = sign_in(conference)

    by_tag = client.get(url("registration_list", conference, {"tag": tag.pk}))
    by_delegation = client.get(url("registration_list", conference, {"delegation": elena.participant.delegation_id}))

    assert names(by_tag) == ["McDonald"]
    assert names(by_delegation) == ["Núñez"]


def test_the_address_chooses_the_columns(sign_in):
    conference = make_conference()
    registration = people(conference)[0]
    registration.tags.add(Tag.objects.create(conference=conference, name="Visa"))
    query = {"columns": ["email", "phone", "tags", "invitation", "country"], "sort": "email"}

    response = sign_in(conference).get(url("registration_list", conference, query))

    table = response.context["table"]
    assert [column.header for column in table.columns] == [
        "Select", "Name", "Country", "E-mail address", "Telephone", "Invitation", "Tags",
    ]  # fmt: skip
    cells = next(row for row in table.paginated_rows if row.record == registration)
    assert [cells.get_cell(name) for name in ("country", "phone", "tags")] == ["Peru", "+41 22 917 12 34", "Visa"]


def test_a_view_is_saved_with_filters_columns_and_order_for_the_whole_team(sign_in):
    conference = make_conference()
    people(conference)
    query = {"missing": "phone", "columns": "email", "sort": "name"}
    sign_in(conference, TeamRole.DESK).post(url("save_view", conference, query | {"page": 2}), {"name": "No telephone"})

    view = SavedView.objects.get()
    assert view.query == urlencode(query)
    response = sign_in(conference, TeamRole.VIEWER).get(url("registration_list", conference) + "?" + view.query)
    assert names(response) == ["McDonald", "Suharto"]
    assert "No telephone" in response.content.decode()


def test_a_view_of_the_same_name_is_replaced_and_can_be_removed(sign_in):
    conference = make_conference()
    client = sign_in(conference)
    client.post(url("save_view", conference, {"status": "pending"}), {"name": "Mine"})
    client.post(url("save_view", conference, {"status": "confirmed"}), {"name": "Mine"})

    view = SavedView.objects.get()
    assert view.query == "status=confirmed"
    client.post(url("remove_view", conference, pk=view.pk))

    assert not SavedView.objects.exists()
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["view.saved", "view.saved", "view.removed"]


def test_many_are_confirmed_at_once_and_the_skipped_are_named_with_the_reason(sign_in):
    conference = make_conference(capacity=3)
    pending = [
        make_registration(conference, status=Status.PENDING, registered_at=BEFORE + timedelta(minutes=minute))
        for minute in range(4)
    ]
    rejected = make_registration(conference, status=Status.CANCELLED, registered_at=BEFORE)
    address = url("bulk", conference, {"action": "confirm", "select": [each.pk for each in [*pending, rejected]]})
    client = sign_in(conference)

    page = client.get(address).content.decode()
    assert "Confirm 5 registrations?" in page
    assert Registration.objects.filter(status=Status.PENDING).count() == 4
    result = client.post(address, {"notify": "on", "reason": "As agreed"}, follow=True)

    assert "Done: 3, skipped: 2" in result.content.decode()
    assert "All 3 places are taken." in result.content.decode()
    assert "is cancelled." in result.content.decode()
    confirmed = conference.registrations.confirmed().order_by("registered_at")
    assert list(confirmed) == pending[:3]
    assert Message.objects.filter(kind="confirmation").count() == 3
    assert AuditEntry.objects.filter(verb="registration.confirmed", reason="As agreed").count() == 3


def test_the_message_is_shown_as_the_first_gets_it_who_can_before_many_get_it(sign_in):
    conference = make_conference()
    gone, silent, told = (
        make_registration(
            conference,
            participant=make_participant(conference, given_name=name, **({"email": ""} if name == "Silent" else {})),
            status=Status.CANCELLED if name == "Gone" else Status.PENDING,
        )
        for name in ("Gone", "Silent", "Told")
    )
    client = sign_in(conference)

    def page(action, *chosen):
        return client.get(url("bulk", conference, {"action": action, "select": [each.pk for each in chosen]})).text

    confirm = page("confirm", gone, silent, told)
    assert f"<dd>{told.participant.email}</dd>" in confirm
    assert f"Your reference is {told.reference}" in confirm.replace("\n", " ")
    assert gone.reference not in confirm
    assert 'aria-label="The message"' not in page("confirm", gone, silent)
    assert 'aria-label="The message"' not in page("tag", told)


def test_all_that_match_the_filters_are_selected_not_only_those_on_the_page(sign_in):
    conference = make_conference()
    for _ in range(60):
        make_registration(conference, status=Status.PENDING)
    other = make_registration(conference, status=Status.WAITLISTED)
    address = url("bulk", conference, {"action": "reject", "status": "pending", "all": "yes"})

    sign_in(conference).post(address, {"reason": ""})

    assert Registration.objects.filter(status=Status.REJECTED).count() == 60
    other.refresh_from_db()
    assert other.status == Status.WAITLISTED
    assert not Message.objects.exists()


def test_without_a_selection_the_list_says_what_to_do(sign_in):
    conference = make_conference()

    response = sign_in(conference).get(url("bulk", conference, {"action": "confirm"}))

    assert "Nobody is selected" in response.content.decode()


def test_a_number_that_no_registration_can_have_selects_nobody(sign_in):
    conference, huge = make_conference(), ["9" * 19, "9" * 23]

    response = sign_in(conference).get(url("bulk", conference, {"action": "confirm", "select": huge}))

    assert response.status_code == 200
    assert "participants/bulk_nothing.html" in [template.name for template in response.templates]


def test_registrations_of_another_conference_cannot_be_selected(sign_in):
    conference = make_conference()
    foreign = make_registration(make_conference(), status=Status.PENDING)

    sign_in(conference).post(url("bulk", conference, {"action": "confirm", "select": foreign.pk}), {})

    foreign.refresh_from_db()
    assert foreign.status == Status.PENDING


def test_an_unknown_action_is_not_found(sign_in):
    conference = make_conference()
    registration = make_registration(conference)

    assert (
        sign_in(conference).get(url("bulk", conference, {"action": "x", "select": registration.pk})).status_code == 404
    )


def test_a_tag_is_put_on_and_taken_off(sign_in):
    conference = make_conference()
    elena, iain, suharto = people(conference)
    client = sign_in(conference)
    client.post(url("bulk", conference, {"action": "tag", "select": [elena.pk, iain.pk]}), {"name": "Visa"})
    result = client.post(url("bulk", conference, {"action": "tag", "all": "yes"}), {"name": "visa"}, follow=True)

    tag = Tag.objects.get()
    assert tag.registrations.count() == 3
    assert "Done: 1, skipped: 2" in result.content.decode()
    client.post(url("bulk", conference, {"action": "untag", "select": [suharto.pk, iain.pk]}), {"tag": tag.pk})
    assert list(tag.registrations.all()) == [elena]
    client.post(url("bulk", conference, {"action": "untag", "select": elena.pk}), {"tag": tag.pk})

    assert not Tag.objects.exists()


@pytest.mark.parametrize("which", ["select", "all"])
def test_a_message_to_the_selected_is_written_as_a_mailing(sign_in, which):
    conference = make_conference()
    elena, iain, _ = people(conference)
    chosen = {"select": [elena.pk, iain.pk]} if which == "select" else {"all": "yes", "status": "confirmed"}

    response = sign_in(conference).get(url("bulk", conference, {"action": "write"} | chosen))

    mailing = reverse("correspondence:new_mailing", kwargs={"conference": conference.slug})
    address, _, query = response.url.partition("?")
    assert address == mailing
    expected = {"select": [f"{elena.pk}.{iain.pk}"]} if which == "select" else {"all": ["yes"], "status": ["confirmed"]}
    assert parse_qs(parse_qs(query)["selection"][0]).items() >= expected.items()


def test_a_fault_in_the_middle_leaves_nothing_half_done():
    conference = make_conference()
    registrations = [make_registration(conference, status=Status.PENDING) for _ in range(3)]
    last = registrations[-1]
    # The same occasion for another address would be another row; an address that is none stops the third message.
    last.participant.email = "x" * 60
    last.participant.save(update_fields=["email"])

    outcome = actions.change_many(conference.registrations.all(), "confirm", conference=conference, by=None, at=BEFORE)

    assert (len(outcome.done), len(outcome.skipped)) == (2, 1)
    last.refresh_from_db()
    assert last.status == Status.PENDING
    assert not AuditEntry.objects.filter(subject_kind="participants.registration", subject_id=last.pk).exists()


@pytest.mark.parametrize(
    ("role", "expected"), [(TeamRole.DESK, 302), (TeamRole.VIEWER, 403), (TeamRole.RAPPORTEUR, 403)]
)
def test_who_may_act_on_many(sign_in, role, expected):
    conference = make_conference()
    registration = make_registration(conference, status=Status.PENDING)

    response = sign_in(conference, role).post(url("bulk", conference, {"action": "confirm", "select": registration.pk}))

    assert response.status_code == expected


def test_a_view_that_is_too_long_to_be_kept_is_refused_and_its_name_stays(sign_in):
    conference = make_conference()

    response = sign_in(conference).post(url("save_view", conference, {"q": "a" * 999}), {"name": "Everything"})

    assert "too much to be kept" in response.content.decode()
    assert 'value="Everything"' in response.content.decode()
    assert not SavedView.objects.exists()


def test_who_lacks_an_answer_or_an_approval_is_found_and_counted_as_needing_attention(sign_in):
    conference = make_conference()
    reviewed, silent, answered = (make_registration(conference) for _ in range(3))
    Registration.objects.filter(pk=reviewed.pk).update(review_asked_at=BEFORE)
    question = make_question(conference, is_required=True)
    for registration in (reviewed, answered):
        registration.participant.answers.create(question=question, text="Fish", answered_at=BEFORE)
    client = sign_in(conference, TeamRole.DESK)
    address = reverse("participants:registration_list", kwargs={"conference": conference.slug})

    def found(missing):
        return {row.record.pk for row in client.get(address, {"missing": missing}).context["table"].paginated_rows}

    assert found("answers") == {silent.pk}
    assert found("approval") == {reviewed.pk}
    overview = client.get(reverse("conference:desk", kwargs={"conference": conference.slug})).content.decode()
    assert "1 change of a name or organisation waits for approval" in overview

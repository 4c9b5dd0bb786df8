"""The pages of messages: who may, what they show, what they cost."""

import pytest
from django.urls import reverse

from conference import audit
from conference.choices import TeamRole
from correspondence.choices import AttemptOutcome, MessageStatus
from correspondence.models import DeliveryAttempt, Message
from tests.correspondence.costs import cost_of
from tests.factories import BEFORE, OPENING, make_conference, make_message
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
url = pages_of("correspondence")
READERS = [TeamRole.ORGANISER, TeamRole.DESK, TeamRole.RAPPORTEUR, TeamRole.VIEWER]


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("page", ["message_list", "message", "message_html"])
def test_everyone_in_the_team_reads_messages(sign_in, role, page):
    conference = make_conference()
    message = make_message(conference, html="<p>Dear Ana</p>")

    response = sign_in(conference, role).get(
        url(page, conference, **({} if page == "message_list" else {"pk": message.pk}))
    )

    assert response.status_code == 200
    assert message.subject in response.content.decode() or page == "message_html"


@pytest.mark.parametrize(
    ("role", "status"),
    [(TeamRole.ORGANISER, 302), (TeamRole.DESK, 302), (TeamRole.RAPPORTEUR, 403), (TeamRole.VIEWER, 403)],
)
@pytest.mark.parametrize(("page", "state"), [("send_again", MessageStatus.FAILED), ("cancel", MessageStatus.QUEUED)])
def test_the_desk_acts_on_messages(sign_in, role, status, page, state):
    conference = make_conference()
    message = make_message(conference, status=state)

    response = sign_in(conference, role).post(url(page, conference, pk=message.pk))

    assert response.status_code == status
    message.refresh_from_db()
    happened = message.status == MessageStatus.CANCELLED or message.repeats.exists()
    assert happened == (status == 302)


@pytest.mark.parametrize("page", ["message_list", "message", "message_html", "send_again", "cancel"])
def test_strangers_and_other_teams_find_nothing(client, sign_in, page):
    conference, other = make_conference(), make_conference()
    message = make_message(conference, html="<p>x</p>")
    address = url(page, conference, **({} if page == "message_list" else {"pk": message.pk}))

    assert client.get(address).status_code == 302
    sign_in(other)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["message", "message_html", "send_again", "cancel"])
def test_another_conferences_message_is_not_there(sign_in, page):
    conference = make_conference()
    foreign = make_message(make_conference(), html="<p>x</p>")

    assert sign_in(conference).get(url(page, conference, pk=foreign.pk)).status_code == 404


@pytest.mark.parametrize("page", ["message_list", "message", "message_html"])
def test_reading_pages_take_no_post(sign_in, page):
    conference = make_conference()
    message = make_message(conference)

    response = sign_in(conference).post(url(page, conference, **({} if page == "message_list" else {"pk": message.pk})))

    assert response.status_code == 405


@pytest.mark.parametrize(("page", "state"), [("send_again", MessageStatus.FAILED), ("cancel", MessageStatus.QUEUED)])
def test_asking_changes_nothing(sign_in, page, state):
    conference = make_conference()
    message = make_message(conference, status=state)

    response = sign_in(conference).get(url(page, conference, pk=message.pk))

    assert response.status_code == 200
    assert list(Message.objects.values_list("pk", "status")) == [(message.pk, state)]


def test_send_again_leads_to_the_new_message(sign_in):
    conference = make_conference()
    message = make_message(conference, status=MessageStatus.FAILED, last_error="550 no such user")

    response = sign_in(conference).post(url("send_again", conference, pk=message.pk), follow=True)

    repeat = Message.objects.get(again_of=message)
    assert response.redirect_chain == [(repeat.get_absolute_url(), 302)]
    assert f"The message to {message.to_email} will leave in a moment." in response.content.decode()


def test_a_refusal_is_said_in_words(sign_in):
    conference = make_conference()
    message = make_message(conference, status=MessageStatus.SENT)

    response = sign_in(conference).post(url("cancel", conference, pk=message.pk), follow=True)

    assert "can no longer be cancelled" in response.content.decode()


def test_a_message_page_shows_the_exact_text_every_try_and_why_it_failed(sign_in):
    conference = make_conference()
    message = make_message(
        conference,
        status=MessageStatus.FAILED,
        last_error="550 5.1.1 No such user",
        text="Dear <b>Ana</b>,\n\nanswer here: {personal_link}\n",
    )
    for code, outcome in [(450, AttemptOutcome.DEFERRED), (550, AttemptOutcome.REFUSED)]:
        DeliveryAttempt.objects.create(message=message, at=OPENING, outcome=outcome, code=code, detail=f"{code} words")

    content = sign_in(conference).get(message.get_absolute_url()).content.decode()

    assert "Dear &lt;b&gt;Ana&lt;/b&gt;,\n\nanswer here: [personal link of the recipient]" in content
    assert "550 5.1.1 No such user" in content
    assert "450 words" in content
    assert "550 words" in content


def test_the_list_is_searched_narrowed_and_sorted_by_its_address(sign_in):
    conference = make_conference()
    ana = make_message(conference, to_name="Ana Núñez", status=MessageStatus.FAILED, subject="A")
    ben = make_message(conference, to_name="Ben Okri", subject="B")
    cleo = make_message(conference, to_name="Cleo Ana", subject="C", created_at=OPENING)
    client = sign_in(conference)

    def listed(query):
        response = client.get(url("message_list", conference) + query)
        return [row.record for row in response.context["table"].page.object_list]

    assert listed("") == [cleo, ben, ana]
    assert listed("?q=ana") == [cleo, ana]
    assert listed("?q=ana&status=failed") == [ana]
    assert listed("?sort=subject") == [ana, ben, cleo]
    assert listed("?q=nobody") == []


def test_the_html_part_is_contained(sign_in):
    conference = make_conference()
    message = make_message(
        conference, html='<html><head></head><body><script>x</script><a href="{personal_link}">a</a>'
    )

    response = sign_in(conference).get(url("message_html", conference, pk=message.pk))

    assert "script-src" not in response["Content-Security-Policy"]
    assert response["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'; ")
    assert "sandbox allow-popups" in response["Content-Security-Policy"]
    assert "allow-scripts" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response.content.decode() == (
        '<html><head><base target="_blank"></head><body><script>x</script><a href="">a</a>'
    )


def test_the_list_costs_the_same_for_one_and_for_many(sign_in):
    conference = make_conference()
    make_message(conference)
    client = sign_in(conference)
    for_one = cost_of(client, url("message_list", conference))

    for _ in range(2):
        make_message(conference)

    assert cost_of(client, url("message_list", conference)) == for_one <= 13


def test_a_page_costs_the_same_for_one_try_and_for_many(sign_in):
    conference = make_conference()
    message = make_message(conference)
    client = sign_in(conference)

    def add():
        DeliveryAttempt.objects.create(message=message, at=BEFORE, outcome=AttemptOutcome.DEFERRED, code=450)
        make_message(conference, again_of=message)
        message.feedback.create(at=OPENING, kind="delayed", source=f"{message.feedback.count()}")

    add()
    for_one = cost_of(client, message.get_absolute_url())
    for _ in range(2):
        add()

    assert cost_of(client, message.get_absolute_url()) == for_one <= 13


def test_the_overview_counts_what_did_not_arrive_and_leads_there(sign_in):
    conference = make_conference()
    client = sign_in(conference)
    overview = reverse("conference:desk", kwargs={"conference": conference.slug})
    make_message(conference, status=MessageStatus.SENT)
    assert "did not arrive" not in client.get(overview).content.decode()

    refused = make_message(conference, status=MessageStatus.FAILED)
    back = make_message(conference, status=MessageStatus.BOUNCED)
    repeated = make_message(conference, status=MessageStatus.FAILED)
    make_message(conference, again_of=repeated)

    assert "2 messages did not arrive" in client.get(overview).content.decode()
    listed = client.get(url("message_list", conference) + "?status=undelivered").context["table"].page.object_list
    assert {row.record for row in listed} == {refused, back}


def test_a_persons_page_tells_what_was_sent_and_what_came_back(sign_in):
    conference = make_conference()
    message = make_message(conference, to_email="ana@example.org", to_name="Ana Muster", text="Dear <b>Ana</b>\n")
    message.feedback.create(at=OPENING, kind="accepted", detail="Only on the first day", source="1")
    make_message(make_conference(), to_email="ana@example.org", subject="Of another conference")

    content = sign_in(conference).get(url("address", conference, email="Ana@example.org")).content.decode()

    assert "Dear &lt;b&gt;Ana&lt;/b&gt;" in content
    assert "Accepted in the calendar" in content
    assert "Only on the first day" in content
    assert "Of another conference" not in content
    assert sign_in(conference).get(url("address", conference, email="ben@example.org")).status_code == 404


def test_a_persons_page_tells_what_this_person_did_and_nobody_else(sign_in):
    conference = make_conference()
    make_message(conference, to_email="li@example.org", to_name="Ana Li")
    for actor in ("Ms. Ana Li, by personal link", "Susana Li, by personal link", "Ana Lisa Muster, by personal link"):
        audit.record("registration.cancelled", conference, conference=conference, by=actor, at=OPENING)

    response = sign_in(conference).get(url("address", conference, email="li@example.org"))

    assert [line.entry.actor_label for line in response.context["lines"]] == ["Ms. Ana Li, by personal link"]

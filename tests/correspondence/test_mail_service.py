"""What a mail service reports: verified, heard once, forward only, and closing an address that does not exist (MAIL-06)."""

import base64
import itertools

import pytest
from django.core import mail
from django.urls import reverse

from correspondence import delivery, emails, mail_service, smtp
from correspondence.choices import AttemptOutcome, MessageStatus
from correspondence.models import Feedback, Suppression
from tests.factories import OPENING, make_conference, make_message

signals = pytest.importorskip("anymail.signals", reason="needs django-anymail, as requirements-dev.txt has it")
pytestmark = pytest.mark.django_db
PASSWORD = "plenary:what only the service knows"


@pytest.fixture(autouse=True)
def service(settings):
    """Plenary as it is with MAIL_SERVICE=postmark."""
    settings.MAIL_SERVICE, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": PASSWORD}
    signals.tracking.connect(mail_service.take_in)
    yield
    signals.tracking.disconnect(mail_service.take_in)


def make_sent(**fields):
    defaults = {"to_email": "ana@example.org", "status": MessageStatus.SENT, "sent_at": OPENING}
    return make_message(make_conference(), **defaults | fields)


def event(message, record="Bounce", kind="HardBounce", number=1, details="smtp;550 5.1.1 No such user", **more):
    return {
        "RecordType": record, "Type": kind, "ID": number, "MessageID": "of-the-service", "Email": message.to_email,
        "Details": details, "Metadata": {"message_id": message.message_id}, "BouncedAt": "2030-06-03T09:00:00Z",
    } | more  # fmt: skip


def call(client, said, password=PASSWORD, name="postmark"):
    headers = {"Authorization": f"Basic {base64.b64encode(password.encode()).decode()}"} if password else {}
    address = reverse("correspondence:service", kwargs={"name": name})
    return client.post(address, said, content_type="application/json", headers=headers).status_code


def test_a_hard_bounce_marks_the_message_and_closes_the_address(client):
    message = make_sent()

    assert call(client, event(message)) == 200

    message.refresh_from_db()
    assert (message.status, message.last_error) == ("bounced", "5.1.1 smtp;550 5.1.1 No such user")
    assert Suppression.objects.in_force().get().email == "ana@example.org"


def test_a_full_mailbox_closes_nothing(client):
    message = make_sent()

    call(client, event(message, kind="SoftBounce", details="smtp;552 5.2.2 Mailbox full"))

    message.refresh_from_db()
    assert (message.status, Suppression.objects.count()) == ("bounced", 0)


def test_a_complaint_closes_the_address_and_leaves_the_message_sent(client):
    message = make_sent()

    call(client, event(message, record="SpamComplaint", kind="SpamComplaint"))

    message.refresh_from_db()
    assert (message.status, Suppression.objects.count()) == ("sent", 1)


def test_replayed_and_in_any_order_reports_end_the_same(client):
    ends = set()
    for number, order in enumerate(itertools.permutations(range(3))):
        message = make_sent(to_email=f"person{number}@example.org")
        said = [
            event(message, kind="Transient", number=f"{number}-1", details="smtp;450 4.2.1 Later"),
            event(message, number=f"{number}-2"),
            event(message, record="Delivery", number=f"{number}-3"),
        ]
        for each in [*order, *order]:
            assert call(client, said[each]) == 200
        message.refresh_from_db()
        ends.add((message.status, message.feedback.count(), bool(Suppression.objects.of_address(message.to_email))))

    assert ends == {("bounced", 2, True)}


def test_a_report_that_is_quicker_than_our_mark_is_not_undone_by_it(client):
    message = make_message(make_conference(), not_before=OPENING)
    leased = delivery.take(OPENING)[0]

    call(client, event(message))
    delivery.mark(leased, smtp.ACCEPTED, OPENING)

    message.refresh_from_db()
    assert message.status == "bounced"


@pytest.mark.parametrize("password", ["", "plenary:guessed"])
def test_a_stranger_is_refused_and_changes_nothing(client, password):
    message = make_sent()

    assert call(client, event(message), password) == 400

    message.refresh_from_db()
    assert (message.status, Feedback.objects.count()) == ("sent", 0)


@pytest.mark.parametrize(
    "forged", ["", "<plenary.1.0123456789abcdef0123456789abcdef@localhost>", "<x@example.org>", None]
)
def test_what_names_none_of_our_messages_changes_nothing(client, forged):
    message = make_sent()

    assert call(client, event(message, Metadata={"message_id": forged})) == 200

    assert not Feedback.objects.exists()
    assert not Suppression.objects.exists()


def test_without_a_service_or_its_password_there_is_no_such_page(client, settings):
    message = make_sent()

    assert call(client, event(message), name="mailgun") == 404
    settings.ANYMAIL = {}
    assert call(client, event(message)) == 404
    settings.MAIL_SERVICE = ""
    assert call(client, event(message)) == 404
    assert not Feedback.objects.exists()


def test_what_leaves_names_its_message_to_the_service():
    message = make_message(make_conference())

    assert emails.as_mail(message, at=OPENING).metadata == {"message_id": message.message_id}
    delivery.deliver(lambda: OPENING)
    assert mail.outbox[0].metadata == {"message_id": message.message_id}


@pytest.mark.parametrize(
    ("code", "outcome"),
    [(422, AttemptOutcome.REFUSED), (401, "unreachable"), (429, "unreachable"), (500, "unreachable")],
)
def test_a_service_that_refuses_one_message_fails_that_one_alone(code, outcome):
    from anymail.exceptions import AnymailRequestsAPIError

    class Response:
        status_code, reason, text = code, "for a reason", ""

    answer = smtp.judge(AnymailRequestsAPIError("The service said no", response=Response()))

    assert (answer.outcome, answer.code) == (outcome, code)

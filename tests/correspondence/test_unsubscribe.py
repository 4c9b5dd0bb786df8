"""Wanting no more reminders: by one click of a mail program (RFC 8058), never by a scanner that only looks."""

from email import message_from_bytes, policy

import pytest
from django.test import Client

from conference.models import AuditEntry
from correspondence import actions, delivery, emails, facts, smtp
from correspondence.choices import AttemptOutcome, MessageStatus
from correspondence.models import Message, OptOut
from tests.factories import OPENING, make_conference, make_message

pytestmark = pytest.mark.django_db


def make_reminder(conference, **fields):
    return make_message(
        conference, is_optional=True, to_email="Ana@example.org", html="<body><p>x</p></body>", **fields
    )


def path(message):
    return "/" + emails.unsubscribe_url(message).split("/", 3)[3]


def test_a_reminder_carries_the_one_click_headers_and_a_way_out_in_both_texts():
    message = make_reminder(make_conference())

    mail = message_from_bytes(emails.as_mail(message, at=OPENING).message().as_bytes(), policy=policy.default)

    link = emails.unsubscribe_url(message)
    assert mail["List-Unsubscribe"].strip() == f"<{link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.get_body(("plain",)).get_content()
    assert f'<a href="{link}">' in mail.get_body(("html",)).get_content()


def test_other_messages_carry_none():
    mail = emails.as_mail(make_message(make_conference(), html="<body></body>"), at=OPENING).message()

    assert mail["List-Unsubscribe"] is None
    assert "unsubscribe" not in mail.as_string()


def test_a_click_in_the_mail_program_takes_effect_at_once():
    conference = make_conference()
    message = make_reminder(conference, status=MessageStatus.SENT)
    waiting, held = make_reminder(conference), make_reminder(conference, status=MessageStatus.HELD)
    needed = make_message(conference, to_email="ana@example.org")
    elsewhere = make_reminder(make_conference())
    bare = Client(enforce_csrf_checks=True)

    response = bare.post(path(message), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert not response.cookies
    assert [OptOut.objects.get().email, OptOut.objects.get().conference] == ["ana@example.org", conference]
    for each, status in [(waiting, "suppressed"), (held, "suppressed"), (needed, "queued"), (elsewhere, "queued")]:
        each.refresh_from_db()
        assert each.status == status
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["message.unsubscribed"]


def test_twice_is_harmless():
    message = make_reminder(make_conference())

    for _ in range(2):
        assert Client().post(path(message)).status_code == 200

    assert OptOut.objects.count() == 1
    assert AuditEntry.objects.count() == 1


def test_a_scanner_that_opens_the_link_changes_nothing():
    message = make_reminder(make_conference())

    response = Client().get(path(message))

    assert response.status_code == 200
    assert "Send no more reminders" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert not OptOut.objects.exists()


@pytest.mark.parametrize("link", ["1.0.forged", "nonsense"])
def test_a_forged_link_is_not_there(link):
    make_reminder(make_conference())

    assert Client().post(f"/unsubscribe/{link}/").status_code == 404
    assert not OptOut.objects.exists()


def test_a_message_that_is_no_reminder_has_no_such_page():
    assert Client().get(path(make_message(make_conference()))).status_code == 404


def test_after_it_reminders_are_kept_back_and_the_rest_is_sent():
    conference = make_conference()
    actions.opt_out(make_reminder(conference), by=None, at=OPENING)

    def write(occasion, **fields):
        return actions.write(
            conference=conference, kind="test", occasion=occasion, to_email="ana@example.org", subject="x", text="x\n",
            by=None, at=OPENING, **fields,
        )  # fmt: skip

    assert write("1", is_optional=True).last_error == facts.OPTED_OUT
    assert write("1", is_optional=True).status == MessageStatus.SUPPRESSED
    assert write("2").status == MessageStatus.QUEUED
    assert Message.objects.filter(occasion__in=["1", "2"]).count() == 2


@pytest.mark.parametrize("outcome", [AttemptOutcome.DEFERRED, AttemptOutcome.UNREACHABLE])
def test_what_was_just_being_sent_does_not_leave_later_when_it_is_put_off(outcome):
    conference = make_conference()
    optional, closed, other = (make_message(conference, is_optional=True) for _ in range(3))
    taken = {message.pk: message for message in delivery.take(OPENING)}

    actions.opt_out(optional, by=None, at=OPENING)
    delivery.close_address(closed.to_email, "550 5.1.1 No such user", OPENING)
    for message in taken.values():
        delivery.mark(message, smtp.Answer(outcome, 450, "450 later"), OPENING)

    said = dict(Message.objects.values_list("pk", "last_error"))
    assert said == {optional.pk: facts.OPTED_OUT, closed.pk: "550 5.1.1 No such user", other.pk: "450 later"}
    assert set(Message.objects.filter(status=MessageStatus.SUPPRESSED)) == {optional, closed}

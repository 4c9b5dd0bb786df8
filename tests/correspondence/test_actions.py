"""What correspondence's verbs do, refuse, leave behind, and do not do twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from conference.models import AuditEntry
from correspondence import actions
from correspondence.choices import MessageStatus
from correspondence.models import Message
from lib.refusal import NotPossible
from tests.factories import BEFORE, OPENING, make_conference, make_message, make_user

pytestmark = pytest.mark.django_db


def write(conference, **fields):
    defaults = {
        "kind": "invitation",
        "occasion": "invitation:1",
        "to_email": "ana@example.org",
        "subject": "You are invited",
        "text": "Dear Ana Muster\n",
        "by": None,
        "at": BEFORE,
    }
    return actions.write(conference=conference, **defaults | fields)


def verbs():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_write_keeps_a_message_that_is_due_at_once():
    conference = make_conference()

    message = write(conference, to_name="Ana Muster", link=("participants:me", 7, 2), language="es")

    message.refresh_from_db()
    assert (message.conference, message.status) == (conference, MessageStatus.QUEUED)
    assert (message.to_name, message.to_email) == ("Ana Muster", "ana@example.org")
    assert (message.link_purpose, message.link_pk, message.link_version) == ("participants:me", 7, 2)
    assert (message.created_at, message.not_before, message.language) == (BEFORE, BEFORE, "es")
    assert list(Message.objects.due(BEFORE)) == [message]


def test_write_names_the_conferences_contact_for_answers():
    message = write(make_conference(contact_email="office@example.org"))

    assert message.reply_to == "office@example.org"


def test_write_leaves_a_trace():
    user = make_user(name="Olga Organiser")

    message = write(make_conference(), by=user)

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.at) == ("message.written", user, BEFORE)
    assert (entry.subject_kind, entry.subject_id) == ("correspondence.message", message.pk)


def test_write_twice_returns_the_first_message():
    conference = make_conference()

    first = write(conference)
    second = write(conference, subject="Another subject", at=OPENING)

    assert second == first
    assert Message.objects.get().subject == "You are invited"
    assert verbs() == ["message.written"]


def test_write_wakes_the_worker_only_once_the_transaction_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        write(make_conference())

    assert len(callbacks) == 1


@pytest.mark.parametrize(
    "email", ["", "ana", "ana@example.org\nBcc: eve@example.org", "ana@example.org, eve@example.org"]
)
def test_write_refuses_what_is_no_address_and_writes_nothing(email):
    with pytest.raises(NotPossible, match="is not an e-mail address"):
        write(make_conference(), to_email=email)

    assert not Message.objects.exists()
    assert not AuditEntry.objects.exists()


def test_write_keeps_line_breaks_of_people_out_of_what_becomes_a_header():
    message = write(make_conference(), subject="Invitation\r\nBcc: eve@example.org", to_name="Ana\nMuster\x00")

    assert message.subject == "Invitation Bcc: eve@example.org"
    assert message.to_name == "Ana Muster"


@pytest.mark.parametrize("status", [MessageStatus.FAILED, MessageStatus.SENT, MessageStatus.CANCELLED])
def test_send_again_writes_the_same_message_as_a_row_of_its_own(status):
    first = make_message(make_conference(), status=status, attempt_count=3, last_error="550 no such user")

    second = actions.send_again(first, by=None, at=OPENING)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.attempt_count, first.last_error) == (status, 3, "550 no such user")
    assert second.pk != first.pk
    assert second.message_id != first.message_id
    assert (second.subject, second.text, second.to_email) == (first.subject, first.text, first.to_email)
    assert (second.status, second.attempt_count, second.last_error) == (MessageStatus.QUEUED, 0, "")
    assert (second.created_at, second.not_before, second.again_of) == (OPENING, OPENING, first)
    assert verbs() == ["message.written_again"]


def test_what_was_destroyed_is_not_sent_again(sign_in):
    conference = make_conference()
    erased, with_a_file, whole = (make_message(conference, status=MessageStatus.SENT) for _ in range(3))
    with_a_file.attachments.create(name="letter.pdf", file="", size=9, is_confidential=True, erased_at=OPENING)
    actions.erase_messages(conference, by=None, at=OPENING, emails=[erased.to_email])
    client = sign_in(conference)

    for message in (erased, with_a_file):
        with pytest.raises(NotPossible, match="was destroyed on its day"):
            actions.send_again(message, by=None, at=OPENING)
        assert "Send again" not in client.get(message.get_absolute_url()).content.decode()

    assert "Send again" in client.get(whole.get_absolute_url()).content.decode()
    assert Message.objects.count() == 3


def test_a_file_that_is_not_there_is_not_found(sign_in):
    conference = make_conference()
    message = make_message(conference, status=MessageStatus.FAILED)
    file = message.attachments.create(name="letter.pdf", file="", size=9)
    names = {"conference": conference.slug, "pk": message.pk, "number": file.pk}

    assert sign_in(conference).get(reverse("correspondence:message_file", kwargs=names)).status_code == 404


@pytest.mark.parametrize("status", [MessageStatus.QUEUED, MessageStatus.SENDING])
def test_send_again_refuses_what_has_not_left_yet(status):
    message = make_message(make_conference(), status=status)

    with pytest.raises(NotPossible, match="has not left yet"):
        actions.send_again(message, by=None, at=OPENING)

    assert Message.objects.count() == 1
    assert verbs() == []


def test_send_again_twice_writes_one_message():
    message = make_message(make_conference(), status=MessageStatus.FAILED)
    actions.send_again(message, by=None, at=OPENING)

    with pytest.raises(NotPossible, match="written again already"):
        actions.send_again(message, by=None, at=OPENING)

    assert Message.objects.count() == 2
    assert verbs() == ["message.written_again"]


def test_send_again_works_once_more_when_the_repeat_failed_too():
    message = make_message(make_conference(), status=MessageStatus.FAILED)
    repeat = actions.send_again(message, by=None, at=OPENING)
    Message.objects.filter(pk=repeat.pk).update(status=MessageStatus.FAILED)

    third = actions.send_again(message, by=None, at=OPENING + timedelta(hours=1))

    assert list(message.repeats.order_by("pk")) == [repeat, third]


def test_cancel_keeps_a_waiting_message_from_leaving():
    user = make_user()
    message = make_message(make_conference())

    actions.cancel(message, by=user, at=OPENING)

    message.refresh_from_db()
    assert message.status == MessageStatus.CANCELLED
    assert not Message.objects.due(OPENING).exists()
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor) == ("message.cancelled", user)
    assert (entry.before, entry.after) == ({"status": "queued"}, {"status": "cancelled"})


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (MessageStatus.SENDING, "can no longer be cancelled"),
        (MessageStatus.SENT, "can no longer be cancelled"),
        (MessageStatus.FAILED, "can no longer be cancelled"),
        (MessageStatus.CANCELLED, "cancelled already"),
    ],
)
def test_cancel_refuses_and_changes_nothing(status, words):
    message = make_message(make_conference(), status=status)

    with pytest.raises(NotPossible, match=words):
        actions.cancel(message, by=None, at=OPENING)

    message.refresh_from_db()
    assert message.status == status
    assert not AuditEntry.objects.exists()


def test_send_again_writes_nothing_optional_to_who_wants_no_more():
    message = make_message(make_conference(), status=MessageStatus.FAILED, is_optional=True)
    actions.opt_out(message, by=None, at=OPENING)

    with pytest.raises(NotPossible, match="wants no more reminders"):
        actions.send_again(message, by=None, at=OPENING)


def test_what_is_rolled_back_writes_no_message_and_wakes_nobody(django_capture_on_commit_callbacks):
    conference = make_conference()

    @transaction.atomic
    def fall_over_after_writing():
        write(conference)
        raise OSError("power cut before the commit")

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(OSError, match="power"):
        fall_over_after_writing()

    assert (Message.objects.count(), AuditEntry.objects.count(), callbacks) == (0, 0, [])

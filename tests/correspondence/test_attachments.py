"""Files that go with a message: kept as they are sent, shown in the log, in the e-mail after its texts."""

from email import message_from_bytes, policy

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from conference.choices import TeamRole
from correspondence import actions, delivery, emails
from correspondence.choices import MessageStatus
from correspondence.models import Attachment, Message
from lib.refusal import NotPossible
from tests.factories import BEFORE, OPENING, make_conference, make_message

PDF = b"%PDF-1.7\n%a letter\n%%EOF\n"
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def write(conference, **parts):
    given = {
        "kind": "invitation",
        "occasion": "invitation:1:1",
        "to_email": "ana@example.org",
        "subject": "You are invited",
        "text": "Dear Ana\n",
        "html": "<p>Dear Ana</p>",
        "attachments": [ContentFile(PDF, name="Invitation letter.pdf")],
    }
    return actions.write(conference=conference, **given | parts, by=None, at=BEFORE)


def parsed(message):
    return message_from_bytes(emails.as_mail(message, at=OPENING).message().as_bytes(), policy=policy.default)


@pytest.mark.django_db
def test_a_file_stands_in_the_email_after_its_texts_and_the_calendar():
    message = write(make_conference(), calendar=CALENDAR, calendar_method="REQUEST")

    mail = parsed(message)

    parts = [(part.get_content_type(), part.get_filename()) for part in mail.walk() if not part.is_multipart()]
    assert parts == [
        ("text/plain", None),
        ("text/html", None),
        ("text/calendar", None),
        ("text/calendar", "conference.ics"),
        ("application/pdf", "Invitation letter.pdf"),
    ]
    assert list(mail.iter_attachments())[-1].get_content() == PDF
    assert mail["Message-ID"] == message.message_id


@pytest.mark.django_db
def test_the_same_occasion_twice_keeps_one_file():
    conference = make_conference()

    first, second = write(conference), write(conference)

    assert first == second
    assert [(each.name, each.size) for each in Attachment.objects.all()] == [("Invitation letter.pdf", len(PDF))]


@pytest.mark.django_db
def test_files_that_are_too_large_together_are_refused_and_nothing_is_written(monkeypatch):
    monkeypatch.setattr("correspondence.actions.messages.FEW_BYTES", 2 * len(PDF) - 1)
    files = [ContentFile(PDF, name="one.pdf"), ContentFile(PDF, name="two.pdf")]

    with pytest.raises(NotPossible, match="together"):
        write(make_conference(), attachments=files)

    assert not Message.objects.exists()
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_a_line_break_in_the_name_of_a_file_makes_no_header():
    message = write(make_conference(), attachments=[ContentFile(PDF, name="letter\r\nBcc: eve@example.org\r\n.pdf")])

    part = list(parsed(message).iter_attachments())[-1]

    assert part.get_filename() == "letter Bcc: eve@example.org .pdf"
    assert "Bcc" not in parsed(message)


@pytest.mark.django_db
def test_a_message_that_is_written_again_carries_the_same_file():
    message = write(make_conference())
    Message.objects.update(status=MessageStatus.SENT)

    again = actions.send_again(message, by=None, at=OPENING)

    assert list(parsed(again).iter_attachments())[-1].get_content() == PDF
    assert [each.file.name for each in again.attachments.all()] == [
        each.file.name for each in message.attachments.all()
    ]


@pytest.mark.django_db
def test_a_file_that_is_lost_refuses_its_own_message_and_no_other(sink):
    conference = make_conference()
    lost, good = write(conference), make_message(conference)
    lost.attachments.get().file.storage.delete(lost.attachments.get().file.name)

    delivery.deliver(lambda: OPENING)

    lost.refresh_from_db()
    good.refresh_from_db()
    assert (lost.status, good.status) == (MessageStatus.FAILED, MessageStatus.SENT)
    assert "“Invitation letter.pdf” is not there any more" in lost.last_error


@pytest.mark.django_db
def test_a_message_that_waits_for_its_letter_is_not_taken():
    message = write(make_conference(), attachments=[], has_letter=True)

    assert message.status == MessageStatus.PREPARING
    assert delivery.take(OPENING) == []
    assert list(Message.objects.waiting()) == [message]
    assert not Message.objects.overdue(OPENING).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 3])
def test_taking_a_batch_costs_the_same_for_one_and_for_many(django_assert_num_queries, how_many):
    conference = make_conference()
    for number in range(how_many):
        write(conference, occasion=f"invitation:{number}:1")

    with django_assert_num_queries(6):
        for message in delivery.take(OPENING):
            emails.as_mail(message, at=OPENING)


@pytest.mark.django_db
def test_the_log_shows_the_files_and_hands_them_out_as_they_were_sent(sign_in):
    conference = make_conference()
    message = write(conference)
    file = message.attachments.get()
    client = sign_in(conference, role=TeamRole.VIEWER)
    names = {"conference": conference.slug, "pk": message.pk}

    page = client.get(reverse("correspondence:message", kwargs=names)).content.decode()
    address = reverse("correspondence:message_file", kwargs=names | {"number": file.pk})
    answer = client.get(address)

    assert f'href="{address}"' in page
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Invitation letter.pdf"'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"),
    [(TeamRole.ORGANISER, 200), (TeamRole.DESK, 200), (TeamRole.RAPPORTEUR, 403), (TeamRole.VIEWER, 403)],
)
def test_a_confidential_file_is_for_the_desk_only(sign_in, role, status):
    conference = make_conference()
    message = write(conference)
    Attachment.objects.update(is_confidential=True)
    names = {"conference": conference.slug, "pk": message.pk, "number": message.attachments.get().pk}

    answer = sign_in(conference, role=role).get(reverse("correspondence:message_file", kwargs=names))

    answer.close()
    assert answer.status_code == status

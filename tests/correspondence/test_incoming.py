"""What comes back: delivery reports, complaints, calendars' answers; each counts once, and a forged one not at all."""

import mailbox
import socketserver
import threading

import pytest
from django.db import OperationalError

from conference.models import AuditEntry
from correspondence import actions, delivery, inbox, incoming, jobs
from correspondence.choices import AttemptOutcome, FeedbackKind, MessageStatus
from correspondence.models import Feedback, Message, Suppression
from lib.refusal import NotPossible
from tests.correspondence.reports import calendar_reply, complaint, delivery_report
from tests.factories import OPENING, make_conference, make_message, make_user

pytestmark = pytest.mark.django_db
UID = "registration-7@plenary.example.org"


def make_sent(**fields):
    fields.setdefault("to_email", "ana@example.org")
    return make_message(make_conference(), status=MessageStatus.SENT, sent_at=OPENING, **fields)


def take_in(raw):
    return [actions.take_in(report, by=None, at=OPENING) for report in incoming.read(raw)]


def verbs():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_hard_bounce_marks_the_message_and_closes_the_address():
    message = make_sent()
    waiting = make_message(make_conference(), to_email="Ana@Example.org")

    take_in(delivery_report(message))

    message.refresh_from_db()
    waiting.refresh_from_db()
    assert (message.status, message.last_error) == (MessageStatus.BOUNCED, "5.1.1 550 5.1.1 No such user")
    assert waiting.status == MessageStatus.SUPPRESSED
    suppression = Suppression.objects.get()
    assert (suppression.email, suppression.reason) == ("ana@example.org", "550 5.1.1 No such user")
    assert verbs() == ["message.bounced", "suppression.made", "suppression.made"]
    entries = AuditEntry.objects.filter(verb="suppression.made", subject_label="ana@example.org")
    assert {entry.conference for entry in entries} == {message.conference, waiting.conference}


def test_a_full_mailbox_comes_back_and_the_address_stays_open():
    message = make_sent()

    take_in(delivery_report(message, status="5.2.2", said="552 5.2.2 Mailbox full"))

    message.refresh_from_db()
    assert message.status == MessageStatus.BOUNCED
    assert not Suppression.objects.exists()


def test_a_delay_is_noted_and_changes_no_state():
    message = make_sent()

    take_in(delivery_report(message, action="delayed", status="4.4.1", said="connection timed out"))

    message.refresh_from_db()
    assert message.status == MessageStatus.SENT
    assert [(each.kind, each.code, each.detail) for each in message.feedback.all()] == [
        (FeedbackKind.DELAYED, "4.4.1", "connection timed out")
    ]


def test_reports_in_any_order_and_number_end_the_same():
    message = make_sent()
    bounce = delivery_report(message)
    delay = delivery_report(message, action="delayed", status="4.4.1", source="<r0@mx.example>")

    for raw in (bounce, bounce, delay, bounce, delay):
        take_in(raw)

    message.refresh_from_db()
    assert message.status == MessageStatus.BOUNCED
    assert Feedback.objects.count() == 2
    assert verbs() == ["message.bounced", "suppression.made", "message.delayed"]


@pytest.mark.parametrize(
    "forged",
    [
        lambda message: f"<plenary.{message.pk}.{'0' * 32}@localhost>",
        lambda message: message.message_id.replace(f".{message.pk}.", f".{message.pk + 1}."),
        lambda message: "<other@example.org>",
    ],
)
def test_a_forged_report_changes_nothing(forged):
    message = make_sent()
    raw = delivery_report(message).replace(message.message_id.encode(), forged(message).encode())

    assert [each for each in take_in(raw) if each] == []

    message.refresh_from_db()
    assert message.status == MessageStatus.SENT
    assert not Feedback.objects.exists()
    assert not Suppression.objects.exists()


def test_a_complaint_closes_the_address():
    message = make_sent()

    take_in(complaint(message))

    assert Suppression.objects.in_force().of_address(message.to_email).exists()
    assert [each.kind for each in message.feedback.all()] == [FeedbackKind.COMPLAINED]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("ACCEPTED", FeedbackKind.ACCEPTED),
        ("TENTATIVE", FeedbackKind.TENTATIVE),
        ("DECLINED", FeedbackKind.DECLINED),
    ],
)
def test_a_calendars_answer_stands_beside_the_message(answer, kind):
    message = make_sent(calendar=f"BEGIN:VCALENDAR\r\nUID:{UID}\r\nEND:VCALENDAR\r\n")

    take_in(calendar_reply(UID, "Ana@example.org", answer=answer))

    feedback = message.feedback.get()
    assert (feedback.kind, feedback.detail) == (kind, "Only on the first day")
    message.refresh_from_db()
    assert message.status == MessageStatus.SENT


@pytest.mark.parametrize(
    "raw",
    [
        calendar_reply(UID, "eve@example.org"),
        calendar_reply("", "ana@example.org"),
        calendar_reply(UID, "ana@example.org", method="REQUEST"),
        calendar_reply(UID, "ana@example.org", answer="NEEDS-ACTION"),
        b"From: ana@example.org\r\nSubject: Hello\r\n\r\nJust a letter.\r\n",
        b"Content-Type: text/calendar\r\n\r\nnot a calendar\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nnothing\r\n",
        b"",
        b"\xff\xfe\x00",
    ],
)
def test_what_says_nothing_about_a_message_changes_nothing(raw):
    make_sent(calendar=f"BEGIN:VCALENDAR\r\nUID:{UID}\r\nEND:VCALENDAR\r\n")

    assert [each for each in take_in(raw) if each] == []
    assert not Feedback.objects.exists()


def test_a_message_to_a_closed_address_is_written_and_kept_back():
    delivery.close_address("Ana@example.org", "550 5.1.1 No such user", OPENING)

    message = actions.write(
        conference=make_conference(), kind="test", occasion="test:1", to_email="ana@Example.org", subject="Hello",
        text="Hello\n", by=None, at=OPENING,
    )  # fmt: skip

    assert (message.status, message.last_error) == (MessageStatus.SUPPRESSED, "550 5.1.1 No such user")
    assert not Message.objects.due(OPENING).exists()


def test_only_an_express_word_of_the_organiser_opens_an_address_again():
    user = make_user()
    message = make_message(make_conference(), status=MessageStatus.BOUNCED, to_email="ana@example.org")
    delivery.close_address("ana@example.org", "550 5.1.1 No such user", OPENING)

    with pytest.raises(NotPossible, match="came back: 550"):
        actions.send_again(message, by=user, at=OPENING)
    assert Message.objects.count() == 1

    written = actions.send_again(message, is_address_good=True, by=user, at=OPENING)

    assert written.status == MessageStatus.QUEUED
    assert Suppression.objects.get().lifted_at == OPENING
    assert verbs() == ["suppression.lifted", "message.written_again"]


def test_an_address_that_comes_back_again_is_closed_again():
    delivery.close_address("ana@example.org", "first", OPENING)
    Suppression.objects.update(lifted_at=OPENING)

    delivery.close_address("ana@example.org", "second", OPENING)

    assert [each.reason for each in Suppression.objects.in_force()] == ["second"]


def test_an_address_that_the_mail_server_does_not_know_is_closed_at_once(sink):
    conference = make_conference()
    message = make_message(conference, to_email="ana@example.org")
    sink.orders.append(("RCPT", "550 5.1.1 No such user"))

    delivery.deliver(lambda: OPENING)

    message.refresh_from_db()
    assert message.status == MessageStatus.FAILED
    assert Suppression.objects.in_force().of_address("ana@example.org").exists()
    assert [(entry.verb, entry.reason) for entry in conference.history.all()] == [
        ("suppression.made", "550 5.1.1 No such user")
    ]


def test_a_refused_text_closes_no_address(sink):
    make_message(make_conference())
    sink.orders.append(("DATA", "554 5.7.1 Message rejected as spam"))

    delivery.deliver(lambda: OPENING)

    assert not Suppression.objects.exists()


def test_the_job_reads_a_maildir_and_each_message_once(settings, tmp_path):
    message = make_sent()
    box = mailbox.Maildir(tmp_path / "inbox", create=True)
    for raw in (b"\xff\xfe nonsense", delivery_report(message)):
        box.add(raw)
    settings.INBOX_URL = f"maildir://{tmp_path / 'inbox'}"

    jobs.read_the_inbox()

    message.refresh_from_db()
    assert message.status == MessageStatus.BOUNCED
    assert inbox.visit(settings.INBOX_URL, lambda raw: None) == 0
    assert [each.get_flags() for each in box] == ["S", "S"]


def test_only_what_is_new_in_a_maildir_is_opened(tmp_path, monkeypatch):
    box = tmp_path / "inbox"
    mailbox.Maildir(box, create=True)
    (box / "cur" / "1.read:2,S").symlink_to(tmp_path / "nowhere")  # whoever opens it fails
    for number in (2, 3, 4):
        (box / "new" / f"{number}.here").write_bytes(b"%d" % number)
    monkeypatch.setattr(inbox, "AT_MOST", 2)
    received = []

    counts = [inbox.visit(f"maildir://{box}", received.append) for _ in range(3)]

    assert counts == [2, 1, 0]
    assert received == [b"2", b"3", b"4"]
    assert sorted(file.name for file in (box / "cur").iterdir()) == [
        "1.read:2,S", "2.here:2,S", "3.here:2,S", "4.here:2,S",
    ]  # fmt: skip


def test_a_report_that_meets_a_database_that_is_away_stays_unread_and_counts_later(settings, tmp_path, monkeypatch):
    message = make_sent()
    mailbox.Maildir(tmp_path / "inbox", create=True).add(delivery_report(message))
    settings.INBOX_URL = f"maildir://{tmp_path / 'inbox'}"

    def away(*args, **kwargs):
        raise OperationalError("the database system is shutting down")

    with monkeypatch.context() as broken:
        broken.setattr(actions, "take_in", away)
        with pytest.raises(OperationalError):
            jobs.read_the_inbox()
    jobs.read_the_inbox()

    message.refresh_from_db()
    assert message.status == MessageStatus.BOUNCED


def test_without_an_inbox_the_job_has_nothing_to_do(settings):
    settings.INBOX_URL = ""

    jobs.read_the_inbox()

    assert not Feedback.objects.exists()


class Pop3(socketserver.StreamRequestHandler):
    """As much of a POP3 server as a visit needs."""

    def handle(self):
        self.say("+OK ready")
        for line in self.rfile:
            word, _, rest = line.decode().strip().partition(" ")
            if word == "STAT":
                self.say(f"+OK {len(self.server.mails)} 1000")
            elif word == "RETR":
                self.say("+OK", *self.server.mails[int(rest) - 1].decode().split("\r\n"), ".")
            elif word == "DELE":
                self.server.deleted.append(int(rest))
                self.say("+OK")
            else:
                self.server.said.append((word, rest))
                self.say("+OK")
            if word == "QUIT":
                return

    def say(self, *lines):
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class Imap(socketserver.StreamRequestHandler):
    """As much of an IMAP server as a visit needs."""

    def handle(self):
        self.say("* OK ready")
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            if command == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1")
            elif command.startswith("UID SEARCH"):
                self.say("* SEARCH " + " ".join(str(number + 1) for number in range(len(self.server.mails))))
            elif command.startswith("UID FETCH"):
                raw = self.server.mails[int(command.split()[2]) - 1]
                self.wfile.write(b"* 1 FETCH (BODY[] {%d}\r\n%s)\r\n" % (len(raw), raw))
            elif command.startswith("UID STORE"):
                self.server.deleted.append(int(command.split()[2]))
            else:
                self.server.said.append(tuple(command.split(" ", 1)))
            self.say(f"{tag} OK done")
            if command == "LOGOUT":
                return

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.mark.parametrize(("scheme", "handler"), [("pop3", Pop3), ("imap", Imap)])
def test_an_inbox_on_a_server_is_read_too(scheme, handler):
    message = make_sent()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.mails, server.deleted, server.said = [delivery_report(message)], [], []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        read = []

        count = inbox.visit(f"{scheme}://ana%40x:p%3Aw@127.0.0.1:{server.server_address[1]}/Reports", read.append)

        server.shutdown()
    assert count == 1
    assert take_in(read[0])[0].kind == FeedbackKind.BOUNCED
    assert server.deleted == [1]
    assert any("ana@x" in rest and ("p:w" in rest or scheme == "pop3") for _, *rests in server.said for rest in rests)


def test_an_inbox_of_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match="none of maildir"):
        inbox.visit("http://example.org", lambda raw: None)


@pytest.mark.parametrize(
    ("step", "answer", "status"),
    [
        ("RCPT", "550 Client host [203.5.1.9] blocked", MessageStatus.FAILED),
        ("RCPT", "550 5.7.1 See 5.1.1 of our terms", MessageStatus.FAILED),
        ("RCPT", "550 5.1.8 Bad sender's address", MessageStatus.FAILED),
        ("RCPT", "554 5.0.0 message rejected as spam", MessageStatus.FAILED),
        ("RCPT", "550 5.4.4 Unable to route", MessageStatus.FAILED),
        ("DATA", "550 5.1.1 No such user", MessageStatus.FAILED),
        ("MAIL", "550 5.1.1 Sender unknown", MessageStatus.QUEUED),
        ("MAIL", "553 5.7.1 Not allowed to send as this address", MessageStatus.QUEUED),
    ],
)
def test_what_a_server_says_of_something_else_closes_no_address(sink, step, answer, status):
    message = make_message(make_conference(), to_email="ana@example.org")
    sink.orders.append((step, answer))

    delivery.deliver(lambda: OPENING)

    message.refresh_from_db()
    assert (message.status, message.last_error) == (status, answer)
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("code", ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"])
def test_codes_of_an_address_that_no_longer_receives_close_it(sink, code):
    make_message(make_conference(), to_email="ana@example.org")
    sink.orders.append(("RCPT", f"550 {code} Not here"))

    delivery.deliver(lambda: OPENING)

    assert Suppression.objects.in_force().of_address("ana@example.org").exists()


def test_a_sender_whom_the_server_does_not_accept_is_seen_as_trouble(sink):
    message = make_message(make_conference())
    sink.orders.append(("MAIL", "553 5.7.1 Not allowed to send as this address"))

    delivery.deliver(lambda: OPENING)

    assert [each.outcome for each in message.attempts.all()] == [AttemptOutcome.UNREACHABLE]
    assert message.attempts.unanswered().exists()


def test_reports_about_messages_from_before_the_secret_was_changed_still_count(settings):
    message = make_sent()
    report = delivery_report(message)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key, as long as it has to be, and then more", []
    assert take_in(report) == [None]
    settings.SECRET_KEY_FALLBACKS = ["a key for tests only, which signs nothing of value"]
    take_in(report)

    message.refresh_from_db()
    assert message.status == MessageStatus.BOUNCED

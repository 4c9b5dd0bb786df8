"""The servers that tests run beside themselves are real: what is published is done by another process."""

import smtplib
import sys
from email.message import EmailMessage

import pytest

from config.celery import app
from tests.servers import Process, wait_until


@pytest.mark.services
def test_the_worker_answers_over_redis_and_comes_back_after_a_kill(worker):
    assert app.control.ping(timeout=60, limit=1) == [{"worker@test": {"ok": "pong"}}]

    worker.kill()
    assert app.control.ping(timeout=1) == []

    worker.start()
    assert wait_until(lambda: app.control.ping(timeout=1, limit=1)) == [{"worker@test": {"ok": "pong"}}]


def test_a_process_that_does_not_become_ready_is_not_left_behind(tmp_path):
    process = Process("silent", sys.executable, "-c", "import time; time.sleep(600)", folder=tmp_path).start()

    with pytest.raises(AssertionError, match="silent ready did not come about"):
        process.wait_for("ready", seconds=0.2)

    assert not process.is_running()


def test_the_mail_server_answers_as_told_and_keeps_what_it_accepts(mail_server):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Greetings"
    mail_server.answers.append("451 4.3.0 Try later")

    with smtplib.SMTP("127.0.0.1", mail_server.port) as line:
        with pytest.raises(smtplib.SMTPDataError, match="Try later"):
            line.send_message(message)
        line.send_message(message)

    assert [(each.recipients, each.message["Subject"]) for each in mail_server.received] == [
        (("b@example.org",), "Greetings")
    ]

"""A forgotten password while the mail server is away: the page answers at once, and the same to everybody."""

import socket
import time

import pytest
from django.core import mail
from django.urls import reverse

from accounts.adapter import Letter
from tests.factories import make_user
from tests.servers import free_port, wait_until

pytestmark = pytest.mark.django_db
ADDRESSES = ["ana@example.org", "nobody@example.org"]
PATIENCE = (
    60  # seconds for which a letter waits for the mail server: no page takes half of them, however busy the machine
)


@pytest.fixture
def mail_port(settings):
    """Return a function that says where the mail server is."""

    def mail_port(port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, PATIENCE

    return mail_port


def ask(client, email):
    """Ask for a new password; return the status, where the answer leads, and the seconds it took."""
    began = time.monotonic()
    response = client.post(reverse("account_reset_password"), {"email": email})
    return response.status_code, response.headers.get("Location"), time.monotonic() - began


@pytest.mark.parametrize("email", ADDRESSES)
def test_a_closed_port_gives_no_error_and_is_noted(client, mail_port, caplog, email):
    make_user(email="ana@example.org")
    mail_port(free_port())

    status, location, seconds = ask(client, email)

    assert (status, location) == (302, reverse("account_reset_password_done"))
    assert seconds < PATIENCE / 2
    wait_until(lambda: "could not be sent" in caplog.text, what="the line in the log")


@pytest.mark.parametrize("email", ADDRESSES)
def test_a_silent_server_holds_nobody(client, mail_port, email):
    make_user(email="ana@example.org")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mail_port(silent.getsockname()[1])

        status, location, seconds = ask(client, email)

    assert (status, location) == (302, reverse("account_reset_password_done"))
    assert seconds < PATIENCE / 2


def test_a_letter_that_cannot_be_sent_ends_quietly(mail_port, caplog):
    mail_port(free_port())

    Letter(mail.EmailMessage("Hello", "Hello", to=["ana@example.org"])).run()

    assert "could not be sent" in caplog.text

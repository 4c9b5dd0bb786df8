"""The local mailbox: only for development, only for organisers, and nothing in it is trusted."""

import pytest
from django.core.mail import get_connection
from django.urls import reverse

from conference.choices import TeamRole
from correspondence import emails
from lib import links, mailbox
from tests.factories import OPENING, make_conference, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings, tmp_path):
    """Mail goes to a local mailbox of the test's own."""
    settings.HAS_LOCAL_MAILBOX = settings.DEBUG = True
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.EMAIL_BACKEND = "lib.mailbox.MailboxBackend"
    return mailbox


def receive(**fields):
    message = make_message(make_conference(), **fields)
    get_connection().send_messages([emails.as_mail(message, at=OPENING)])
    return mailbox.keys()[0]


def page(name, **kwargs):
    return reverse(f"correspondence:{name}", kwargs=kwargs)


def test_what_is_sent_is_received_newest_first(box):
    assert box.keys() == []

    first = receive(subject="First", to_email="ana@example.org")
    second = receive(subject="Second")

    assert box.keys() == [second, first]
    assert box.message(first)["Subject"] == "First"
    assert box.message(first)["Delivered-To"] == "ana@example.org"
    assert box.message("no-such-key") is None
    assert box.message("../../etc/passwd") is None


def test_the_names_of_messages_are_compared_as_numbers(box, settings):
    folder = settings.MAILBOX_DIR / "new"
    get_connection().send_messages([])  # makes the folder
    names = ["99.M999999P1Q1.here", "100.M8779P25Q9.here", "100.M14661P25Q10.here"]
    for name in names:
        (folder / name).touch()

    assert box.keys() == names[::-1]


def test_an_organiser_reads_it_with_working_links(box, sign_in):
    key = receive(
        subject="You are <invited>",
        text="Answer: {personal_link}\n",
        html='<p><a href="{personal_link}">Answer</a></p>',
        link_purpose="participants:me",
        link_pk=7,
        link_version=1,
    )
    client = sign_in(make_conference())

    listed = client.get(page("mailbox")).content.decode()
    shown = client.get(page("mailbox_message", key=key)).content.decode()
    html = client.get(page("mailbox_html", key=key))

    assert "You are &lt;invited&gt;" in listed
    link = links.url("participants:me", 7, 1)
    assert f'<a href="{link}"' in shown
    assert f'<a href="{link}"' in html.content.decode()
    assert "sandbox allow-popups" in html["Content-Security-Policy"]


def test_a_calendar_is_a_file_to_keep(box, sign_in):
    key = receive(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", calendar_method="PUBLISH")
    client = sign_in(make_conference())

    response = client.get(page("mailbox_file", key=key, number=0))

    assert response["Content-Disposition"] == 'attachment; filename="file-0.calendar"'
    assert response.content.startswith(b"BEGIN:VCALENDAR")
    assert client.get(page("mailbox_file", key=key, number=1)).status_code == 404


@pytest.mark.parametrize(("role", "status"), [(TeamRole.ORGANISER, 200), (TeamRole.DESK, 403), (TeamRole.VIEWER, 403)])
def test_only_organisers_read_it(box, sign_in, role, status):
    key = receive(html="<p>x</p>")
    client = sign_in(make_conference(), role)

    for address in (page("mailbox"), page("mailbox_message", key=key), page("mailbox_html", key=key)):
        assert client.get(address).status_code == status


@pytest.mark.parametrize("switched_off", ["DEBUG", "HAS_LOCAL_MAILBOX"])
def test_elsewhere_there_is_no_such_page(box, sign_in, settings, switched_off):
    key = receive()
    setattr(settings, switched_off, False)
    client = sign_in(make_conference())

    for address in (page("mailbox"), page("mailbox_message", key=key), page("mailbox_html", key=key)):
        assert client.get(address).status_code == 404


def test_an_empty_mailbox_says_what_to_do(box, sign_in):
    assert "Nothing received yet" in sign_in(make_conference()).get(page("mailbox")).content.decode()

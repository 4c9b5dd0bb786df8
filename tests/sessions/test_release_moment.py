"""The messages of a release leave after a moment in which they can be stopped; the version itself is out at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conference.choices import TeamRole
from correspondence import actions as correspondence
from correspondence import audiences, delivery
from correspondence.choices import MessageStatus
from correspondence.models import Mailing
from correspondence.pace import leaves_at
from sessions import actions, queries
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_participant,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NAMES = ["Abe", "Bea", "Cid"]


@pytest.fixture
def agenda():
    """An agenda that was never released: one session with three speakers, one of them without an address."""
    conference = make_conference()
    session = make_session(conference, title="Panel")
    for name in NAMES:
        email = "" if name == "Cid" else f"{name.lower()}@example.org"
        make_speaker(session, participant=make_participant(conference, given_name="", family_name=name, email=email))
    return conference


def release(conference, *, notify=True):
    return actions.release(conference, notify=notify, by=None, at=BEFORE)


def taken(at):
    """To whom a sender that looks at this time hands something over."""
    found = [*delivery.take(at), *delivery.take(at, of_mailings=True)]
    return sorted(message.to_email for message in found)


def desk(conference):
    return reverse("sessions:desk_agenda", kwargs={"conference": conference.slug})


def test_readers_see_the_version_at_once_and_nothing_leaves_before_its_moment_has_passed(agenda):
    made = release(agenda)

    assert queries.last_number(agenda) == 1
    assert taken(leaves_at(BEFORE) - MINUTE / 60) == []
    assert taken(leaves_at(BEFORE)) == ["abe@example.org", "bea@example.org"]
    assert made.mailing.leaves_at == leaves_at(BEFORE)
    assert audiences.label(made.mailing.audience, agenda) == "Everyone whom the version concerns"


def test_what_is_stopped_does_not_leave_until_it_is_let_go(agenda):
    mailing = release(agenda).mailing

    correspondence.pause(mailing, by=None, at=BEFORE)
    assert taken(OPENING) == []
    correspondence.resume(mailing, by=None, at=BEFORE + MINUTE)
    assert taken(OPENING) == ["abe@example.org", "bea@example.org"]

    verbs = agenda.history.filter(subject_kind="correspondence.mailing").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["mailing.started", "mailing.paused", "mailing.resumed"]
    assert set(agenda.history.filter(verb__startswith="mailing").values_list("subject_label", flat=True)) == {
        "Version 1 of the agenda"
    }


def test_what_is_cancelled_reaches_nobody_and_the_version_stays(agenda):
    mailing = release(agenda).mailing

    correspondence.cancel_mailing(mailing, by=None, at=BEFORE)

    assert set(agenda.messages.values_list("status", flat=True)) == {MessageStatus.CANCELLED}
    assert taken(OPENING) == []
    assert queries.last_number(agenda) == 1
    assert agenda.history.get(verb="mailing.cancelled").after == {"people": 2}


def test_without_anybody_to_tell_there_is_nothing_to_stop(agenda):
    assert release(agenda, notify=False).mailing is None
    assert not Mailing.objects.exists()


def test_the_audience_of_a_release_is_not_offered_for_mailings(agenda):
    mailing = release(agenda).mailing

    assert mailing.audience not in dict(audiences.choices())
    assert audiences.find(mailing.audience, agenda, OPENING) == []


def test_the_agenda_says_how_many_go_out_when_and_stops_them_by_one_click(agenda, sign_in):
    mailing = release(agenda).mailing
    at = timezone.now() + timedelta(hours=1)
    Mailing.objects.update(leaves_at=at)
    client = sign_in(agenda)
    local = at.astimezone(agenda.zone)

    page = client.get(desk(agenda)).content.decode()
    assert "2 messages about version 1 go out at" in page
    assert f">{local:%H:%M}</time>" in page
    stop = reverse("correspondence:pause_mailing", kwargs={"conference": agenda.slug, "pk": mailing.pk})
    assert f'action="{stop}"' in page

    stopped = client.post(stop, follow=True).content.decode()
    assert "Go on" in stopped
    assert set(agenda.messages.values_list("status", flat=True)) == {MessageStatus.HELD}
    assert "2 messages about version 1 are stopped" in client.get(desk(agenda)).content.decode()


@pytest.mark.parametrize("gone", ["left", "cancelled"])
def test_the_agenda_says_nothing_of_messages_that_can_no_longer_be_stopped(agenda, sign_in, gone):
    mailing = release(agenda).mailing
    if gone == "cancelled":
        correspondence.cancel_mailing(mailing, by=None, at=BEFORE)
    else:
        Mailing.objects.update(leaves_at=timezone.now() - MINUTE)

    assert "about version 1" not in sign_in(agenda).get(desk(agenda)).content.decode()


def test_who_may_not_send_messages_sees_when_they_go_and_cannot_stop_them(agenda, sign_in):
    release(agenda)
    Mailing.objects.update(leaves_at=timezone.now() + timedelta(hours=1))

    page = sign_in(agenda, TeamRole.VIEWER).get(desk(agenda)).content.decode()

    assert "2 messages about version 1 go out at" in page
    assert "Stop them" not in page


def test_the_page_of_the_messages_names_each_and_leads_to_what_it_says(agenda, sign_in):
    mailing = release(agenda).mailing

    page = sign_in(agenda, TeamRole.DESK).get(mailing.get_absolute_url()).content.decode()

    for message in agenda.messages.all():
        assert f'href="{message.get_absolute_url()}"' in page
        assert message.to_email in page
    assert page.index("Abe") < page.index("Bea")

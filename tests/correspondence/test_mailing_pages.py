"""Mailings on the desk's pages: written, looked at, sent by one click, and by whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.choices import TeamRole
from correspondence import jobs
from correspondence.choices import MessageStatus
from correspondence.models import Mailing
from tests.correspondence.costs import cost_of
from tests.correspondence.test_mailings import TEXT, make_mailing, start, statuses
from tests.factories import (
    OPENING,
    make_conference,
    make_participant,
    make_registration,
)
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
url = pages_of("correspondence")


def test_the_desk_writes_looks_and_sends_by_one_click(sign_in):
    conference = make_conference()
    participant = make_registration(conference).participant
    client = sign_in(conference, TeamRole.DESK)

    written = client.post(
        url("new_mailing", conference),
        {"audience": "confirmed", "subject": "Soon", "text": TEXT, "is_optional": "on"},
        follow=True,
    )
    page = written.content.decode()
    mailing = Mailing.objects.get()
    assert participant.email in page
    assert f"Dear {participant.formal_name},\n\nsee you soon: [personal link of the recipient]" in page
    assert "Send to 1 person" in page
    assert client.get(url("start_mailing", conference, pk=mailing.pk)).status_code == 405

    client.post(url("start_mailing", conference, pk=mailing.pk))
    assert "0 handed over, 1 waiting (1 still to be written)" in client.get(mailing.get_absolute_url()).content.decode()
    jobs.write_mailings()
    assert statuses(mailing) == ["queued"]
    assert "0 handed over, 1 waiting" in client.get(mailing.get_absolute_url()).content.decode()
    client.post(url("pause_mailing", conference, pk=mailing.pk))
    assert statuses(mailing) == ["held"]
    client.post(url("resume_mailing", conference, pk=mailing.pk))
    assert "1 person has not got" in client.get(url("cancel_mailing", conference, pk=mailing.pk)).content.decode()
    client.post(url("cancel_mailing", conference, pk=mailing.pk))
    assert statuses(mailing) == ["cancelled"]
    assert "Soon" in client.get(url("mailing_list", conference)).content.decode()


@pytest.mark.parametrize(("minutes", "is_to_come"), [(5, True), (-5, False)])
def test_the_page_says_until_when_a_mailing_can_be_stopped(sign_in, minutes, is_to_come):
    conference = make_conference()
    mailing = start(make_mailing(conference))
    Mailing.objects.update(leaves_at=timezone.now() + timedelta(minutes=minutes))
    client = sign_in(conference, TeamRole.DESK)

    for page in (mailing.get_absolute_url(), url("mailing_list", conference)):
        html = client.get(page).content.decode()
        assert ("Can be stopped" in html, "On its way" in html) == (is_to_come, not is_to_come)
    assert ("Until then nothing has left" in client.get(mailing.get_absolute_url()).content.decode()) == is_to_come


@pytest.mark.parametrize(
    "page", ["change_mailing", "start_mailing", "pause_mailing", "resume_mailing", "cancel_mailing"]
)
@pytest.mark.parametrize("role", [TeamRole.RAPPORTEUR, TeamRole.VIEWER])
def test_who_only_reads_sends_nothing(sign_in, role, page):
    conference = make_conference()
    mailing = make_mailing(conference)

    assert sign_in(conference, role).post(url(page, conference, pk=mailing.pk)).status_code == 403
    assert not mailing.messages.exists()


@pytest.mark.parametrize("page", ["mailing", "change_mailing", "cancel_mailing"])
def test_another_conferences_mailing_is_not_there(sign_in, page):
    foreign = make_mailing(make_conference())
    conference = make_conference()

    assert sign_in(conference).get(url(page, conference, pk=foreign.pk)).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_many(sign_in):
    conference = make_conference()
    make_mailing(conference, people=0)
    client = sign_in(conference)
    for_one = cost_of(client, url("mailing_list", conference))

    for _ in range(2):
        make_mailing(conference, people=0)

    assert cost_of(client, url("mailing_list", conference)) == for_one <= 12


def test_a_mailing_may_begin_with_a_text_of_ours(sign_in):
    conference = make_conference()
    client = sign_in(conference)

    begun = client.get(url("new_mailing", conference) + "?text=practical_information").context["form"]
    empty = client.get(url("new_mailing", conference) + "?text=nonsense").context["form"]

    assert begun.initial["subject"] == "Practical information: {short_title}"
    assert "{note}" not in begun.initial["text"]
    assert empty.initial["text"].startswith("{salutation},")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{salutation}: {personal_link}\n", "neither registered nor invited"),
        ("{salutation}: {reference}\n", "has no registration"),
        ("{salutation}.\n", ""),
    ],
)
def test_who_lacks_what_the_text_names_is_left_out_with_the_reason(sign_in, text, reason):
    conference = make_conference()
    make_participant(conference)
    mailing = make_mailing(conference, people=0, audience="everyone", text=text)

    preview = sign_in(conference, TeamRole.DESK).get(mailing.get_absolute_url()).content.decode()
    start(mailing)

    message = mailing.messages.get()
    assert (message.status == MessageStatus.SUPPRESSED) == bool(reason)
    assert reason in message.last_error
    assert (f"Is left out: {message.last_error}" in preview) == bool(reason)


def test_two_people_with_one_draft_lose_no_text_and_one_that_was_sent_meanwhile_gives_it_back(sign_in):
    mailing = make_mailing(make_conference())
    client = sign_in(mailing.conference, TeamRole.DESK)
    change = url("change_mailing", mailing.conference, pk=mailing.pk)
    form = client.get(change).context["form"]
    sent = {field.html_name: field.value() for field in form} | {"text": "{salutation}, mine.\n", "is_optional": "on"}
    Mailing.objects.update(text="{salutation}, theirs.\n")

    both = client.post(change, sent)
    assert "theirs." in both.context["form"].errors["text"][0]
    assert both.context["form"]["text"].value() == "{salutation}, mine.\n"

    start(mailing)
    late = client.post(change, sent | {"shown": both.context["form"]["shown"].value()})
    assert "What you wrote stands below, and is not saved." in late.content.decode()
    assert late.context["form"]["text"].value() == "{salutation}, mine.\n"


def test_reminders_are_not_for_everyone_with_an_address(sign_in):
    conference = make_conference()
    page = sign_in(conference, TeamRole.DESK).get(url("new_reminder", conference))

    offered = [code for code, _ in page.context["form"].fields["audience"].choices]
    assert "everyone" not in offered
    assert "missing_answers" in offered


def test_pages_show_a_mailings_words_with_what_its_placeholders_stand_for(sign_in):
    conference = make_conference(short_title="Wiesbaden 2030")
    text = "{salutation},\n\n{short_title} begins on {dates}.\n"
    subject = "News of {short_title} for {name}"
    mailing = conference.mailings.create(
        audience="confirmed", subject=subject, text=text, created_at=OPENING, started_at=OPENING, to_write=[1]
    )
    client = sign_in(conference)

    for name, names in (("mailing_list", {}), ("mailing", {"pk": mailing.pk}), ("cancel_mailing", {"pk": mailing.pk})):
        page = client.get(url(name, conference, **names)).content.decode()
        assert "News of Wiesbaden 2030 for [name]" in page
        assert "{short_title}" not in page
    page = client.get(mailing.get_absolute_url()).content.decode()
    assert "[salutation],\n\nWiesbaden 2030 begins on 3–4 June 2030." in page


def test_the_history_names_a_mailing_by_its_subject_as_people_read_it(sign_in):
    conference = make_conference()

    start(make_mailing(conference, subject="Soon: {conference}, {name}"))

    labels = set(conference.history.filter(verb__startswith="mailing.").values_list("subject_label", flat=True))
    assert labels == {f"Soon: {conference.title}, [name]"}

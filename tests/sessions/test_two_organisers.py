"""Two people change the same presentation, role, day or session: the second sees what the first did, and chooses."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lib import links
from sessions import actions
from sessions.actions.profiles import profile_of
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_member,
    make_participant,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHO = {"by": "Somebody else", "at": BEFORE + HOUR}


@pytest.fixture
def conference(client):
    found = make_conference(slug="two")
    client.force_login(make_member(found))
    return found


@pytest.fixture
def panel(conference):
    return make_session(conference, title="Panel")


@pytest.fixture
def talk(panel):
    return actions.add_contribution(panel, title="Compliance", abstract="Line one.\r\nLine two.", by=None, at=BEFORE)


def address(name, **kwargs):
    return reverse(f"sessions:{name}", kwargs={"conference": "two", **kwargs})


def opened(client, url):
    """What a browser would send back from the open form, field by field."""
    form = client.get(url).context["form"]
    return {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}


def test_what_only_the_other_changed_in_a_presentation_is_taken_over(client, talk):
    url = address("change_contribution", pk=talk.pk)
    mine = opened(client, url) | {"title": "My title"}
    actions.change_contribution(talk, abstract="Their abstract.", **WHO)

    page = client.post(url, mine)
    assert (page.context["met"].adopted, page.context["met"].conflicts) == (["Abstract"], [])
    assert "What only they changed is taken over below: Abstract." in page.content.decode()

    client.post(url, page.context["met"].data)
    talk.refresh_from_db()
    assert (talk.title, talk.abstract) == ("My title", "Their abstract.")


@pytest.mark.parametrize(("choice", "title"), [("mine", "My title"), ("theirs", "Their title")])
def test_where_both_changed_a_presentation_the_second_chooses(client, talk, choice, title):
    url = address("change_contribution", pk=talk.pk)
    mine = opened(client, url) | {"title": "My title"}
    actions.change_contribution(talk, title="Their title", **WHO)

    page = client.post(url, mine)
    talk.refresh_from_db()
    assert (talk.title, page.context["met"].conflicts) == ("Their title", ["title"])

    client.post(url, page.context["met"].data | {"choose_title": choice})
    talk.refresh_from_db()
    assert talk.title == title


def test_a_text_that_was_not_touched_is_no_conflict_whatever_its_ends_of_lines(client, talk):
    url = address("change_contribution", pk=talk.pk)
    mine = opened(client, url) | {"title": "My title", "abstract": "Line one.\r\nLine two."}
    actions.change_contribution(talk, abstract="Their abstract.", **WHO)

    assert client.post(url, mine).context["met"].conflicts == []


def test_a_speaker_and_an_organiser_do_not_overwrite_each_others_abstract(client, conference, panel, talk):
    person = make_participant(conference)
    role = make_speaker(panel, participant=person, contribution=talk)
    profile = profile_of(person)
    link = links.make("sessions:speaker", profile.pk, profile.link_version)
    url = reverse("sessions:speaker_talk", kwargs={"link": link, "pk": role.pk})
    mine = opened(client, url) | {"abstract": "By the speaker."}
    actions.change_contribution(talk, abstract="By the team.", **WHO)

    page = client.post(url, mine)
    assert "As it stands now: By the team." in page.content.decode()

    client.post(url, page.context["met"].data | {"choose_abstract": "mine"})
    talk.refresh_from_db()
    assert talk.abstract == "By the speaker."


@pytest.mark.parametrize(("choice", "role"), [("mine", "chair"), ("theirs", "moderator")])
def test_where_both_changed_a_role_the_second_chooses(client, panel, choice, role):
    speaker = make_speaker(panel)
    url = address("change_speaker", pk=speaker.pk)
    mine = opened(client, url) | {"role": "chair"}
    actions.change_speaker(speaker, role="moderator", **WHO)

    page = client.post(url, mine)
    assert "As it stands now: Moderator" in page.content.decode()

    client.post(url, page.context["met"].data | {"choose_role": choice})
    speaker.refresh_from_db()
    assert speaker.role == role


def test_a_new_speaker_does_not_disturb_the_form_of_the_session(client, conference, panel):
    url = address("change_session", pk=panel.pk)
    mine = opened(client, url) | {"title": "My title", "starts": "09:00", "ends": "10:00"}
    actions.add_speaker(panel, make_participant(conference), role="chair", **WHO)

    client.post(url, mine)

    panel.refresh_from_db()
    assert panel.title == "My title"


def test_a_day_that_somebody_else_has_changed_is_not_shifted_unseen(client, conference, panel):
    url = address("shift", pk=panel.pk)
    mine = opened(client, url)
    second = make_session(conference, title="Second", starts_at=OPENING + HOUR)

    page = client.post(url, mine)
    assert "Somebody else has changed these sessions meanwhile" in page.content.decode()
    second.refresh_from_db()
    assert second.starts_at == OPENING + HOUR

    client.post(url, {name: page.context["form"][name].value() or "" for name in page.context["form"].fields})
    second.refresh_from_db()
    assert second.starts_at == OPENING + HOUR + timedelta(minutes=15)


def test_a_session_that_somebody_else_has_changed_is_not_removed_unseen(client, conference, panel):
    actions.change_session(panel, title="Another panel", **WHO)
    url = address("remove_session", pk=panel.pk)

    page = client.post(url, {"version": "1"})
    assert "Remove “Another panel”?" in page.content.decode()
    assert conference.sessions.kept().count() == 1

    client.post(url, {"version": "2"})
    assert conference.sessions.kept().count() == 0


def test_who_changes_a_session_that_was_removed_meanwhile_is_told_and_loses_nothing(client, panel):
    url = address("change_session", pk=panel.pk)
    mine = opened(client, url) | {"summary": "A long summary."}
    actions.remove(panel, **WHO)

    page = client.post(url, mine)

    html = page.content.decode()
    assert page.status_code == 410
    assert "Somebody else removed it on" in html
    assert "A long summary." in html
    assert reverse("sessions:restore_session", kwargs={"conference": "two", "pk": panel.pk}) in html


def test_who_changes_a_presentation_that_was_removed_meanwhile_can_bring_it_back(client, talk):
    url = address("change_contribution", pk=talk.pk)
    mine = opened(client, url) | {"abstract": "A long abstract."}
    pk = talk.pk
    actions.remove_contribution(talk, **WHO)

    page = client.post(url, mine)
    assert "A long abstract." in page.content.decode()

    client.post(reverse("sessions:undo", kwargs={"conference": "two", "pk": page.context["entry"].pk}))
    assert client.get(address("change_contribution", pk=pk)).status_code == 200


def test_a_role_that_was_removed_meanwhile_is_said_to_be(client, panel):
    speaker = make_speaker(panel)
    pk = speaker.pk
    actions.remove_speaker(speaker, **WHO)

    assert client.get(address("change_speaker", pk=pk)).status_code == 410
    assert client.get(address("change_speaker", pk=pk + 1)).status_code == 404

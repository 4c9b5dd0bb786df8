"""To what people agree who are named in the list of participants: which wording it was, and what follows when it changes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conference.choices import ConferenceStatus
from lib import links
from participants import actions, consents
from participants.columns import COLUMNS
from participants.held import about
from participants.models import RegistrationSettings
from tests.factories import BEFORE, OPENING, make_conference, make_invitation, make_participant, make_registration
from tests.participants.test_undone_imports import imported

pytestmark = pytest.mark.django_db
ANEW = "I agree to be named in the list, which is published on the web"
LATER = BEFORE + timedelta(days=2)


def word(conference, consent, at=LATER):
    settled = RegistrationSettings(conference=conference)
    values = {name: getattr(settled, name) for name in ("photo", "is_substitution_allowed", "substitute_until_on")}
    actions.set_registration_settings(conference, consent=consent, by=None, at=at, **values)
    conference.refresh_from_db()


def registered(conference, **fields):
    person = make_participant(conference, **fields)
    return make_registration(conference, participant=person)


def own(name, registration):
    link = links.make("participants:me", registration.pk, registration.link_version)
    return reverse(f"participants:{name}", kwargs={"link": link})


def agree(person, **details):
    actions.change_participant(person, is_listed=True, by="Ana", at=BEFORE, **details)
    person.refresh_from_db()
    return person


def test_another_wording_is_another_version_and_the_history_has_both():
    conference = make_conference()
    assert consents.current(conference) == consents.Wording(1, consents.USUAL)

    word(conference, ANEW)
    word(conference, ANEW, at=LATER + timedelta(days=1))

    assert consents.current(conference) == consents.Wording(2, ANEW, LATER)
    entry = conference.history.get(verb="registration_settings.changed")
    assert (entry.before, entry.after) == ({"consent": consents.USUAL}, {"consent": ANEW})
    word(conference, "")
    assert consents.current(conference) == consents.Wording(3, consents.USUAL, LATER)


def test_who_agrees_is_kept_with_the_version_and_the_moment_and_the_history_says_so():
    person = agree(make_participant(make_conference()), consent_version=1)

    assert (person.consent_version, person.consented_at) == (1, BEFORE)
    entry = person.conference.history.get(verb="participant.changed")
    assert entry.after == {"is_listed": True, "consent_version": 1}
    actions.change_participant(person, is_listed=False, by="Ana", at=LATER)
    person.refresh_from_db()
    assert (person.is_listed, person.consent_version, person.consented_at) == (False, None, None)


def test_whom_the_team_notes_as_agreeing_agreed_to_no_version():
    person = agree(make_participant(make_conference()))

    assert (person.consent_version, person.consented_at) == (None, BEFORE)
    assert consents.in_words(person) == "Noted by the team on 1 March 2030."


def test_a_change_of_anything_else_leaves_the_consent_as_it_was():
    person = agree(make_participant(make_conference()), consent_version=1)

    actions.change_participant(person, is_listed=True, job_title="Director", by=None, at=LATER)

    person.refresh_from_db()
    assert (person.consent_version, person.consented_at) == (1, BEFORE)


def test_only_an_earlier_wording_is_asked_anew():
    conference = make_conference()
    old, noted, never = (make_participant(conference) for _ in range(3))
    agree(old, consent_version=1)
    agree(noted)
    assert not any(consents.is_asked_anew(each) for each in (old, noted, never))

    word(conference, ANEW)

    people = [conference.participants.select_related("conference").get(pk=each.pk) for each in (old, noted, never)]
    assert [consents.is_asked_anew(each) for each in people] == [True, True, False]
    assert consents.in_words(people[0]) == (
        f"Agreed on 1 March 2030 to “{consents.USUAL}” (version 1); since then it reads “{ANEW}”."
    )


def test_the_own_page_says_what_was_agreed_to_and_asks_anew_and_the_person_stays_named_meanwhile(client):
    conference = make_conference()
    registration = registered(conference)
    agree(registration.participant, consent_version=1)
    assert "worded anew" not in client.get(own("me", registration)).content.decode()
    word(conference, ANEW)

    assert "worded anew since" in client.get(own("me", registration)).content.decode()
    page = client.get(own("consent", registration)).content.decode()
    assert "On 1 March 2030 you agreed to this:" in page
    assert consents.USUAL in page
    assert ANEW in page
    registration.participant.refresh_from_db()
    assert registration.participant.is_listed
    client.post(own("consent", registration), {"answer": "2"})

    registration.participant.refresh_from_db()
    assert (registration.participant.is_listed, registration.participant.consent_version) == (True, 2)
    assert "worded anew" not in client.get(own("me", registration)).content.decode()


def test_who_does_not_agree_is_not_named_and_that_is_possible_after_the_opening_too(client):
    conference = make_conference(starts_on=BEFORE.date() - timedelta(days=10**4), ends_on=OPENING.date())
    registration = registered(conference)
    agree(registration.participant, consent_version=1)

    client.post(own("consent", registration), {"answer": "no"})

    registration.participant.refresh_from_db()
    assert not registration.participant.is_listed


@pytest.mark.parametrize("answer", ["1", "3", "", "yes"])
def test_an_answer_to_another_wording_than_the_page_shows_changes_nothing(client, answer):
    conference = make_conference()
    registration = registered(conference)
    word(conference, ANEW)

    page = client.post(own("consent", registration), {"answer": answer}).content.decode()

    registration.participant.refresh_from_db()
    assert not registration.participant.is_listed
    assert 'role="alert"' in page


def test_who_corrects_the_own_details_agrees_to_nothing_new_by_it(client):
    conference = make_conference()
    registration = registered(conference, email="ana@example.org")
    agree(registration.participant, consent_version=1)
    word(conference, ANEW)

    form = client.get(own("details", registration)).context["form"]
    assert form.fields["is_listed"].label == consents.USUAL
    data = {name: form[name].value() or "" for name in form.fields}
    client.post(own("details", registration), data | {"job_title": "Director", "is_listed": "1"})

    registration.participant.refresh_from_db()
    assert registration.participant.job_title == "Director"
    assert (registration.participant.consent_version, registration.participant.consented_at) == (1, BEFORE)


def test_the_box_names_the_wording_that_stood_beside_it_though_another_holds_when_it_is_sent(client):
    conference = make_conference()
    invitation = make_invitation(conference, participant=make_participant(conference, is_listed=False))
    link = links.make("participants:invitation", invitation.pk, invitation.link_version)
    page = client.get(reverse("participants:invitation", kwargs={"link": link}))
    form = page.context["form"]
    assert 'name="is_listed" value="1"' in page.content.decode()
    data = {name: form[name].value() or "" for name in form.fields} | {"is_listed": "1"}
    word(conference, ANEW)

    client.post(reverse("participants:accept", kwargs={"link": link}), data)

    invitation.participant.refresh_from_db()
    assert (invitation.participant.is_listed, invitation.participant.consent_version) == (True, 1)


def test_the_desk_reads_the_version_in_the_list_on_the_page_of_the_person_and_in_what_is_held(sign_in):
    conference = make_conference()
    registration = registered(conference)
    person = agree(registration.participant, consent_version=1)
    registration.participant = person

    assert COLUMNS["consent"].value(registration) == "version 1, 2030-03-01"
    page = sign_in(conference).get(registration.get_absolute_url()).content.decode()
    assert f"Agreed on 1 March 2030 to “{consents.USUAL}” (version 1)." in page
    assert ("What you agreed to", consents.in_words(person)) in about(person)[0].entries[0]


def test_an_archived_conference_takes_no_answer(client):
    conference = make_conference(status=ConferenceStatus.ARCHIVED)
    registration = registered(conference)

    assert client.post(own("consent", registration), {"answer": "1"}).status_code == 409


def test_a_merge_takes_over_the_version_with_the_consent():
    conference = make_conference()
    kept, gone = make_participant(conference), make_participant(conference)
    agree(gone, consent_version=1)

    actions.merge_participants(kept, gone, values={"is_listed": True}, by=None, at=LATER)

    kept.refresh_from_db()
    assert (kept.consent_version, kept.consented_at) == (1, BEFORE)


def test_settings_that_a_colleague_worded_anew_meanwhile_are_not_worded_back(sign_in):
    conference = make_conference()
    address = reverse("participants:registration_settings", kwargs={"conference": conference.slug})
    client = sign_in(conference)
    shown = client.get(address)
    assert 'name="shown"' in shown.text
    word(conference, ANEW)
    sent = {"photo": "optional", "is_substitution_allowed": "yes", "substitute_until_on": ""}
    sent |= {"consent": consents.USUAL, "shown": shown.context["form"]["shown"].value()}

    assert client.post(address, sent).status_code == 302

    conference = type(conference).objects.get(pk=conference.pk)
    assert [each.text for each in consents.wordings(conference)] == [consents.USUAL, ANEW]
    assert conference.registration_settings.photo == "optional"
    refused = client.post(address, sent | {"consent": "I agree"})
    assert f"Somebody else changed this meanwhile, to “{ANEW}”" in refused.text


def listed(conference, word_of_the_file):
    """An import of one person, who is named or not."""
    content = f"Family name,Given name,E-mail,Agrees to be named\nNunez,Elena,elena@example.org,{word_of_the_file}\n"
    return imported(conference, content.encode())


def test_who_is_imported_as_named_was_noted_by_the_team_then_and_is_not_asked_anew():
    conference = make_conference()
    word(conference, ANEW, at=BEFORE - timedelta(days=1))

    listed(conference, "yes")

    person = conference.participants.get()
    assert (person.is_listed, person.consent_version, person.consented_at) == (True, None, BEFORE)
    assert not consents.is_asked_anew(person)


def test_an_import_that_is_taken_back_brings_the_own_consent_back_as_it_was():
    conference = make_conference()
    person = make_participant(conference, given_name="Elena", family_name="Nunez", email="elena@example.org")
    first = BEFORE - timedelta(days=9)
    actions.change_participant(person, is_listed=True, consent_version=1, by="Elena", at=first)
    run = listed(conference, "no")
    person.refresh_from_db()
    assert (person.is_listed, person.consent_version, person.consented_at) == (False, None, None)

    actions.undo_import(run, by=None, at=LATER)

    person.refresh_from_db()
    assert (person.is_listed, person.consent_version, person.consented_at) == (True, 1, first)


def test_the_list_has_the_day_of_a_consent_where_the_conference_is(django_assert_num_queries):
    conference = make_conference(time_zone="Asia/Tokyo")
    registered(conference, is_listed=True, consent_version=1, consented_at=BEFORE.replace(hour=20))

    registration = conference.registrations.with_participant().get()
    with django_assert_num_queries(0):
        assert COLUMNS["consent"].value(registration) == "version 1, 2030-03-02"

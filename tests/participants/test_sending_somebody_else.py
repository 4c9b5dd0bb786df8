"""“Send someone else in my place”: two steps on the own page, one place, two messages, one new link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from correspondence.models import Message
from participants import actions
from participants.choices import RegistrationStatus as Status
from participants.models import Participant, Registration
from participants.views.personal import own_url
from tests.factories import make_conference, make_organisation, make_participant, make_registration

pytestmark = pytest.mark.django_db
LUIS = {"honorific": "Mr.", "given_name": "Luis", "family_name": "de la Cruz", "email": "luis@example.org"}
SETTINGS = {"photo": "none", "is_substitution_allowed": True, "substitute_until_on": None}


def somebody_with_a_place(**fields):
    conference = make_conference(**{"capacity": 1, "is_moderated": False} | fields)
    participant = make_participant(conference, organisation=make_organisation(), email="ana@example.org")
    return make_registration(conference, participant=participant)


def page_of(registration, name="send_substitute"):
    return own_url(name, "participants:me", registration)


def test_the_place_passes_on_once_it_is_confirmed_although_all_are_taken(client):
    registration = somebody_with_a_place()
    address = page_of(registration)
    assert address in client.get(page_of(registration, "me")).content.decode()

    asked = client.post(address, LUIS)
    assert "Give your place to this person?" in asked.content.decode()
    assert Registration.objects.count() == 1
    answer = client.post(address, LUIS | {"confirmed": "yes"}, follow=True)

    coming = Registration.objects.get(participant__email="luis@example.org")
    registration.refresh_from_db()
    assert (coming.status, registration.status) == (Status.CONFIRMED, Status.CANCELLED)
    assert coming.participant.organisation == registration.participant.organisation
    assert "Mr. Luis de la Cruz comes in your place." in answer.content.decode()
    verbs = set(registration.conference.history.values_list("verb", flat=True))
    assert {"registration.substituted", "registration.received", "participant.added"} <= verbs


def test_the_link_of_the_new_person_goes_to_the_new_person_only(client):
    registration = somebody_with_a_place()

    page = client.post(page_of(registration), LUIS | {"confirmed": "yes"}, follow=True).content.decode()

    coming = Registration.objects.get(participant__email="luis@example.org")
    sent = {message.to_email: (message.kind, message.link_pk) for message in Message.objects.all()}
    assert sent == {
        "ana@example.org": ("cancellation", registration.pk),
        "luis@example.org": ("confirmation", coming.pk),
    }
    assert page_of(coming, "me") not in page


def test_what_was_typed_can_be_changed_before_it_is_confirmed(client):
    registration = somebody_with_a_place()

    page = client.post(page_of(registration), LUIS | {"change": "yes"}).content.decode()

    assert "Who comes in your place?" in page
    assert 'value="de la Cruz"' in page


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"family_name": ""}, "family_name", "Enter the family name."),
        ({"email": ""}, "email", "Enter their e-mail address."),
        ({"email": "Ana@Example.org"}, "email", "This is your own address."),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_the_field(client, typed, field, sentence):
    registration = somebody_with_a_place()

    page = client.post(page_of(registration), LUIS | typed | {"confirmed": "yes"})

    assert sentence in page.context["form"].errors[field][0]
    assert Participant.objects.count() == 1


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.PENDING, Status.CANCELLED, None])
def test_somebody_known_is_for_the_organisers_to_decide_and_keeps_the_own_details(client, status):
    registration = somebody_with_a_place()
    known = make_participant(registration.conference, email="LUIS@example.org", family_name="Known")
    if status:
        make_registration(registration.conference, participant=known, status=status)
    before = Participant.objects.values().get(pk=known.pk)

    page = client.post(page_of(registration), LUIS | {"confirmed": "yes"}).content.decode()

    registration.refresh_from_db()
    assert "We cannot give your place to this person by ourselves." in page
    assert registration.status == Status.CONFIRMED
    assert Participant.objects.values().get(pk=known.pk) == before
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("fields", "settings", "status"),
    [
        ({}, {"is_substitution_allowed": False}, Status.CONFIRMED),
        ({}, {"substitute_until_on": timezone.now().date() - timedelta(days=2)}, Status.CONFIRMED),
        ({"starts_on": timezone.now().date(), "ends_on": timezone.now().date()}, {}, Status.CONFIRMED),
        ({}, {}, Status.PENDING),
        ({}, {}, Status.WAITLISTED),
        ({}, {}, Status.CANCELLED),
    ],
)
def test_it_is_offered_only_where_it_can_be_done(client, fields, settings, status):
    registration = somebody_with_a_place(**fields)
    type(registration).objects.filter(pk=registration.pk).update(status=status)
    actions.set_registration_settings(registration.conference, by=None, at=timezone.now(), **SETTINGS | settings)

    me = client.get(page_of(registration, "me")).content.decode()
    answer = client.post(page_of(registration), LUIS | {"confirmed": "yes"})

    assert "Send someone else in your place" not in me
    assert answer["Location"] == page_of(registration, "me")
    assert Participant.objects.count() == 1


def test_the_last_day_counts_in_the_conferences_zone_to_its_end(client):
    registration = somebody_with_a_place(time_zone="Pacific/Kiritimati")
    today = timezone.now().astimezone(registration.conference.zone).date()
    settings = SETTINGS | {"substitute_until_on": today}
    actions.set_registration_settings(registration.conference, by=None, at=timezone.now(), **settings)

    assert client.get(page_of(registration)).status_code == 200


def test_where_registrations_need_approval_the_new_name_asks_for_it_and_the_place_is_kept(client):
    registration = somebody_with_a_place(is_moderated=True)

    client.post(page_of(registration), LUIS | {"confirmed": "yes"})

    coming = Registration.objects.get(participant__email="luis@example.org")
    assert coming.status == Status.CONFIRMED
    assert coming.review_asked_at is not None
    assert registration.conference.history.filter(verb="registration.review_asked").count() == 1


def test_a_second_click_changes_nothing_more(client):
    registration = somebody_with_a_place()

    for _ in range(2):
        client.post(page_of(registration), LUIS | {"confirmed": "yes"})

    assert (Registration.objects.count(), Message.objects.count()) == (2, 2)

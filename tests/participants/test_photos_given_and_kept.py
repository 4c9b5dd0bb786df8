"""A photo is given while accepting an invitation, where a conference asks for one; a merge keeps the one that is chosen."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from participants import actions
from participants.choices import PhotoRule
from participants.choices import RegistrationStatus as Status
from participants.models import Photo, Registration
from participants.views.personal import own_url
from tests.factories import make_invitation, make_participant, make_registration
from tests.participants.registering import open_conference
from tests.participants.test_photos import WHOLE, ask_for_photos, content_of, picture, shown, upload

pytestmark = pytest.mark.django_db
DETAILS = {"given_name": "Elena", "family_name": "Núñez", "language": "en"}


def invited(rule):
    conference = open_conference()
    ask_for_photos(conference, rule)
    return make_invitation(conference, participant=make_participant(conference))


def page(client, invitation):
    return client.get(own_url("invitation", "participants:invitation", invitation)).text


def accept(client, invitation, **more):
    return client.post(own_url("accept", "participants:invitation", invitation), DETAILS | more)


@pytest.mark.parametrize("rule", [PhotoRule.OPTIONAL, PhotoRule.REQUIRED])
def test_a_photo_is_given_while_accepting_and_its_part_is_chosen_next(client, rule):
    invitation = invited(rule)
    assert 'name="photo"' in page(client, invitation)

    response = accept(client, invitation, photo=upload())

    registration = Registration.objects.get()
    assert response["Location"] == own_url("photo_cut", "participants:me", registration)
    photo = Photo.objects.get()
    assert (registration.status, photo.participant) == (Status.CONFIRMED, registration.participant)
    assert shown(content_of(photo.cut)).size[0] == shown(content_of(photo.cut)).size[1]
    client.post(response["Location"], WHOLE | {"size": 50, "top": 100})
    assert content_of(Photo.objects.get().cut) != content_of(photo.cut)


@pytest.mark.parametrize(("rule", "status"), [(PhotoRule.OPTIONAL, 302), (PhotoRule.REQUIRED, 200)])
def test_without_a_photo_one_accepts_only_where_it_is_not_needed(client, rule, status):
    invitation = invited(rule)

    response = accept(client, invitation)

    assert response.status_code == status
    assert Registration.objects.exists() == (status == 302)
    assert status == 302 or "Choose a photo." in response.text


def test_where_no_photo_is_asked_for_none_is_taken(client):
    invitation = invited(PhotoRule.NONE)

    accept(client, invitation, photo=upload())

    assert 'name="photo"' not in page(client, invitation)
    assert (Registration.objects.count(), Photo.objects.count()) == (1, 0)


def test_what_is_no_picture_is_refused_and_nothing_is_accepted(client):
    invitation = invited(PhotoRule.OPTIONAL)

    response = accept(client, invitation, photo=upload(b"no picture"))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["photo"]
    assert not Registration.objects.exists()


def test_very_many_photos_from_one_network_are_not_even_looked_at(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"photo": "1/10m/ip"}
    first, second = invited(PhotoRule.OPTIONAL), invited(PhotoRule.OPTIONAL)
    accept(client, first, photo=upload())

    response = accept(client, second, photo=upload())

    assert "Very many photos were sent from your network." in response.text
    assert Registration.objects.count() == 1


def pair():
    """Two entries of one person, the first with a red photo, the second with a newer blue one."""
    conference = open_conference()
    ask_for_photos(conference)
    people = [make_registration(conference, participant=make_participant(conference)).participant for _ in range(2)]
    for number, person in enumerate(people):
        at = timezone.now() + timedelta(minutes=number)
        actions.upload_photo(person, ContentFile(picture(), name="photo.jpg"), by=None, at=at)
        actions.cut_photo(person, by=None, at=at, left=50, top=100 * number, size=50)
    return conference, people


@pytest.mark.parametrize(("choice", "owner"), [("first", 0), ("second", 1)])
def test_a_merge_keeps_the_photo_that_was_chosen_and_shows_both_before(sign_in, choice, owner):
    conference, people = pair()
    client, wanted = sign_in(conference), content_of(people[owner].photo.cut)
    kwargs = {"conference": conference.slug, "pk": people[0].pk, "other": people[1].pk}
    address = reverse("participants:merge_participants", kwargs=kwargs)

    asked = client.get(address)
    chosen = dict.fromkeys(asked.context["form"].fields, "first") | {"photo": choice}
    client.post(address, chosen)

    assert asked.text.count("photo.jpg") == 2
    assert content_of(Photo.objects.get(participant=people[0]).cut) == wanted


def test_without_a_choice_the_newer_photo_stays_and_undoing_gives_each_its_own():
    _, (kept, gone) = pair()
    before = {each.pk: content_of(each.photo.cut) for each in (kept, gone)}

    merge = actions.merge_participants(kept, gone, values={}, by=None, at=timezone.now())
    assert content_of(Photo.objects.get().cut) == before[gone.pk]
    actions.undo_merge_of_participants(merge, by=None, at=timezone.now())

    assert {each.participant_id: content_of(each.cut) for each in Photo.objects.all()} == before


def test_a_photo_whose_file_is_gone_by_then_does_not_come_back():
    _, (kept, gone) = pair()
    left_out = kept.photo.source.name
    merge = actions.merge_participants(kept, gone, values={}, by=None, at=timezone.now())
    default_storage.delete(left_out)

    actions.undo_merge_of_participants(merge, by=None, at=timezone.now())

    assert list(Photo.objects.values_list("participant", flat=True)) == [gone.pk]

"""Photos: uploaded, cut with plain form fields, kept, changed, taken away; for their people and the desk alone."""

import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from conference.choices import TeamRole
from conference.holdings import known
from participants import actions, jobs
from participants.choices import PhotoRule
from participants.models import Photo, Registration, RegistrationDraft, RegistrationSettings
from participants.views.personal import own_url
from tests.factories import make_conference, make_registration
from tests.participants.registering import COMPANY, PERSON, STAY, open_conference, register_url

pytestmark = pytest.mark.django_db
SETTINGS = {"photo": PhotoRule.NONE, "is_substitution_allowed": True, "substitute_until_on": None}
WHOLE = {"size": 100, "left": 50, "top": 0}
real_now = timezone.now


def picture(kind="JPEG", size=(400, 600), **more):
    """A picture whose upper half is red and whose lower half is blue."""
    drawn = Image.new("RGB", size, "blue")
    drawn.paste("red", (0, 0, size[0], size[1] // 2))
    written = io.BytesIO()
    drawn.save(written, kind, **more)
    return written.getvalue()


def upload(content=None, name="me.jpg"):
    return SimpleUploadedFile(name, picture() if content is None else content)


def ask_for_photos(conference, rule=PhotoRule.OPTIONAL):
    actions.set_registration_settings(conference, by=None, at=timezone.now(), **SETTINGS | {"photo": rule})


def up_to_the_photo(client, conference):
    """Fill in the steps before the photo; return its address."""
    key = client.get(register_url(conference)).context["key"]
    address = client.post(register_url(conference), PERSON | {"key": key})["Location"]
    for answers in (COMPANY, STAY):
        address = client.get(client.post(address, answers)["Location"])["Location"]
    return address


def participant_with_photo(**fields):
    registration = make_registration(make_conference(**fields))
    ask_for_photos(registration.conference)
    participant = registration.participant
    actions.upload_photo(participant, ContentFile(picture(), name="photo.jpg"), by=None, at=timezone.now())
    actions.cut_photo(participant, by=None, at=timezone.now(), **WHOLE)
    return registration


def content_of(file):
    with file.open() as opened:
        return opened.read()


def shown(content):
    return Image.open(io.BytesIO(content))


def test_a_photo_is_a_step_of_the_registration_where_the_conference_asks_for_one(client):
    conference = open_conference()
    ask_for_photos(conference, PhotoRule.REQUIRED)
    address = up_to_the_photo(client, conference)

    cut = client.post(address, {"photo": upload()})["Location"]
    preview = client.post(cut, {"size": 50, "left": 0, "top": 100, "show": "yes"})
    assert not Photo.objects.get().cut
    result = shown(client.get(preview.context["result"]).content)
    check = client.get(client.post(cut, {"size": 50, "left": 0, "top": 100})["Location"])["Location"]
    page = client.get(check).content.decode()
    client.post(check)

    assert address.endswith("/photo/")
    assert result.size == (600, 600)
    assert result.getpixel((300, 300))[2] > 200  # the lower part of the picture is blue
    assert 'alt="Your photo"' in page
    photo = Photo.objects.get()
    assert (photo.participant, photo.draft) == (Registration.objects.get().participant, None)
    assert shown(content_of(photo.cut)).getpixel((10, 10))[2] > 200


def test_without_a_photo_one_goes_on_only_where_it_is_not_needed(client):
    conference = open_conference()
    ask_for_photos(conference, PhotoRule.REQUIRED)
    address = up_to_the_photo(client, conference)

    refused = client.post(f"{address}none/", follow=True)
    assert "A photo is needed to register." in refused.content.decode()
    assert "Continue without a photo" not in client.get(address).content.decode()
    ask_for_photos(conference, PhotoRule.OPTIONAL)
    check = client.get(client.post(f"{address}none/")["Location"])["Location"]
    client.post(check)

    assert check.endswith("/check/")
    assert (Registration.objects.count(), Photo.objects.count()) == (1, 0)


def test_a_photo_that_became_needed_meanwhile_is_asked_for_before_the_registration_is_sent(client):
    conference = open_conference()
    ask_for_photos(conference)
    address = up_to_the_photo(client, conference)
    check = client.get(client.post(f"{address}none/")["Location"])["Location"]
    ask_for_photos(conference, PhotoRule.REQUIRED)

    assert client.post(check)["Location"] == address
    assert not Registration.objects.exists()


def test_a_conference_that_asks_for_none_has_no_such_step(client):
    assert up_to_the_photo(client, open_conference()).endswith("/check/")
    draft = RegistrationDraft.objects.get()

    assert client.get(own_url("draft_photo", "participants:draft", draft)).status_code == 404


def test_a_photo_is_no_way_round_the_steps_before_it(client):
    conference = open_conference()
    ask_for_photos(conference)
    key = client.get(register_url(conference)).context["key"]
    client.post(register_url(conference), PERSON | {"key": key})
    draft = RegistrationDraft.objects.get()

    assert client.get(own_url("draft_photo", "participants:draft", draft)).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "is not a JPEG or PNG picture"),
        (b"%PDF-1.7\n%%EOF", "is not a JPEG or PNG picture"),
        (picture()[:900], "cannot be read"),
        (b"", "The file is empty."),
        (picture(size=(150, 900)), "Choose one of at least 200 by 200"),
        (picture("GIF"), "is not a JPEG or PNG picture"),
    ],
)
def test_what_is_no_photo_is_refused_beside_the_field_and_nothing_is_lost(client, content, sentence):
    conference = open_conference()
    ask_for_photos(conference)
    address = up_to_the_photo(client, conference)
    answers = RegistrationDraft.objects.get().answers

    page = client.post(address, {"photo": upload(content)})

    assert page.status_code == 200
    assert sentence in page.context["form"].errors["photo"][0]
    assert RegistrationDraft.objects.get().answers == answers
    assert not Photo.objects.exists()


def test_too_many_photos_from_one_address_are_not_even_looked_at(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"photo": "2/10m/ip"}
    registration = participant_with_photo()
    address = own_url("photo", "participants:me", registration)
    kept = Photo.objects.get().source.name

    answers = [client.post(address, {"photo": upload(b"no picture")}).status_code for _ in range(2)]
    refused = client.post(address, {"photo": upload()})

    assert (answers, refused.status_code, refused.headers["Retry-After"]) == ([200, 200], 429, "600")
    assert "Please wait ten minutes" in refused.content.decode()
    assert Photo.objects.get().source.name == kept


def test_only_the_picture_is_kept_of_what_was_sent():
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    registration = make_registration(make_conference())
    ask_for_photos(registration.conference)
    polyglot = picture(exif=exif) + b"<script>alert(1)</script>"

    address = own_url("photo", "participants:me", registration)
    Client().post(address, {"photo": upload(polyglot, "../../evil.php")})

    photo = Photo.objects.get()
    kept = content_of(photo.source)
    assert b"script" not in kept
    assert b"Taken at home" not in kept
    assert photo.source.name.startswith("photos/")
    assert photo.source.name.endswith(".jpg")


def test_a_square_outside_the_picture_is_refused_with_what_was_typed(client):
    registration = participant_with_photo()
    before = Photo.objects.get().cut.name

    page = client.post(own_url("photo_cut", "participants:me", registration), {"size": 500, "left": -1, "top": "x"})

    assert set(page.context["form"].errors) == {"size", "left", "top"}
    assert 'value="500"' in page.content.decode()
    assert Photo.objects.get().cut.name == before


def test_the_own_page_shows_the_photo_and_changes_it(client, django_capture_on_commit_callbacks):
    registration = participant_with_photo()
    me = own_url("me", "participants:me", registration)
    photo = Photo.objects.get()
    before = photo.cut.name, photo.source.name
    page = client.get(me).content.decode()
    assert own_url("photo_file", "participants:me", registration, which="kept") in page

    with django_capture_on_commit_callbacks(execute=True):
        cut = client.post(own_url("photo", "participants:me", registration), {"photo": upload(picture("PNG"))})[
            "Location"
        ]
    assert Photo.objects.get().cut.name == before[0]  # the one that is kept stays until the other is cut
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(cut, WHOLE)

    assert answer["Location"] == me
    assert not any(default_storage.exists(name) for name in before)
    assert registration.conference.history.filter(verb="photo.changed").count() == 2


def test_the_own_photo_can_be_taken_away_even_where_it_was_needed_to_register(
    client, django_capture_on_commit_callbacks
):
    registration = participant_with_photo()
    ask_for_photos(registration.conference, PhotoRule.REQUIRED)
    name = Photo.objects.get().cut.name

    with django_capture_on_commit_callbacks(execute=True):
        client.post(own_url("photo_none", "participants:me", registration))

    assert not Photo.objects.exists()
    assert not default_storage.exists(name)
    assert registration.conference.history.filter(verb="photo.removed").count() == 1


def test_once_the_conference_has_begun_the_photo_stays_as_it_is(client):
    registration = participant_with_photo()
    conference = registration.conference
    today = timezone.now().date()
    type(conference).objects.filter(pk=conference.pk).update(starts_on=today, ends_on=today)

    assert client.post(own_url("photo_none", "participants:me", registration)).status_code == 404
    assert client.get(own_url("photo_file", "participants:me", registration, which="kept")).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [(TeamRole.ORGANISER, 200), (TeamRole.DESK, 200), (TeamRole.RAPPORTEUR, 403), (TeamRole.VIEWER, 403)],
)
def test_who_of_the_team_sees_the_photo(sign_in, role, status):
    registration = participant_with_photo()
    client = sign_in(registration.conference, role)
    kwargs = {"conference": registration.conference.slug, "pk": registration.pk}
    address = reverse("participants:registration_photo", kwargs=kwargs)

    answer = client.get(address)
    page = client.get(registration.get_absolute_url()).content.decode()

    assert answer.status_code == status
    assert (address in page) == (status == 200)
    if status == 200:
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_photo_has_no_public_address(client):
    photo = Photo.objects.get(participant=participant_with_photo().participant)

    for address in (f"/{photo.cut.name}", f"/media/{photo.cut.name}", f"/files/{photo.cut.name}"):
        assert client.get(address).status_code == 404


def test_a_photo_goes_with_the_person(django_capture_on_commit_callbacks):
    registration = participant_with_photo()
    photo = Photo.objects.get()
    names = photo.cut.name, photo.source.name

    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_person(registration.participant, by=None, at=timezone.now())

    assert not Photo.objects.exists()
    assert not any(default_storage.exists(name) for name in names)


def test_photos_are_a_class_of_data_that_is_erased_on_its_day(django_capture_on_commit_callbacks):
    conference = participant_with_photo().conference
    photo = Photo.objects.get()
    holding = next(each for each in known if each.key == "photos")
    assert holding.count(conference) == 1

    with django_capture_on_commit_callbacks(execute=True):
        assert holding.erase(conference, by=None, at=timezone.now()) == 1

    assert holding.count(conference) == 0
    assert not default_storage.exists(photo.cut.name)


def test_files_that_belong_to_nobody_are_deleted_at_night(monkeypatch):
    photo = Photo.objects.get(participant=participant_with_photo().participant)
    lost = default_storage.save("photos/lost.jpg", ContentFile(picture()))
    monkeypatch.setattr(timezone, "now", lambda: real_now() + timedelta(days=2))

    jobs.forget_old_drafts()

    assert not default_storage.exists(lost)
    assert default_storage.exists(photo.cut.name)


def test_a_known_address_gets_no_new_photo_by_a_registration_of_somebody_else(
    client, django_capture_on_commit_callbacks
):
    conference = open_conference()
    ask_for_photos(conference)
    known = make_registration(conference)
    type(known.participant).objects.filter(pk=known.participant_id).update(email=PERSON["email"])
    address = up_to_the_photo(client, conference)
    cut = client.post(address, {"photo": upload()})["Location"]
    check = client.get(client.post(cut, WHOLE)["Location"])["Location"]

    with django_capture_on_commit_callbacks(execute=True):
        client.post(check)

    assert not Photo.objects.exists()
    assert urlsplit(check).path.endswith("/check/")


def test_the_settings_are_kept_with_their_history_and_go_along_to_the_next_year(sign_in):
    conference = open_conference()
    client = sign_in(conference)
    address = reverse("participants:registration_settings", kwargs={"conference": conference.slug})
    day = conference.starts_on - timedelta(days=10)

    answer = client.post(
        address, {"photo": "required", "is_substitution_allowed": "no", "substitute_until_on": day.isoformat()}
    )
    copy = make_conference(
        starts_on=conference.starts_on + timedelta(days=364), ends_on=conference.ends_on + timedelta(days=364)
    )
    actions.copy_registration_settings(conference, copy, by=None, at=timezone.now())

    assert answer.status_code == 302
    settled = RegistrationSettings.objects.get(conference=conference)
    assert (settled.photo, settled.is_substitution_allowed, settled.substitute_until_on) == ("required", False, day)
    assert conference.history.filter(verb="registration_settings.changed").count() == 1
    assert RegistrationSettings.objects.get(conference=copy).substitute_until_on == day + timedelta(days=364)

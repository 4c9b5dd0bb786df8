"""Speakers: asked, registered in one act, and at work on their own page; what readers see of them."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from lib import links
from lib.refusal import NotPossible
from participants.actions.erasure import erase_person
from participants.choices import RegistrationStatus
from sessions import actions, queries
from sessions.actions.profiles import profile_of
from sessions.models import Document
from tests.factories import (
    BEFORE,
    make_conference,
    make_member,
    make_participant,
    make_registration,
    make_session,
    make_speaker,
)
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
url = pages_of("sessions")
PDF = b"%PDF-1.7 slides"


def photo_of(kind, **extra):
    """A photo of two by three points, as a camera might write it."""
    written = io.BytesIO()
    Image.new("RGB", (2, 3), "navy").save(written, kind, **extra)
    return written.getvalue()


PNG = photo_of("PNG")


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def role(conference):
    person = make_participant(conference, given_name="Elena", family_name="Núñez", email="elena@example.org")
    session = make_session(conference, title="Panel")
    talk = session.contributions.create(title="Compliance")
    return make_speaker(session, participant=person, contribution=talk)


@pytest.fixture
def profile(role):
    return profile_of(role.participant)


def own(name, profile, **kwargs):
    link = links.make("sessions:speaker", profile.pk, profile.link_version)
    return reverse(f"sessions:{name}", kwargs={"link": link, **kwargs})


def test_speakers_are_listed_once_with_all_their_roles_in_one_query(conference, role, django_assert_num_queries):
    make_speaker(make_session(conference, title="Closing", starts_at=None), participant=role.participant, role="chair")

    with django_assert_num_queries(1):
        (row,) = queries.speakers(conference)
        assert [each.session.title for each in row.roles] == ["Panel", "Closing"]
        assert row.registration is None


def test_asking_writes_one_message_with_a_personal_link_to_those_who_have_not_answered(conference, role):
    make_speaker(role.session, participant=make_participant(conference, family_name="Silent", email=""))
    make_speaker(role.session, answer="confirmed")

    assert actions.ask_speakers(conference, by=None, at=BEFORE) == 1
    with pytest.raises(NotPossible, match="asked within the last hour"):
        actions.ask_speakers(conference, by=None, at=BEFORE + timedelta(minutes=1))

    message = conference.messages.get()
    assert message.to_email == "elena@example.org"
    assert message.link_purpose == "sessions:speaker"
    assert "Panel (Speaker)\nMonday 3 June 2030, 09:00–10:00" in message.text
    assert links.url(message.link_purpose, message.link_pk, message.link_version) not in message.text


def test_all_speakers_are_registered_in_one_act_and_who_has_no_address_too(conference, role):
    make_speaker(role.session, participant=make_participant(conference, family_name="Silent", email=""))
    make_speaker(role.session, participant=make_registration(conference).participant)
    make_speaker(
        role.session, participant=make_registration(conference, status=RegistrationStatus.REJECTED).participant
    )
    make_speaker(role.session, answer="declined")

    assert actions.register_speakers(conference, by=None, at=BEFORE) == 2
    assert actions.register_speakers(conference, by=None, at=BEFORE) == 0

    assert conference.registrations.confirmed().count() == 3
    assert list(conference.messages.values_list("to_email", flat=True)) == ["elena@example.org"]


def test_opening_the_own_page_answers_nothing_and_the_answer_is_a_post(client, conference, role, profile):
    html = client.get(own("speaker", profile)).content.decode()
    assert "Please answer" in html
    role.refresh_from_db()
    assert role.answer == ""

    client.post(own("speaker_answer", profile, pk=role.pk), {"answer": "declined"})

    role.refresh_from_db()
    assert role.answer == "declined"
    entry = conference.history.get(verb="speaker.declined")
    assert entry.actor_label == "Elena Núñez, by personal link"


def test_an_answer_that_is_none_is_refused(client, conference, role, profile):
    client.post(own("speaker_answer", profile, pk=role.pk), {"answer": "perhaps"})

    role.refresh_from_db()
    assert role.answer == ""
    assert not conference.history.exists()


def test_nobody_answers_for_another_speaker(client, role, profile):
    other = make_speaker(role.session)

    for name in ("speaker_answer", "speaker_talk", "speaker_upload"):
        assert client.post(own(name, profile, pk=other.pk), {"answer": "confirmed"}).status_code == 404
    other.refresh_from_db()
    assert other.answer == ""


def test_a_speaker_writes_biography_abstract_and_uploads_a_photo_and_slides(client, conference, role, profile):
    photo = SimpleUploadedFile("me.png", PNG)
    about = {"biography": "Elena *leads* a division.", "unavailable": "Tuesday morning", "photo": photo}
    client.post(own("speaker_profile", profile), about)
    client.post(own("speaker_talk", profile, pk=role.pk), {"title": "Compliance in practice", "abstract": "How."})
    client.post(
        own("speaker_upload", profile, pk=role.pk), {"title": "Slides", "file": SimpleUploadedFile("s.pdf", PDF)}
    )
    actions.release(conference, by=None, at=BEFORE)

    html = client.get(url("person", conference, pk=role.participant_id)).content.decode()
    assert "Elena <em>leads</em> a division." in html
    assert "Tuesday morning" not in html
    photo = client.get(url("photo", conference, pk=role.participant_id))
    assert photo["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(photo.content)).size == (2, 3)

    session = client.get(url("session", conference, pk=role.session_id)).content.decode()
    assert "Compliance in practice" in session
    document = Document.objects.get()
    assert url("document", conference, pk=document.pk) in session
    download = client.get(url("document", conference, pk=document.pk))
    assert download["Content-Disposition"] == 'attachment; filename="Slides.pdf"'
    assert download.content == PDF


def test_a_photo_is_kept_without_what_the_camera_wrote_into_it(client, profile):
    exif = Image.Exif()
    exif[0x010E] = "Hotel Bolivar, room 12"
    exif.get_ifd(0x8825)[1] = "S"
    photo = photo_of("JPEG", exif=exif)
    assert b"Hotel Bolivar" in photo

    client.post(own("speaker_profile", profile), {"photo": SimpleUploadedFile("me.jpg", photo, "image/jpeg")})

    profile.refresh_from_db()
    with profile.photo.open() as file:
        kept = file.read()
    assert b"Hotel Bolivar" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_what_only_begins_like_a_photo_is_refused(client, profile):
    file = SimpleUploadedFile("me.png", b"\x89PNG\r\n\x1a\n0000")

    response = client.post(own("speaker_profile", profile), {"photo": file})

    assert "neither a PDF nor a JPEG or PNG picture" in response.content.decode()
    profile.refresh_from_db()
    assert not profile.photo


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("slides.exe", b"MZ", "Choose a file of one of these kinds"),
        ("slides.html", b"<script>", "Choose a file of one of these kinds"),
        ("slides.pdf", b"<script>alert(1)</script>", "is something else"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(client, role, profile, name, content, sentence):
    response = client.post(
        own("speaker_upload", profile, pk=role.pk), {"title": "x", "file": SimpleUploadedFile(name, content)}
    )

    assert sentence in response.content.decode()
    assert not Document.objects.exists()


def test_a_file_is_taken_away_and_put_back_by_who_uploaded_it(client, conference, role, profile):
    client.post(own("speaker_upload", profile, pk=role.pk), {"title": "x", "file": SimpleUploadedFile("s.pdf", PDF)})
    document = Document.objects.get()
    stranger = profile_of(make_speaker(role.session).participant)
    actions.release(conference, by=None, at=BEFORE)
    shown = url("document", conference, pk=document.pk)
    for name in ("speaker_withdraw", "speaker_put_back"):
        assert client.post(own(name, stranger, pk=document.pk)).status_code == 404

    page = client.post(own("speaker_withdraw", profile, pk=document.pk), follow=True).content.decode()
    assert "deleted for good on" in page
    assert client.get(shown).status_code == 404
    assert "Documents" not in client.get(url("session", conference, pk=role.session_id)).content.decode()
    again = client.post(own("speaker_withdraw", profile, pk=document.pk), follow=True).content.decode()
    assert "This entry is no longer there." in again

    page = client.post(own("speaker_put_back", profile, pk=document.pk), follow=True).content.decode()
    assert "deleted for good on" not in page
    assert b"".join(client.get(shown)) == PDF
    verbs = conference.history.filter(verb__startswith="document").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["document.added", "document.removed", "document.put_back"]


def test_a_file_that_was_taken_away_a_week_ago_is_deleted_for_good(role, django_capture_on_commit_callbacks):
    kept, fresh, old = (
        actions.add_document(role.session, file=ContentFile(PDF, "s.pdf"), title="x", by=None, at=BEFORE)
        for _ in range(3)
    )
    actions.remove_document(fresh, by=None, at=BEFORE + actions.KEPT_FOR - timedelta(minutes=1))
    actions.remove_document(old, by=None, at=BEFORE)

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_documents(by=None, at=BEFORE + actions.KEPT_FOR) == 1

    assert list(Document.objects.order_by("pk")) == [kept, fresh]
    assert [each.file.storage.exists(each.file.name) for each in (kept, fresh, old)] == [True, True, False]
    assert actions.forget_documents(by=None, at=BEFORE + actions.KEPT_FOR) == 0


def test_files_that_somebody_took_away_go_with_the_person(role, django_capture_on_commit_callbacks):
    person = role.participant
    document = actions.add_document(
        role.session, file=ContentFile(PDF, "s.pdf"), title="x", uploaded_by=person, by=None, at=BEFORE
    )
    actions.remove_document(document, by=None, at=BEFORE)

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person, by=None, at=BEFORE)

    assert not Document.objects.exists()
    assert not document.file.storage.exists(document.file.name)


def test_an_answer_is_taken_back_and_is_open_again(client, conference, role, profile):
    client.post(own("speaker_answer", profile, pk=role.pk), {"answer": "declined"})

    page = client.post(own("speaker_take_back", profile, pk=role.pk), follow=True).content.decode()

    role.refresh_from_db()
    assert (role.answer, role.answered_at) == ("", None)
    assert "Please answer" in page
    assert "Take the answer back" not in page
    entry = conference.history.get(verb="speaker.answer_withdrawn")
    assert (entry.before, entry.after) == ({"answer": "declined"}, {"answer": ""})
    again = client.post(own("speaker_take_back", profile, pk=role.pk), follow=True).content.decode()
    assert "There is no answer to take back." in again


def test_what_is_not_in_the_released_agenda_is_not_public(client, conference, role, profile):
    client.post(own("speaker_upload", profile, pk=role.pk), {"title": "x", "file": SimpleUploadedFile("s.pdf", PDF)})
    client.post(own("speaker_profile", profile), {"photo": SimpleUploadedFile("me.png", PNG)})

    for name, pk in (("document", Document.objects.get().pk), ("person", profile.participant_id)):
        assert client.get(url(name, conference, pk=pk)).status_code == 404
    assert client.get(url("photo", conference, pk=profile.participant_id)).status_code == 404


def test_the_team_sees_who_is_missing_and_acts_after_a_question(client, conference, role):
    client.force_login(make_member(conference))
    html = client.get(url("speaker_list", conference)).content.decode()
    assert "Not registered" in html

    client.get(url("ask_speakers", conference))
    client.get(url("register_speakers", conference))
    assert not conference.messages.exists()
    assert not conference.registrations.exists()

    client.post(url("ask_speakers", conference))
    client.post(url("register_speakers", conference))
    assert conference.messages.count() == 2
    assert conference.registrations.confirmed().count() == 1

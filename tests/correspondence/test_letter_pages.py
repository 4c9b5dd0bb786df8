"""The pages of letters: the register, the letterhead with its pictures, samples, another try."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from conference.choices import TeamRole
from correspondence import letters
from correspondence.models import Letter, Letterhead
from lib import uploads
from tests.correspondence.pictures import SVG, picture
from tests.factories import BEFORE, OPENING, make_conference, make_letter, make_message, make_participant
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
url = pages_of("correspondence")
FORM = {"office": "Secretariat", "signatory_name": "Marta Lindqvist", "has_visa_letters": "on"}


def post(client, conference, **files):
    given = {name: SimpleUploadedFile(f"any.{name}", content) for name, content in files.items()}
    return client.post(url("letterhead", conference), FORM | given)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK"), ("JPEG", "L")]
)
def test_any_picture_becomes_one_that_an_archive_takes(sign_in, kind, mode):
    conference = make_conference()

    assert post(sign_in(conference), conference, logo=picture(kind, mode)).status_code == 302

    with Letterhead.objects.get().logo.open() as kept, Image.open(kept) as opened:
        assert (opened.format, opened.mode, opened.size) == ("PNG", "RGB", (60, 40))


def test_a_huge_picture_is_made_smaller_and_a_larger_one_refused(sign_in, monkeypatch):
    conference = make_conference()
    client = sign_in(conference)
    post(client, conference, logo=picture(size=(3200, 800)))
    with Letterhead.objects.get().logo.open() as kept, Image.open(kept) as opened:
        assert opened.size == (1600, 400)
    monkeypatch.setattr(uploads, "MOST_PIXELS", 100)

    page = post(client, conference, logo=picture()).content.decode()

    assert uploads.TOO_MANY_PIXELS in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SVG, "The file is neither a JPEG nor a PNG picture."),
        (b"%PDF-1.7\n%%EOF", "The file is neither a JPEG nor a PNG picture."),
        (picture()[:60], "The picture cannot be read. Save it anew and try again."),
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_is_kept(sign_in, content, sentence):
    conference = make_conference()

    page = post(sign_in(conference), conference, logo=content).content.decode()

    assert sentence in page
    assert not Letterhead.objects.exists()


def test_pictures_stay_until_they_are_taken_away(sign_in):
    conference = make_conference()
    client = sign_in(conference)
    post(client, conference, logo=picture(), signature=picture())
    post(client, conference)
    assert Letterhead.objects.get().logo

    client.post(url("letterhead", conference), FORM | {"forget_logo": "on"})

    assert (bool(Letterhead.objects.get().logo), bool(Letterhead.objects.get().signature)) == (False, True)


def test_the_register_says_what_letters_look_like_without_a_letterhead(sign_in):
    conference = make_conference()

    page = sign_in(conference).get(url("letter_list", conference)).content.decode()

    assert "The conference has no letterhead yet" in page
    assert "No letters yet" in page


def test_the_register_offers_each_letter_as_it_was_sent(sign_in):
    conference = make_conference()
    letter = make_letter(conference)
    letters.make_what_waits(lambda: OPENING)
    client = sign_in(conference, role=TeamRole.VIEWER)

    page = client.get(url("letter_list", conference)).content.decode()

    file = letter.message.attachments.get()
    assert url("message_file", conference, pk=letter.message_id, number=file.pk) in page


def test_a_failed_letter_is_made_again_from_the_register(sign_in):
    conference = make_conference()
    letter = make_letter(conference, failed_at=BEFORE, error="The print fonts cannot show “☃” (U+2603).")
    client = sign_in(conference, role=TeamRole.DESK)
    assert "cannot show “☃”" in client.get(url("letter_list", conference)).content.decode()
    assert (
        "1 letter could not be made"
        in client.get(reverse("conference:desk", kwargs={"conference": conference.slug})).content.decode()
    )

    client.post(url("make_again", conference, pk=letter.pk))

    assert list(Letter.objects.to_be_made(OPENING)) == [letter]


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_register_costs_the_same_for_one_and_for_many(sign_in, django_assert_num_queries, how_many):
    conference = make_conference()
    for _ in range(how_many):
        make_letter(conference)
    letters.make_what_waits(lambda: OPENING)
    client = sign_in(conference)
    client.get(url("letter_list", conference))

    with django_assert_num_queries(9):
        client.get(url("letter_list", conference))


def test_a_sample_is_printed_for_a_real_person(sign_in):
    conference = make_conference()
    person = make_participant(conference, given_name="Elena", family_name="Núñez")
    address = url("letter_sample", conference, kind="visa_letter", language="fr")

    answer = sign_in(conference).get(address, {"to": person.email})

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")


def test_a_text_that_cannot_be_printed_is_said_instead_of_a_sample(sign_in):
    conference = make_conference(title="Conference on ☃")
    client = sign_in(conference)

    answer = client.get(url("letter_sample", conference, kind="invitation_letter", language="en"), follow=True)

    assert "The letter cannot be printed. The print fonts cannot show “☃” (U+2603)." in answer.content.decode()


def test_a_kind_that_is_no_letter_has_no_sample(sign_in):
    conference = make_conference()

    answer = sign_in(conference).get(url("letter_sample", conference, kind="invitation", language="en"))

    assert answer.status_code == 404


def test_the_texts_of_letters_are_worded_in_six_languages_and_shown_as_pdf(sign_in):
    conference = make_conference()

    page = sign_in(conference).get(url("text", conference, kind="invitation_letter", language="ru")).content.decode()

    assert url("letter_sample", conference, kind="invitation_letter", language="ru") in page
    assert url("text", conference, kind="invitation_letter", language="ar") in page


def test_the_log_shows_the_letter_that_a_message_waits_for(sign_in):
    conference = make_conference()
    letter = make_letter(conference)
    make_message(conference)

    page = sign_in(conference).get(letter.message.get_absolute_url()).content.decode()

    assert "It leaves as soon as its letter is made." in page
    assert letter.reference in page

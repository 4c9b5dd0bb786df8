"""Registering in a real browser where a conference asks everything it can ask, with a photo; and sending somebody else.

Each journey runs at the width of a desk and of a phone, with scripts and without; axe looks its pages over each time.
"""

import io
import re

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from participants import actions
from participants.choices import PhotoRule, QuestionKind
from participants.choices import RegistrationStatus as Status
from participants.models import Photo
from tests.browser.conftest import EVERY_WAY, follow, late, press
from tests.browser.test_registration_desk import conference, link_in_mail  # noqa: F401 - conference is a fixture
from tests.factories import BEFORE, make_organisation, make_participant, make_question, make_registration

PDF = {"name": "../passport.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


def portrait():
    """A picture whose upper half is red and whose lower half is blue, as a file to upload."""
    drawn = Image.new("RGB", (600, 900), "blue")
    drawn.paste("red", (0, 0, 600, 450))
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return {"name": "me.png", "mimeType": "image/png", "buffer": written.getvalue()}


@pytest.fixture
def everything_is_asked(conference):  # noqa: F811 - the fixture
    """A question of each kind, and a photo."""
    make_organisation(official_name="Ministry of Trade")
    make_question(conference, label="Which train do you take?")
    make_question(conference, label="What do you wish to discuss?", kind=QuestionKind.LONG_TEXT, is_required=True)
    make_question(conference, label="Which dinner?", kind=QuestionKind.ONE_CHOICE, choices=[("Fish", 2), "Vegetables"])
    make_question(conference, label="Which visits?", kind=QuestionKind.SEVERAL_CHOICES, choices=["Port", "Museum"])
    make_question(conference, label="Do you need a visa?", kind=QuestionKind.YES_NO, is_required=True)
    make_question(conference, label="When do you arrive?", kind=QuestionKind.DATE)
    make_question(conference, label="How many nights do you stay?", kind=QuestionKind.NUMBER)
    make_question(conference, label="Copy of your passport", kind=QuestionKind.FILE, is_required=True)
    settings = {"photo": PhotoRule.REQUIRED, "is_substitution_allowed": True, "substitute_until_on": None}
    actions.set_registration_settings(conference, by=None, at=BEFORE, **settings)
    return conference


def go_on(page):
    press(page, "Continue", exact=True)


def answer_the_first_steps(page, conference):  # noqa: F811 - the fixture's value
    page.goto(f"{conference.get_absolute_url()}register/")
    page.get_by_label("Given name").fill("Ngozi")
    page.get_by_label("Family name").fill("Adeyemi")
    page.get_by_label("E-mail address").fill("ngozi@example.org")
    go_on(page)
    page.get_by_label("Organisation", exact=False).first.fill("Ministry of Trade")
    go_on(page)
    go_on(page)


def answer_the_questions(page):
    page.get_by_label("Which train do you take?").fill("The 9:40")
    page.get_by_label("Fish (2 places left)").check()
    page.get_by_label("Museum").check()
    page.get_by_label("When do you arrive?").fill("2030-06-02")
    page.get_by_label("How many nights do you stay?").fill("3")
    go_on(page)  # the two that have to be answered are not
    expect(page.get_by_role("link", name="Answer “What do you wish to discuss?”.")).to_be_visible()
    page.get_by_label("What do you wish to discuss?").fill("Transit.\nLicences.")
    page.get_by_label("Yes").check()


@EVERY_WAY
def test_a_diplomat_answers_every_kind_of_question_and_gives_a_photo(
    everything_is_asked, new_page, inspect, width, javascript
):
    page = new_page(width=width, javascript=javascript)

    answer_the_first_steps(page, everything_is_asked)
    answer_the_questions(page)
    inspect(page)
    go_on(page)
    inspect(page)
    page.get_by_label("Photo").set_input_files({**portrait(), "buffer": b"<svg/>"})
    press(page, "Upload")
    expect(page.get_by_text("The file is not a JPEG or PNG picture.").last).to_be_visible()
    page.get_by_label("Photo").set_input_files(portrait())
    choose_the_lower_half(page, javascript)
    inspect(page)
    press(page, "Keep this photo")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(page.get_by_text("Museum")).to_be_visible()
    expect(page.get_by_text("Copy of your passport")).to_be_visible()
    expect(page.get_by_alt_text("Your photo")).to_be_visible()
    inspect(page)
    press(page, "Send the registration")
    expect(page.get_by_role("heading", name="We have your registration")).to_be_visible()

    page.goto(link_in_mail("ngozi@example.org", "me"))
    inspect(page)
    follow(page, "Change your details")
    page.get_by_label("Copy of your passport").set_input_files(PDF)
    press(page, "Save")
    expect(page.get_by_text("PDF file")).to_be_visible()
    participant = everything_is_asked.registrations.get().participant
    answers = dict(participant.answers.values_list("question__label", "text"))
    assert answers == {
        "Which train do you take?": "The 9:40",
        "What do you wish to discuss?": "Transit.\nLicences.",
        "Which dinner?": "Fish",
        "Which visits?": "Museum",
        "Do you need a visa?": "yes",
        "When do you arrive?": "2030-06-02",
        "How many nights do you stay?": "3",
        "Copy of your passport": "PDF file",
    }
    with Photo.objects.get(participant=participant).cut.open() as file:
        red, _, blue = Image.open(file).getpixel((300, 500))
    assert blue > red


def choose_the_lower_half(page, javascript):
    """Upload the photo, and choose the square: with scripts by dragging it down, without them by the field.

    The result is shown in both cases, even of what is typed before the script has arrived.
    """
    if javascript:
        with late(page, "cropping"):
            press(page, "Upload", leads_on=False)
            page.get_by_label("Place from the top").fill("40")
        expect(page.get_by_alt_text("The square as it will be kept")).to_have_attribute("src", re.compile("top=40"))
        square = page.locator(".photo-square")
        expect(square).not_to_have_css("width", "0px")
        square.hover()
        middle = square.bounding_box()
        page.mouse.down()
        page.mouse.move(middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2 + 400, steps=8)
        page.mouse.up()
        expect(page.get_by_label("Place from the top")).to_have_value("100")
    else:
        press(page, "Upload")
        page.get_by_label("Place from the top").fill("100")
        press(page, "Show the result")
    expect(page.get_by_alt_text("The square as it will be kept")).to_have_attribute("src", re.compile("top=100"))


@EVERY_WAY
def test_who_cannot_come_sends_somebody_else(conference, new_page, inspect, width, javascript):  # noqa: F811 - fixture
    participant = make_participant(conference, email="ana@example.org", organisation=make_organisation())
    registration = make_registration(conference, participant=participant, status=Status.PENDING)
    actions.confirm(registration, by=None, at=timezone.now())
    page = new_page(width=width, javascript=javascript)

    page.goto(link_in_mail("ana@example.org", "me"))
    follow(page, "Send someone else in your place")
    inspect(page)
    page.get_by_label("Given name").fill("Luis")
    page.get_by_label("Family name").fill("de la Cruz")
    page.get_by_label("Their e-mail address").fill("luis@example.org")
    go_on(page)
    inspect(page)
    press(page, "Change the details")
    page.get_by_label("Position").fill("Counsellor")
    go_on(page)
    expect(page.get_by_text("Counsellor")).to_be_visible()
    press(page, "Give the place to this person")

    expect(page.get_by_text("Luis de la Cruz comes in your place.")).to_be_visible()
    expect(page.get_by_text("is cancelled").first).to_be_visible()
    inspect(page)
    page.goto(link_in_mail("luis@example.org", "me"))
    expect(page.get_by_text("Your registration is confirmed.")).to_be_visible()
    assert list(conference.registrations.confirmed().values_list("participant__job_title", flat=True)) == ["Counsellor"]
    assert conference.registrations.filter(status=Status.CANCELLED).count() == 1

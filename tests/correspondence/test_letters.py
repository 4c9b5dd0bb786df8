"""Letters that go with messages: ordered, made by the worker, kept as they are sent; what fails is seen and made again."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest

from conference.models import AuditEntry
from correspondence import actions, delivery, kinds, letter_words, letters, panels, printing, wording
from correspondence.choices import LetterKind, MessageStatus
from correspondence.models import Letter, Letterhead, MessageTemplate
from lib import uploads
from lib.refusal import NotPossible
from tests import poppler
from tests.correspondence.pictures import picture
from tests.correspondence.test_cloning import clone
from tests.factories import BEFORE, OPENING, make_conference, make_letter, make_message, make_user

pytestmark = pytest.mark.django_db
WORDS = {
    "office": "Secretariat of the Conference",
    "lines": "",
    "address": "",
    "name_in_notes": "The Secretariat of the Conference",
    "place": "Geneva",
    "signatory_name": "Marta Lindqvist",
    "signatory_title": "Secretary",
    "reference_prefix": "MWC",
    "has_visa_letters": True,
    "has_passport": True,
}


def now():
    return OPENING


def set_letterhead(conference, **more):
    return actions.set_letterhead(conference, by=None, at=BEFORE, **WORDS | more)


def order(conference, **more):
    message = make_message(conference, status=MessageStatus.PREPARING)
    given = {"kind": LetterKind.INVITATION, "values": {"name": "Ana"}}
    return actions.enclose(message, by=None, at=BEFORE, **given | more)


def pdf_of(letter):
    with letter.message.attachments.get().file.open() as file:
        return file.read()


def text_of(pdf):
    return poppler.run("pdftotext", pdf, "-layout", "PDF", "-")


def test_letters_are_numbered_in_each_conference_by_itself():
    conference, other = make_conference(), make_conference(short_title="Border controls 2030")
    set_letterhead(conference)

    references = [order(conference).reference for _ in range(2)] + [order(other).reference]

    assert references == ["MWC/2030/001", "MWC/2030/002", "Bc2/2030/001"]


def test_the_same_message_gets_one_letter():
    first = order(make_conference())

    again = actions.enclose(first.message, kind=LetterKind.INVITATION, values={}, by=None, at=OPENING)

    assert (again, Letter.objects.count()) == (first, 1)
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["letter.ordered"]


def test_a_letter_is_made_kept_with_its_message_and_lets_it_go():
    conference = make_conference()
    set_letterhead(conference)
    letter = order(conference, values={"salutation": "Dear Ana"}, addressee="Ms. Ana Muster\nLima")

    assert letters.make_what_waits(now) == (1, False)

    letter.refresh_from_db()
    letter.message.refresh_from_db()
    file = letter.message.attachments.get()
    assert (letter.made_at, letter.values, letter.state) == (OPENING, {}, ("confirmed", "Made"))
    assert letter.message.status == MessageStatus.QUEUED
    assert (file.name, file.is_confidential) == ("Invitation letter MWC-2030-001.pdf", False)
    printed = text_of(pdf_of(letter))
    for words in ("MWC/2030/001", "Geneva, 1 March 2030", "Ms. Ana Muster", "Dear Ana,", "Marta Lindqvist"):
        assert words in printed
    assert delivery.take(OPENING) == [letter.message]


def test_a_letter_for_a_visa_is_for_the_desk_only():
    letter = order(make_conference(), kind=LetterKind.VISA)

    letters.make_what_waits(now)

    assert letter.message.attachments.get().is_confidential


def test_making_twice_attaches_one_file():
    letter = order(make_conference())
    taken = letters.take(OPENING)

    letters.make(taken, now)
    letters.make(taken, now)

    assert letter.message.attachments.count() == 1


def test_two_workers_never_make_the_same_letter():
    conference = make_conference()
    first, second = order(conference), order(conference)

    assert [letters.take(OPENING), letters.take(OPENING), letters.take(OPENING)] == [first, second, None]


def test_what_a_dead_worker_left_behind_is_made_by_the_next():
    letter = order(make_conference())
    letters.take(OPENING)

    assert letters.take(OPENING + letters.LEASE) is None
    assert letters.take(OPENING + letters.LEASE + timedelta(seconds=1)) == letter


def test_a_letter_that_cannot_be_printed_is_seen_and_keeps_its_message():
    conference = make_conference()
    letter = order(conference, values={"salutation": "Dear ☃"})

    letters.make_what_waits(now)

    letter.refresh_from_db()
    letter.message.refresh_from_db()
    assert letter.state == ("failed", "Could not be made")
    assert letter.error == "The print fonts cannot show “☃” (U+2603)."
    assert letter.message.status == MessageStatus.PREPARING
    assert delivery.take(OPENING) == []
    assert [panel.context["without_letter"] for panel in panels.desk(conference, make_user(), OPENING)] == [1]


def test_a_failed_letter_is_made_again_with_the_text_of_now():
    conference = make_conference()
    MessageTemplate.objects.create(
        conference=conference, kind="invitation_letter", subject="☃", text="☃", changed_at=BEFORE
    )
    letter = order(conference)
    letters.make_what_waits(now)
    MessageTemplate.objects.update(subject="Invitation", text="Good words, {name}.")

    actions.make_again(letter, by=None, at=OPENING)
    letters.make_what_waits(now)

    assert "Good words, Ana." in text_of(pdf_of(letter))
    assert AuditEntry.objects.filter(verb="letter.made_again").count() == 1


def test_only_a_failed_letter_is_made_again():
    letter = order(make_conference())

    with pytest.raises(NotPossible, match="is being made"):
        actions.make_again(letter, by=None, at=OPENING)
    letters.make_what_waits(now)
    with pytest.raises(NotPossible, match="is made"):
        actions.make_again(letter, by=None, at=OPENING)

    assert not AuditEntry.objects.filter(verb="letter.made_again").exists()


def test_a_message_to_a_closed_address_is_kept_back_once_its_letter_is_made():
    letter = order(make_conference())
    delivery.close_address(letter.message.to_email, "550 5.1.1 no such user", BEFORE)

    letters.make_what_waits(now)

    letter.message.refresh_from_db()
    assert letter.message.status == MessageStatus.SUPPRESSED


def test_a_cancelled_message_stays_cancelled_when_its_letter_is_made():
    letter = order(make_conference())
    actions.cancel(letter.message, by=None, at=BEFORE)

    letters.make_what_waits(now)

    letter.message.refresh_from_db()
    assert letter.message.status == MessageStatus.CANCELLED


def test_who_is_taken_out_while_the_letter_is_printed_gets_none_back(monkeypatch):
    conference = make_conference()
    letter = order(conference, kind=LetterKind.VISA)

    def print_slowly(sheet, press):
        actions.erase_messages(conference, by=None, at=OPENING, emails=[letter.message.to_email])
        return b"%PDF-1.7"

    monkeypatch.setattr(printing, "pdf", print_slowly)
    letters.make_what_waits(now)

    letter.refresh_from_db()
    assert (letter.made_at, letter.values) == (OPENING, {})
    assert not letter.message.attachments.exists()


@pytest.mark.parametrize(
    ("language", "whole", "bare"),
    [
        ("en", "that Ana, Director, Peru, is invited", "that Ana is invited"),
        ("fr", "que Ana, Director, Peru, est invité(e)", "que Ana est invité(e)"),
        ("zh-Hans", "兹证明Ana，Director，Peru，受邀出席", "兹证明Ana受邀出席"),
        ("ru", "что Ana, Director, Peru, имеет", "что Ana имеет"),
    ],
)
def test_a_letter_for_a_visa_has_no_comma_behind_a_name_that_stands_alone(language, whole, bare):
    text = wording.shipped("visa_letter", language)[1]
    values = {"name": "Ana", "position": "Director", "organisation": "Peru"}

    assert whole in wording.fill_letter("x", text, values, language)[1]
    assert bare in wording.fill_letter("x", text, {"name": "Ana"}, language)[1]
    without_position = wording.fill_letter("x", text, values | {"position": ""}, language)[1]
    assert re.sub("Director(, |，)", "", whole) in without_position


def test_a_message_is_not_written_again_without_its_letter():
    letter = order(make_conference())
    actions.cancel(letter.message, by=None, at=BEFORE)

    with pytest.raises(NotPossible, match="not made yet"):
        actions.send_again(letter.message, by=None, at=OPENING)

    letters.make_what_waits(now)
    again = actions.send_again(letter.message, by=None, at=OPENING)
    assert [each.name for each in again.attachments.all()] == [letter.file_name]


def test_a_letter_that_is_made_stays_as_it_is_whatever_changes_later():
    conference = make_conference()
    set_letterhead(conference)
    letter = order(conference)
    letters.make_what_waits(now)
    before = pdf_of(letter)

    set_letterhead(conference, office="Another office")
    actions.word(conference, "invitation_letter", "en", subject="Other", text="Other words", by=None, at=OPENING)
    letters.make_what_waits(now)

    assert pdf_of(letter) == before


EVIL = "https://evil.example/a"
PLANTED = "**bold** <b>b</b> {name} [x](https://evil.example) & | # - 1.\nnext \\ `c`"


def test_what_people_type_stays_text_in_a_letter():
    values = dict.fromkeys(kinds.PLACEHOLDERS_OF_LETTERS, PLANTED)
    text = "\n\n".join(f"A{{{name}}}Z" for name in values if name not in kinds.LINKS)
    sheet = printing.Sheet(
        kind=LetterKind.INVITATION,
        language="en",
        head=printing.Head(office=PLANTED, lines=PLANTED, address=PLANTED, signatory_name=PLANTED),
        subject="{name}",
        text=text,
        reference="<i>1</i>",
        dated_on=OPENING.date(),
        ordered_at=OPENING,
        addressee=PLANTED,
        values=values,
    )

    made = printing.pdf(sheet)

    printed = poppler.squash(text_of(made))
    own = {"letter_reference", "date", "office", "office_in_notes", "signatory"}
    planted = poppler.squash(PLANTED)
    assert printed.count(f"A{planted}Z") == len([name for name in values if name not in own | kinds.LINKS]) + 3
    with pikepdf.open(io.BytesIO(made)) as opened:
        links = [str(each.A.URI) for page in opened.pages for each in page.get("/Annots", []) if "/A" in each]
    assert set(links) <= {"https://evil.example"}  # of the desk's own note, where a bare address shows where it leads


def test_a_position_with_line_breaks_writes_no_lines_of_its_own():
    _, body = wording.fill_letter(
        "x", "{name}, {position}, comes.", {"name": "Ana\nMuster", "position": "Head,\n\nVisa free"}
    )
    assert body.strip() == "<p>Ana Muster, Head, Visa free, comes.</p>"
    assert letter_words.passport_lines("ANA\nGranted: yes", "", None, "", "en").count("\n") == 0


def test_no_name_becomes_a_link_in_a_letter():
    _, body = wording.fill_letter("x", "{name} {organisation} {note}", dict.fromkeys(("name", "organisation"), EVIL))
    assert "<a" not in body
    assert body.count("https://evil.example") == 2


@pytest.mark.parametrize(
    ("language", "salutation", "dated"),
    [
        ("ar", "صاحب السعادة", "1 مارس، 2030"),
        ("zh-Hans", "尊敬的李小红", "2030年3月1日"),
        ("ru", "Уважаемая госпожа", "1 марта 2030"),
        ("fr", "Madame", "1er mars 2030"),
    ],
)
def test_a_letter_in_any_of_the_six_languages_is_printed(language, salutation, dated):
    conference = make_conference()
    text = "{salutation},\n\n**{conference}**\n{dates}\n{venue}"
    actions.word(conference, "invitation_letter", language, subject="{conference}", text=text, by=None, at=BEFORE)
    letter = order(conference, language=language, values={"salutation": salutation, "conference": salutation})

    letters.make_what_waits(now)

    letter.refresh_from_db()
    assert letter.error == ""
    if language != "ar":  # poppler reads Arabic as it is painted
        assert salutation in text_of(pdf_of(letter))
        assert dated in text_of(pdf_of(letter))


def test_the_letterhead_leaves_a_trace_and_saving_it_twice_none():
    conference = make_conference()

    for _ in range(2):
        set_letterhead(conference, logo=None)

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.after["office"]) == ("letterhead.changed", WORDS["office"])


def test_a_new_picture_takes_the_place_of_the_old_one_which_is_destroyed(django_capture_on_commit_callbacks):
    conference = make_conference()
    first = set_letterhead(conference, logo=uploads.print_picture(picture())).logo.name
    with django_capture_on_commit_callbacks(execute=True):
        kept = set_letterhead(conference, logo=uploads.print_picture(picture(size=(30, 30))))

    assert not kept.logo.storage.exists(first)
    assert kept.logo.storage.exists(kept.logo.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert not set_letterhead(conference, forget=["logo"]).logo


def test_a_lost_picture_of_the_letterhead_is_said_and_not_left_out():
    conference = make_conference()
    logo = set_letterhead(conference, logo=uploads.print_picture(picture())).logo
    logo.storage.delete(logo.name)
    letter = order(conference)

    letters.make_what_waits(now)

    letter.refresh_from_db()
    assert letter.error == "A picture of the letterhead is not there any more. Upload it again."


def test_a_conference_that_is_opened_like_another_takes_over_its_letterhead():
    conference = make_conference()
    set_letterhead(conference, logo=uploads.print_picture(picture()))

    copy = clone(conference)

    mine, theirs = Letterhead.objects.get(conference=conference), Letterhead.objects.get(conference=copy)
    assert {name: getattr(theirs, name) for name in WORDS} == WORDS
    assert theirs.logo.name != mine.logo.name
    assert theirs.logo.read() == mine.logo.read()
    theirs.logo.close(), mine.logo.close()
    assert not copy.letters.exists()


def test_confidential_files_are_destroyed_and_the_log_keeps_their_names(django_capture_on_commit_callbacks):
    conference = make_conference()
    visa, plain = order(conference, kind=LetterKind.VISA), order(conference)
    failed = make_letter(conference, kind=LetterKind.VISA, values={"passport": "P1"}, failed_at=BEFORE)
    letters.make_what_waits(now)
    name, storage = visa.message.attachments.get().file.name, visa.message.attachments.get().file.storage

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.erase_confidential_files(conference, by=None, at=OPENING) == 1
        assert actions.erase_confidential_files(conference, by=None, at=OPENING) == 0

    gone = visa.message.attachments.get()
    failed.refresh_from_db()
    assert (gone.name, gone.erased_at, storage.exists(name)) == (visa.file_name, OPENING, False)
    assert plain.message.attachments.get().erased_at is None
    assert failed.values == {}

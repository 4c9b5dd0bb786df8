"""Every kind of message and letter has a good text in each of the six languages, and each person gets the right one."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils.html import escape

from correspondence import actions, emails, facts, kinds, letter_words, link_place, wording
from correspondence.models import Message
from lib.written import LANGUAGES, main_language
from participants.emails import send_known_already, send_nomination_request, send_status, text_to
from tests.correspondence.test_emails import make_conference_unsaved
from tests.factories import (
    OPENING,
    make_conference,
    make_delegation,
    make_message,
    make_participant,
    make_registration,
    make_reminder,
)

CODES = [code for code, _ in LANGUAGES]
OTHERS = [code for code in CODES if code != "en"]
# Words of English texts that no other of the six languages has.
ENGLISH = {
    "the", "and", "you", "your", "please", "with", "this", "that", "have", "been", "which", "sincerely", "organisers",
    "organizers", "registration", "invitation", "meeting", "whether", "would", "there", "from", "dear", "answer", "read",
    "open", "questions", "waiting", "list",
}  # fmt: skip
SHARED = {"fr": {"invitation", "questions", "list"}}
LETTERS = {"ru": r"[А-Яа-яЁё]", "zh": r"[\u4e00-\u9fff]", "ar": r"[\u0600-\u06ff]"}
PLANTED = "<b>x</b> **y** [z] {personal_link}"
PLANTED_LINK = f"{PLANTED} https://evil.example"
ALL = [(kind, code) for kind in kinds.KINDS.values() for code in CODES]
MESSAGES = [(kind, code) for kind, code in ALL if not kind.is_letter]


def named(pair):
    return pair.code if isinstance(pair, kinds.Kind) else pair


def placeholders(text):
    return set(re.findall(r"\{(\w+)\}", text))


def leaves(words):
    for value in words.values():
        if isinstance(value, dict):
            yield from leaves(value)
        else:
            yield from value if isinstance(value, list) else [value]


@pytest.mark.parametrize("code", CODES)
def test_each_language_has_a_text_for_every_kind_and_none_beside(code):
    folder = Path(wording.TEXTS) / main_language(code)

    assert {path.name for path in folder.iterdir()} == {f"{kind}.md" for kind in kinds.KINDS} | {"words.toml"}


@pytest.mark.parametrize(("kind", "code"), ALL, ids=named)
def test_each_text_has_the_same_placeholders_as_the_english_one_and_is_good(kind, code):
    (subject, text), english = wording.shipped(kind.code, code), wording.shipped(kind.code, "en")

    allowed = set(kind.placeholders)
    assert wording.problems(subject, allowed=allowed - kinds.LINKS - kinds.BLOCKS) == []
    assert wording.problems(text, required=kind.required, allowed=allowed) == []
    assert (placeholders(subject), placeholders(text)) == tuple(map(placeholders, english))
    assert len(subject) <= 150
    if code != "en":
        assert wording.shipped(kind.code, code)[1] != english[1]


def foreign(text, code):
    """Return the English words in a text of another language."""
    bare = re.sub(r"\{\w*\}|PDF", " ", text)
    if code in {"ar", "ru", "zh-Hans"}:
        return re.findall(r"[A-Za-z]+", bare)
    return sorted((ENGLISH - SHARED.get(code, set())) & set(re.findall(r"\w+", bare.lower())))


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_word_is_left_in_any_text(code):
    found = {kind: foreign("\n".join(wording.shipped(kind, code)), code) for kind in kinds.KINDS}

    assert {kind: words for kind, words in found.items() if words} == {}


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_word_is_left_in_the_fixed_words(code):
    assert [text for text in leaves(letter_words.words(code)) if foreign(text, code)] == []


@pytest.mark.parametrize("code", CODES)
def test_the_fixed_words_are_the_same_in_number_and_name_the_same_things(code):
    ours, english = letter_words.words(code), letter_words.words("en")

    assert {group: list(words) for group, words in ours.items()} == {g: list(words) for g, words in english.items()}
    for group, words in ours.items():
        if group != "salutation":
            assert [placeholders(str(word)) for word in words.values()] == [
                placeholders(str(word)) for word in english[group].values()
            ]
    assert len(ours["time"]["weekdays"]) == 7
    assert len(ours["letter"]["passport"]) == 4


def test_the_sentences_for_reasons_are_those_that_the_kinds_name():
    assert set(letter_words.words("en")["reasons"]) == {
        kind.reason for kind in kinds.KINDS.values() if not kind.is_letter
    }


@pytest.mark.parametrize(("kind", "code"), MESSAGES, ids=named)
def test_each_text_becomes_a_message_whose_planted_markup_stays_text(kind, code):
    conference = make_conference_unsaved()
    links = dict.fromkeys(kinds.LINKS - {"personal_link"}, "https://conference.example.org/page")
    values = facts_without_database(conference, code) | links | {"reference": PLANTED}
    values |= {name: PLANTED for name in kind.further if name not in kinds.LINKS}
    values |= dict.fromkeys(kinds.TYPED, PLANTED_LINK)
    values |= {
        "people": wording.listed([PLANTED_LINK], code),
        "sessions": wording.paragraphs([(PLANTED_LINK, [PLANTED])], code),
    }

    subject, text, html = wording.fill(
        *wording.shipped(kind.code, code), values, conference=conference, reason=kind.reason, language=code
    )

    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in html
    assert "<b>" not in html
    assert 'href="https://evil.example"' not in html
    assert placeholders(text.replace(link_place.PLACE, "").replace("\u2060", "")) <= {"personal_link"}
    assert "{" not in re.sub(r"\{personal_link\W?\}", "", subject)
    assert ("personal_link" in kind.required) == (link_place.PLACE in text)
    shown = unescape(re.sub(r"<[^>]*>", "", html.split("<body>")[1]))
    assert re.search(LETTERS.get(main_language(code), "[a-z]"), shown)
    assert letter_words.words(code)["reasons"][kind.reason].partition("{")[0].strip() in shown


def facts_without_database(conference, code):
    return {
        "conference": conference.title,
        "short_title": conference.short_title,
        "dates": letter_words.written_dates(conference.starts_on, conference.ends_on, code),
        "venue": letter_words.written_venue(conference, code),
        "organizers": "Government of Mexico",
        "sender": "Conference office",
        "contact": "office@example.org",
    }


@pytest.mark.parametrize("code", CODES)
def test_a_paragraph_that_is_a_link_is_a_button_in_the_language(code):
    _, _, html = wording.fill("x", "{personal_link}\n", {}, conference=make_conference_unsaved(), language=code)

    label = letter_words.buttons(code)["personal_link"]
    assert f'<p><a class="button" href="{link_place.PLACE}">{label}</a></p>' in html


@pytest.mark.parametrize("name", sorted(kinds.LINKS - {"personal_link"}))
@pytest.mark.parametrize("code", CODES)
def test_no_link_becomes_a_button_without_words(code, name):
    conference, page = make_conference_unsaved(), "https://example.org/a/?b=1&c=2"

    _, _, html = wording.fill("x", f"{{{name}}}\n", {name: page}, conference=conference, language=code)

    assert f'<p><a class="button" href="{escape(page)}">{letter_words.buttons(code)[name]}</a></p>' in html
    assert letter_words.buttons(code)[name]


def test_a_role_stands_behind_a_latin_name_in_arabic_order():
    said = letter_words.words("ar")["delegation"]
    line = said["with_role"].format(name=letter_words.among("Ana Muster", "ar"), role=said["head"])

    assert wording.listed([line], "ar") == "• \u2068\u2068Ana Muster\u2069، رئيس الوفد\u2069"
    assert letter_words.among("Ana Muster", "fr") == "Ana Muster"


def test_among_arabic_words_numbers_and_latin_names_keep_their_order():
    values = {"conference": "Wiesbaden Conference", "reference": "7KQ4-M2XD"}
    _, text, html = wording.fill(
        "x", "أ {reference} ب {conference}", values, conference=make_conference_unsaved(), language="ar"
    )

    assert "\u20687KQ4-M2XD\u2069" in text
    assert "\u2068Wiesbaden Conference\u2069" in html
    assert "\u2068" not in wording.fill("x", "{reference}", values, conference=make_conference_unsaved())[1]


@pytest.mark.parametrize(
    ("code", "end_of_day", "moment"),
    [
        ("en", "the end of 28 May 2030 (Mexico City, UTC−6)", "28 May 2030, 18:00 (Mexico City, UTC−6)"),
        ("fr", "la fin du 28 mai 2030 (Mexico City, UTC−6)", "le 28 mai 2030 à 18:00 (Mexico City, UTC−6)"),
        ("es", "al final del 28 de mayo de 2030 (Mexico City, UTC−6)", "el 28 de mayo de 2030 a las 18:00 (Mexico City, UTC−6)"),
        ("ru", "конца дня 28 мая 2030 года (Mexico City, UTC−6)", "28 мая 2030 года, 18:00 (Mexico City, UTC−6)"),
        ("zh-Hans", "2030年5月28日24时（Mexico City, UTC−6）", "2030年5月28日18:00（Mexico City, UTC−6）"),
        ("ar", "نهاية يوم 28 أيار/مايو 2030 (\u2068Mexico City, UTC−6\u2069)", "28 أيار/مايو 2030، الساعة 18:00 (\u2068Mexico City, UTC−6\u2069)"),
    ],
)  # fmt: skip
def test_until_when_is_written_as_the_language_does(code, end_of_day, moment):
    zone = ZoneInfo("America/Mexico_City")

    assert letter_words.deadline(datetime(2030, 5, 29, 6, tzinfo=UTC), zone, code) == end_of_day
    assert letter_words.deadline(datetime(2030, 5, 29, 0, tzinfo=UTC), zone, code) == moment


@pytest.mark.parametrize(
    ("honorific", "code", "said"),
    [
        ("H.E. Ms.", "ar", "صاحبة السعادة"),
        ("H. E. Mr.", "ar", "صاحب السعادة"),
        ("H.E. Mr.", "fr", "Excellence"),
        ("Ms.", "fr", "Madame"),
        ("Mr", "es", "Estimado señor"),
        ("Dr.", "es", "De mi consideración"),
        ("Ms.", "ru", "Уважаемая госпожа Elena Núñez"),
        ("Ms.", "zh-Hans", "尊敬的Elena Núñez女士"),
        ("Ms.", "en", "Dear Ms. Elena Núñez"),
        ("", "en", "Dear Elena Núñez"),
        ("Ms.", "xx", "Dear Ms. Elena Núñez"),
    ],
)
def test_how_a_letter_begins(honorific, code, said):
    assert letter_words.salutation(honorific, f"{honorific} Elena Núñez".strip(), code) == said


def test_a_letter_to_nobody_in_particular_begins_without_a_name():
    assert letter_words.salutation("", "", "en") == "Dear Sir or Madam"
    assert letter_words.salutation("", "", "zh-Hans") == "敬启者"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("own", "conferences", "begins"),
    [("fr", "es", "Vos données"), ("", "es", "Sus datos"), ("", "en", "Your data"), ("xx", "es", "Your data")],
)
def test_a_person_is_written_to_in_the_own_language_else_in_the_conferences_else_in_english(own, conferences, begins):
    participant = make_participant(make_conference(default_language=conferences), language=own)

    assert text_to(participant, "own_data")[0].startswith(begins)


@pytest.mark.django_db
def test_the_conferences_own_text_counts_in_its_language_alone():
    conference = make_conference()
    text = "{salutation}, venez: {personal_link}"
    actions.word(conference, "received", "fr", subject="Bien reçu", text=text, by=None, at=OPENING)

    said = {code: text_to(make_participant(conference, language=code), "received")[0] for code in ("fr", "es")}

    assert said["fr"] == "Bien reçu"
    assert said["es"].startswith("Inscripción recibida")


@pytest.mark.django_db
def test_the_row_says_the_language_in_which_it_is_written():
    conference = make_conference(default_language="ru")
    registration = make_registration(conference, participant=make_participant(conference, language="ar"))

    send_status(registration, by=None, at=OPENING)
    send_known_already(registration.participant, by=None, at=OPENING)
    send_nomination_request(make_delegation(conference), by=None, at=OPENING)
    send_nomination_request(make_delegation(conference, language="es"), by=None, at=OPENING)

    assert list(Message.objects.order_by("pk").values_list("kind", "language")) == [
        ("confirmation", "ar"), ("known_already", "ar"), ("nomination_request", "ru"), ("nomination_request", "es"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_reminder_goes_to_each_in_the_own_language_and_a_mailing_in_the_conferences():
    conference = make_conference()
    for code in ("fr", "en", ""):
        make_registration(
            conference, participant=make_participant(conference, language=code, email=f"{code}@a.example")
        )
    reminder = make_reminder(conference, audience="confirmed", kind="thanks")

    by_itself = actions.remind(reminder, by=None, at=at_its_day(reminder)).mailing
    subject, text = wording.to_begin_with(conference, "thanks")
    written = actions.prepare(conference, audience="confirmed", subject=subject, text=text, by=None, at=OPENING)
    actions.start(written, by=None, at=OPENING)
    for mailing in (by_itself, written):
        actions.write_next(mailing, by=None, at=OPENING)

    assert languages(by_itself) == {
        "fr@a.example": ("fr", "Reme"),
        "en@a.example": ("en", "Than"),
        "@a.example": ("en", "Than"),
    }
    assert set(languages(written).values()) == {("en", "Than")}


def at_its_day(reminder):
    day = facts.reminder_day(reminder.conference, reminder.anchor, reminder.days)
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def languages(mailing):
    return {message.to_email: (message.language, message.subject[:4]) for message in mailing.messages.all()}


def test_facts_of_a_conference_are_written_in_the_language(db):
    conference = make_conference(city="Mexico City", country="MX")

    assert facts.values(conference, "fr")["venue"].endswith("Mexico City, Mexique")
    assert facts.values(conference, "zh-Hans")["venue"].endswith("墨西哥")


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_the_way_to_unsubscribe_is_named_in_the_language_of_the_message(code):
    html = "<html><body><p>x</p></body></html>"
    message = make_message(make_conference(), language=code, html=html, is_optional=True)

    mail = emails.as_mail(message, at=OPENING)

    no_more = letter_words.words(code)["frame"]["no_more"]
    assert mail.body.endswith(f"\n-- \n{no_more}: {emails.unsubscribe_url(message)}\n")
    assert f">{no_more}</a>" in mail.alternatives[0].content


@pytest.mark.parametrize("kind", [code for code, kind in kinds.KINDS.items() if not kind.is_letter])
def test_an_english_message_begins_with_a_capital_letter_behind_the_salutation(kind):
    first = wording.shipped(kind)[1].removeprefix("{salutation},").strip()
    assert first[0].isupper() or first[0] in "{*"

"""Badges: who gets one, what stands on it and what does not, in which order, on which sheets."""

import re
import subprocess

import pytest
from django.urls import reverse

from conference.choices import TeamRole
from participants.choices import DelegationRole, RegistrationStatus, Sector
from reports import orders, printing
from reports.documents import badges
from reports.documents.frame import Voice, voice_of
from sessions.choices import SpeakerRoleKind
from tests.factories import (
    make_conference,
    make_delegation,
    make_organisation,
    make_participant,
    make_registration,
    make_session,
    make_speaker,
)
from tests.poppler import facts, squash, tagged_blocks

pytestmark = pytest.mark.django_db
WISH = {"size": "a6-on-a4", "order": "name", "language": "en"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def conference():
    return make_conference(title="Regional Conference on Controls", short_title="Regional Conference")


def register(conference, name, body=None, **fields):
    status = fields.pop("status", RegistrationStatus.CONFIRMED)
    person = make_participant(conference, given_name="", family_name=name, organisation=body, **fields)
    return make_registration(conference, participant=person, status=status)


def crowd(conference):
    chile = make_organisation(official_name="Ministry of Foreign Affairs", country="CL")
    company = make_organisation(official_name="Aceros SA", sector=Sector.INDUSTRY, country="AR")
    delegation = make_delegation(conference, organisation=chile)
    head = register(conference, "Zamora", chile, delegation=delegation, delegation_role=DelegationRole.HEAD)
    speaker = register(conference, "Alba", company)
    register(conference, "محمد", company, is_listed=False)
    register(conference, "Pending", company, status=RegistrationStatus.PENDING)
    session = make_session(conference)
    for role in (SpeakerRoleKind.PANELLIST, SpeakerRoleKind.MODERATOR):
        make_speaker(session, participant=speaker.participant, role=role)
    make_speaker(session, participant=head.participant, role=SpeakerRoleKind.CHAIR)
    return head, speaker


def printed(conference, **wish):
    return printing.printed(orders.badges_order(conference, **WISH | wish)).body


def test_a_badge_has_name_organisation_state_role_and_reference(conference):
    head, speaker = crowd(conference)

    found = [(kind, squash(text)) for kind, text in tagged_blocks(printed(conference))]

    names = [place for place, (kind, _) in enumerate(found) if kind == "H1"]
    assert [found[place][1] for place in names][:2] == ["Alba", "Zamora"]
    assert len(names) == 3
    texts = [text for _, text in found]
    first, second = texts[: names[1]], texts[names[1] : names[2]]
    assert first[:1] == ["RegionalConference"]
    for text in ("AcerosSA", "Argentina", "Moderator", speaker.reference):
        assert text in first
    for text in ("MinistryofForeignAffairs", "Chile", "Headofdelegation", head.reference):
        assert text in second


def test_who_is_confirmed_gets_one_and_nobody_else(conference):
    crowd(conference)

    html = orders.badges_order(conference, **WISH).html

    assert html.count('<section class="badge">') == 3
    assert "Pending" not in html


def test_nobody_confirmed_makes_no_badges(conference):
    register(conference, "Pending", status=RegistrationStatus.PENDING)

    assert orders.badges_order(conference, **WISH) is None


def test_the_code_holds_the_reference_and_nothing_of_the_person(conference, tmp_path):
    head, _ = crowd(conference)
    html = orders.badges_order(conference, **WISH).html

    code = next(
        each for each in re.findall(r"<svg.*?</svg>", html, re.DOTALL) if f"<title>{head.reference}</title>" in each
    )

    assert "Zamora" not in code
    assert re.sub(r"<title>.*?</title>", "", code) == re.sub(
        r"<title>.*?</title>", "", str(badges._code(head.reference))
    )
    assert re.sub(r"<title>.*?</title>", "", code) != re.sub(r"<title>.*?</title>", "", str(badges._code("other")))


def test_a_name_in_another_script_says_which(conference):
    crowd(conference)

    html = orders.badges_order(conference, **WISH).html

    assert 'data-title="محمد" lang="ar" dir="rtl">محمد</h1>' in html


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Elena Núñez", Voice("Elena Núñez")),
        ("محمد", Voice("محمد", "ar", "rtl")),
        ("李小红", Voice("李小红", "zh", "ltr")),
        ("Дмитрий", Voice("Дмитрий")),
        ("", Voice("")),
    ],
)
def test_the_script_of_a_text_is_known_by_its_letters(text, voice):
    assert voice_of(text) == voice


def test_a_badge_does_not_name_the_state_twice(conference):
    ministry = make_organisation(official_name="Ministry of Economy, Chile", country="CL")
    register(conference, "Alba", ministry)

    for language, state in (("en", "Chile"), ("ar", "شيلي")):
        html = orders.badges_order(conference, **WISH | {"language": language}).html
        assert "Ministry of Economy</p>" in html
        assert f'<p class="state">{state}</p>' in html


def test_a_name_in_latin_letters_keeps_its_own_order_on_an_arabic_badge(conference):
    register(conference, "Alba Jr.")

    html = orders.badges_order(conference, **WISH | {"language": "ar"}).html

    assert 'data-title="Alba Jr." dir="ltr">Alba Jr.</h1>' in html


def test_badges_stand_by_name_or_by_organisation(conference):
    crowd(conference)

    def names(order):
        return re.findall(r'data-title="(.*?)"', orders.badges_order(conference, **WISH | {"order": order}).html)

    assert names("name") == ["Alba", "Zamora", "محمد"]
    assert names("organisation") == ["Alba", "محمد", "Zamora"]


@pytest.mark.parametrize(
    ("size", "pages", "width"), [("a6-on-a4", "2", "595"), ("a6", "5", "297"), ("card", "1", "595")]
)
def test_each_size_fills_its_sheets(conference, size, pages, width):
    for number in range(5):
        register(conference, f"Name {number} of some length, with a second family name that goes on")

    said = facts(printed(conference, size=size))

    assert said["Pages"] == pages
    assert said["Page size"].startswith(width)


def test_ten_cards_fill_a_sheet_and_the_eleventh_begins_the_next(conference, tmp_path):
    for number in range(11):
        register(conference, f"Name{number:02}")
    path = tmp_path / "cards.pdf"
    path.write_bytes(printed(conference, size="card"))

    pages = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split("\f")

    assert [len(re.findall(r"Name\d\d", page)) for page in pages] == [10, 1, 0]


def test_the_language_is_that_of_roles_and_states(conference):
    crowd(conference)

    html = orders.badges_order(conference, **WISH | {"language": "ru"}).html

    assert '<html lang="ru" dir="ltr">' in html
    for text in ("Глава делегации", "Модератор", "Чили", "Участник"):
        assert text in html


def test_long_names_are_set_smaller():
    def length(name):
        return badges.Badge(voice_of(name), voice_of(""), voice_of(""), "", "", "").length

    assert [length(name) for name in ("Bo", "Annegret von der Heide", "A" * 40)] == ["short", "long", "very-long"]


def address(name, conference):
    return reverse(f"reports:{name}", kwargs={"conference": conference.slug})


def test_the_desk_finds_badges_among_the_documents(sign_in, conference):
    crowd(conference)
    client = sign_in(conference, TeamRole.DESK)

    assert address("badges", conference) in client.get(address("document_list", conference)).content.decode()
    page = client.get(address("badges", conference)).content.decode()
    assert "One for each of the 3 confirmed participants." in page
    assert f'action="{address("badges_pdf", conference)}"' in page
    answer = client.get(address("badges_pdf", conference), {"size": "card", "order": "name", "language": "en"})
    assert answer.content.startswith(b"%PDF")
    assert "private" in answer.headers["Cache-Control"]
    assert client.get(address("badges_pdf", conference), {"size": "poster"}).status_code == 404


def test_without_a_confirmed_participant_the_page_says_so(sign_in, conference):
    client = sign_in(conference, TeamRole.DESK)

    assert "Nobody is confirmed yet." in client.get(address("badges", conference)).content.decode()
    assert client.get(address("badges_pdf", conference)).status_code == 404


def test_a_rapporteur_is_not_offered_badges(sign_in, conference):
    client = sign_in(conference, TeamRole.RAPPORTEUR)

    assert address("badges", conference) not in client.get(address("document_list", conference)).content.decode()


def test_the_scanned_reference_finds_the_registration(sign_in, conference):
    head, _speaker = crowd(conference)
    client = sign_in(conference, TeamRole.DESK)

    found = client.get(
        reverse("participants:registration_list", kwargs={"conference": conference.slug}), {"q": head.reference}
    ).content.decode()

    assert "Zamora" in found
    assert "Alba" not in found

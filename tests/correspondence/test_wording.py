"""Texts that organisers word: checked with the place of each problem, filled with plain data, previewed, tried out."""

import re
from html import unescape

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from conference.choices import TeamRole
from conference.models import AuditEntry
from correspondence import actions, kinds, link_place, wording
from correspondence.models import Message, MessageTemplate
from lib.refusal import NotPossible
from participants.emails import invitation_text, status_text
from tests.correspondence.test_emails import make_conference_unsaved
from tests.factories import OPENING, make_conference, make_invitation, make_participant, make_registration, make_user

REL = 'rel="noopener noreferrer"'
TEXT = "{salutation},\n\nplease answer: {personal_link}\n"


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=lambda kind: kind.code)
def test_every_text_that_comes_with_the_product_is_good(kind):
    subject, text = wording.shipped(kind.code)

    allowed = set(kind.placeholders)
    assert wording.problems(subject, allowed=allowed - kinds.LINKS - kinds.BLOCKS) == []
    assert wording.problems(text, required=kind.required, allowed=allowed) == []
    assert "{conference}" in subject if kind.is_letter else "{short_title}" in subject


def test_a_language_without_texts_of_its_own_has_the_english_ones():
    assert wording.shipped("invitation", "xx") == wording.shipped("invitation", "en")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Dear {nmae},", "Line 1: {nmae} is not known here (character 6)."),
        ("One\n\nDear {},", "Line 3: {} is not known here (character 6)."),
        ("Dear {{ name }}", "Line 1: doubled braces"),
        ("{% load x %}", "Line 1: doubled braces"),
        ("A { alone", "Line 1: a single { (character 3)."),
        ("A } alone", "Line 1: a single } (character 3)."),
        ("<script>x</script>", "Line 1: HTML is shown as it is typed"),
        ("[a](javascript:alert(1))", "Line 1: a link may lead to"),
        ("[a](/somewhere)", "Line 1: a link may lead to"),
        ("[a]({name})", "Line 1: a link may lead to"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text, problem):
    assert any(found.startswith(problem) for found in wording.problems(text)), wording.problems(text)


@pytest.mark.parametrize("text", [TEXT, "[a](https://example.org)", "[a]({agenda_link})", "[a](mailto:a@example.org)"])
def test_what_is_right_is_accepted(text):
    assert wording.problems(text) == []


def test_what_is_missing_is_named():
    assert wording.problems("Hello", required=("personal_link",)) == [
        "{personal_link} is missing: without it, nobody finds the recipient’s own page."
    ]


def fill(text, **values):
    return wording.fill("About {name}", text, values, conference=make_conference_unsaved())


def test_a_text_is_filled_as_plain_text_and_as_html():
    subject, text, html = fill(
        "Dear {name},\n\n**bold** and *italic*, [here](https://example.org/a_b):\n\n- one\n- two\n\n{personal_link}\n",
        name="Ana *Núñez* <b>",
    )

    assert subject == "About Ana *Núñez* <b>"
    assert text == (
        "Dear Ana *Núñez* <b>,\n\nbold and italic, here: https://example.org/a_b:\n\n• one\n• two\n\n"
        f"{link_place.PLACE}\n"
    )
    assert "<p>Dear Ana *Núñez* &lt;b&gt;,</p>" in html
    assert f'<strong>bold</strong> and <em>italic</em>, <a href="https://example.org/a_b" {REL}>here</a>' in html
    assert f'<p><a class="button" href="{link_place.PLACE}">Open your page</a></p>' in html


def test_a_link_within_a_sentence_stays_a_link():
    _, text, html = fill("Answer at {personal_link} or [there]({personal_link}).")

    assert text == f"Answer at {link_place.PLACE} or there: {link_place.PLACE}.\n"
    assert f'Answer at <a href="{link_place.PLACE}" {REL}>{link_place.PLACE}</a>' in html
    assert f'<a href="{link_place.PLACE}" {REL}>there</a>' in html


@given(
    name=st.sampled_from(["{personal_link}", "{name}", "[a](https://x)", "**b**", "<b>"])
    | st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60)
)
def test_what_a_person_typed_is_never_markup_nor_a_placeholder(name):
    _, text, html = fill("Start {name} end\n", name=name)

    body = html.split('<div class="body">')[1].split("</div>")[0]
    assert link_place.fill(text, "LINK") == f"Start {name} end\n"
    assert set(re.findall(r"<(/?\w+)", body)) <= {"p", "/p", "a", "/a"}
    assert link_place.PLACE not in text
    assert unescape(re.sub(r"<[^>]*>", "", link_place.fill(body, "LINK"))).strip() == f"Start {name} end"


@pytest.mark.parametrize("name", sorted(kinds.ON_ONE_LINE - {"position"}))
def test_a_name_with_line_breaks_adds_no_paragraph(name):
    _, text, html = fill(f"Start {{{name}}} end\n", **{name: "Ana,\n\nyour account is closed.\r\nPay"})

    assert text == "Start Ana, your account is closed. Pay end\n"
    assert "<p>Start Ana, your account is closed. Pay end</p>" in html


@pytest.mark.django_db
def test_word_keeps_the_conferences_own_text_and_leaves_a_trace():
    conference, user = make_conference(), make_user()

    actions.word(conference, "invitation", "en", subject="Come", text=TEXT, by=user, at=OPENING)
    actions.word(conference, "invitation", "en", subject="Come", text=TEXT, by=user, at=OPENING)

    assert wording.worded(conference, "invitation", "en") == ("Come", TEXT)
    assert wording.worded(make_conference(), "invitation", "en") == wording.shipped("invitation")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.after) == (
        "message_template.worded", user, {"subject": "Come", "text": TEXT},
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("subject", "text", "words"),
    [
        ("Come", "Hello", "personal_link} is missing"),
        ("Come", TEXT + "{x}", "{x} is not known"),
        ("Open {personal_link}", TEXT, "not known here"),
    ],
)
def test_word_refuses_and_keeps_nothing(subject, text, words):
    with pytest.raises(NotPossible, match=words):
        actions.word(make_conference(), "invitation", "en", subject=subject, text=text, by=None, at=OPENING)

    assert not MessageTemplate.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_restore_goes_back_to_the_text_that_comes_with_the_product():
    conference = make_conference()
    own = actions.word(conference, "invitation", "en", subject="Come", text=TEXT, by=None, at=OPENING)

    actions.restore(own, by=None, at=OPENING)

    assert wording.worded(conference, "invitation", "en") == wording.shipped("invitation")
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "message_template.worded", "message_template.restored",
    ]  # fmt: skip


def url(name, conference, kind="invitation"):
    return reverse(f"correspondence:{name}", kwargs={"conference": conference.slug, "kind": kind, "language": "en"})


@pytest.mark.django_db
def test_an_organiser_words_a_text_sees_it_for_a_real_person_and_tries_it_out(sign_in):
    conference = make_conference()
    make_registration(conference, participant=make_participant(conference, given_name="Ana", family_name="Núñez"))
    ben = make_participant(conference, given_name="Ben", family_name="Okri", email="ben@example.org")
    client = sign_in(conference)

    client.post(url("text", conference), {"subject": "Come to {conference}", "text": TEXT})
    page = client.get(url("text", conference) + "?to=ben@example.org").content.decode()
    html = client.get(url("text_html", conference) + "?to=ben@example.org").content.decode()
    client.post(url("try_out", conference), {"to": "ben@example.org"})

    assert f"Dear {ben.formal_name},\n\nplease answer: [personal link of the recipient]" in page
    assert f"Dear {ben.formal_name}," in html
    message = Message.objects.get()
    assert message.subject == f"Test: Come to {conference.title}"
    assert message.to_email == client.get(url("text", conference)).wsgi_request.user.email
    assert f"Dear {ben.formal_name}," in message.text
    assert (message.link_purpose, link_place.PLACE in message.text) == ("", False)


@pytest.mark.django_db
def test_the_test_message_says_what_the_preview_shows(sign_in):
    conference = make_conference()
    client = sign_in(conference)

    page = unescape(client.get(url("text", conference, "team_welcome_new")).content.decode())
    client.post(url("try_out", conference, "team_welcome_new"))

    message = Message.objects.get()
    assert f"<strong>{message.subject.removeprefix('Test: ')}</strong>" in page
    assert message.text in page
    assert "[inviter] has added you" in message.text
    assert 'class="button" href="http' in message.html


@pytest.mark.django_db
def test_a_text_with_a_problem_is_shown_again_with_its_place(sign_in):
    conference = make_conference()

    response = sign_in(conference).post(url("text", conference), {"subject": "Come", "text": TEXT + "\n{nobody}"})

    assert response.context["form"].errors["text"] == ["Line 5: {nobody} is not known here (character 1)."]
    assert not MessageTemplate.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"),
    [(TeamRole.ORGANISER, 200), (TeamRole.DESK, 403), (TeamRole.RAPPORTEUR, 403), (TeamRole.VIEWER, 403)],
)
def test_only_organisers_word_texts(sign_in, role, status):
    conference = make_conference()
    client = sign_in(conference, role)

    assert client.get(url("text", conference)).status_code == status
    assert client.get(url("text_html", conference)).status_code == status
    assert client.get(reverse("correspondence:text_list", kwargs={"conference": conference.slug})).status_code == 200


@pytest.mark.django_db
def test_restoring_asks_first(sign_in):
    conference = make_conference()
    client = sign_in(conference)
    actions.word(conference, "invitation", "en", subject="Come", text=TEXT, by=None, at=OPENING)

    assert "invite you to take part" in client.get(url("restore_text", conference)).content.decode()
    assert MessageTemplate.objects.exists()
    client.post(url("restore_text", conference))
    assert not MessageTemplate.objects.exists()
    assert client.get(url("text", conference, "nonsense")).status_code == 404


@pytest.mark.django_db
def test_an_invitation_and_a_confirmation_use_the_conferences_own_text():
    conference = make_conference()
    participant = make_participant(conference, given_name="Ana", family_name="{personal_link}")
    invitation = make_invitation(conference, participant=participant, note="**Bring** your passport.")
    registration = make_registration(conference, participant=participant, reference="MX-00001")
    text = "{salutation},\n\n{note}{reference}\n\n{personal_link}\n"
    for kind in ("invitation", "confirmation"):
        actions.word(conference, kind, "en", subject="Come to {short_title}", text=text, by=None, at=OPENING)

    subject, plain, html = invitation_text(invitation)
    _, confirmed, _ = status_text(registration, "confirmation")

    assert subject == f"Come to {conference.short_title}"
    assert "**Bring** your passport." in plain
    assert "**Bring** your passport." in html
    assert link_place.fill(plain, "LINK").count("LINK") == 1
    assert "Dear Ana {personal_link}" in link_place.fill(plain, "LINK")
    assert "MX-00001" in confirmed


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["received", "confirmation", "waiting_list", "promoted", "rejection", "cancellation"])
def test_what_is_sent_is_the_text_that_an_organiser_sees_and_may_word(kind):
    conference = make_conference(contact_email="", city="")
    registration = make_registration(conference, reference="MX-00001")

    subject, plain, html = status_text(registration, kind)

    shown_subject, shown = wording.shipped(kind)
    assert subject == shown_subject.replace("{short_title}", str(conference))
    first_words = shown.split("\n\n")[1].split("{")[0]
    assert first_words in plain
    assert "You receive this message because you registered for" in html
    assert "{" not in link_place.fill(plain, "")


def test_a_line_whose_placeholders_stand_for_nothing_is_left_out():
    _, plain, html = wording.fill(
        "Come", "**{conference}**\n{venue}\n{dates}\n\n{note}\n\nEnd {reference}\n", {"conference": "C", "dates": "June"},
        conference=make_conference_unsaved(),
    )  # fmt: skip

    assert plain == "C\nJune\n\nEnd\n"
    assert "<br><br>" not in html.replace("\n", "").replace(" ", "")


def test_a_value_that_is_costly_is_asked_for_only_where_it_is_named():
    asked = []
    values = {"organizers": lambda: asked.append(1) or "the office"}

    assert (
        wording.fill("Come", "On behalf of {organizers}", values, conference=make_conference_unsaved())[1]
        == "On behalf of the office\n"
    )
    wording.fill("Come", "Soon", values, conference=make_conference_unsaved())
    assert asked == [1]


def test_the_lines_of_a_paragraph_stay_lines_in_html():
    _, _, html = wording.fill(
        "Come",
        "**{conference}**\n{dates}\n\n- one\n- two\n",
        {"conference": "C", "dates": "June"},
        conference=make_conference_unsaved(),
    )

    body = html.split('<div class="body">')[1].split("</div>")[0]
    assert "".join(body.split()) == "<p><strong>C</strong><br>June</p><ul><li>one</li><li>two</li></ul>"

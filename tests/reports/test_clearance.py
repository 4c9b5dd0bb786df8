"""Clearance: the organizers read, comment and agree by a personal link; the team settles what they say."""

from datetime import timedelta

import pytest
from django.urls import reverse

from correspondence.models import Message
from lib import links
from lib.refusal import NotPossible
from reports import actions
from reports.choices import NoteStatus
from reports.clearance import commentables
from reports.content import of_note
from reports.models import ClearanceRequest, Comment, InformationNote
from tests.factories import OPENING, make_clearance_request, make_comment, make_conference, make_note, make_user

LATER = OPENING + timedelta(days=5)
TEXT = "The first paragraph.\n\nThe *second* one.[^9]"

pytestmark = pytest.mark.django_db


@pytest.fixture
def note():
    return make_note(make_conference(), status=NoteStatus.WITH_ORGANIZERS, sections=[("Background", TEXT)])


def verbs(note):
    return [entry.verb for entry in note.conference.history.filter(verb__startswith="note.").order_by("pk")]


def place_of(note):
    return f"section-{note.sections.get().pk}"


def page_of(request, name="clearance"):
    return reverse(
        f"reports:{name}", kwargs={"link": links.make("reports:clearance", request.pk, request.link_version)}
    )


def test_ask_sends_a_personal_link_and_hands_the_draft_to_the_organizers():
    note = make_note(make_conference())

    asked = actions.ask(
        note, name="Elena Núñez", email="elena@example.org", words="By Friday, please.", by=make_user(), at=LATER
    )

    note.refresh_from_db()
    assert (note.status, asked.revision) == (NoteStatus.WITH_ORGANIZERS, note.version)
    message = Message.objects.get()
    assert (message.to_email, message.to_name) == ("elena@example.org", "Elena Núñez")
    assert (message.link_purpose, message.link_pk, message.link_version) == ("reports:clearance", asked.pk, 0)
    assert "By Friday, please." in message.text
    assert Message.LINK_PLACE in message.text
    assert Message.LINK_PLACE in message.html
    assert verbs(note) == ["note.sent_to_organizers", "note.clearance_asked"]


def test_ask_refuses_to_ask_the_same_person_twice(note):
    make_clearance_request(note, email="elena@example.org")

    with pytest.raises(NotPossible, match="was asked already"):
        actions.ask(note, name="Elena", email="Elena@example.org", by=None, at=LATER)

    assert ClearanceRequest.objects.count() == 1
    assert not Message.objects.exists()


def test_ask_refuses_a_closed_note(note):
    InformationNote.objects.update(status=NoteStatus.CLEARED)

    with pytest.raises(NotPossible, match="cleared"):
        actions.ask(note, name="Elena", email="elena@example.org", by=None, at=LATER)

    assert not ClearanceRequest.objects.exists()


def test_comment_keeps_the_paragraph_that_it_is_about(note):
    asked = make_clearance_request(note)

    said = actions.comment(asked, place=place_of(note), paragraph=1, text="Third?", by="Elena, by link", at=LATER)

    assert (said.label, said.quote, said.text, said.revision) == ("Background", "The second one.", "Third?", 1)
    entry = note.conference.history.get()
    assert (entry.verb, entry.actor_label, entry.after["comment"]) == ("note.commented", "Elena, by link", "Third?")


@pytest.mark.parametrize(("status", "place"), [(NoteStatus.CLEARED, "title"), (NoteStatus.DRAFT, "section-0")])
def test_comment_refuses_a_closed_note_and_a_part_that_is_gone(note, status, place):
    asked = make_clearance_request(note)
    InformationNote.objects.update(status=status)

    with pytest.raises(NotPossible):
        actions.comment(asked, place=place, paragraph=0, text="?", by=None, at=LATER)

    assert not Comment.objects.exists()


def test_agree_names_the_revision(note):
    asked = make_clearance_request(note)

    actions.agree(asked, revision=1, by="Elena, by link", at=LATER)

    asked.refresh_from_db()
    assert (asked.agreed_at, asked.agreed_revision) == (LATER, 1)
    assert verbs(note) == ["note.agreed"]


def test_agree_refuses_a_text_that_was_changed_meanwhile(note):
    asked = make_clearance_request(note)
    actions.change_part(note.sections.get(), text="Another text.", by=None, at=LATER)

    with pytest.raises(NotPossible, match="was changed since"):
        actions.agree(asked, revision=1, by=None, at=LATER)

    asked.refresh_from_db()
    assert asked.agreed_at is None


def test_settle_comment_once_with_an_answer(note):
    said = make_comment(make_clearance_request(note))

    actions.settle_comment(said, answer="Corrected.", by=make_user(name="Rosa"), at=LATER)
    with pytest.raises(NotPossible, match="settled already"):
        actions.settle_comment(said, answer="Again.", by=None, at=LATER)

    said.refresh_from_db()
    assert (said.answer, said.settled_by, said.settled_at) == ("Corrected.", "Rosa", LATER)
    assert verbs(note) == ["note.comment_settled"]


def test_recall_closes_the_link(note, client):
    asked = make_clearance_request(note)
    page = page_of(asked)

    actions.recall(asked, by=None, at=LATER)
    with pytest.raises(NotPossible, match="recalled already"):
        actions.recall(asked, by=None, at=LATER)

    assert client.get(page).status_code == 410
    assert verbs(note) == ["note.clearance_recalled"]


def test_the_parts_that_can_be_commented_on_have_their_paragraphs(note):
    parts = commentables(of_note(InformationNote.objects.whole().get()))

    assert list(parts) == ["title", place_of(note)]
    assert parts[place_of(note)].paragraphs == ["The first paragraph.", "The second one."]


def test_the_page_of_the_link_takes_a_comment_and_an_agreement(client, note):
    asked = make_clearance_request(note)

    shown = client.get(page_of(asked))
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert not Comment.objects.exists()

    answer = client.post(
        page_of(asked, "clearance_comment"), {"place": place_of(note), "paragraph": "0", "text": "Which year?"}
    )
    assert answer.url == f"{page_of(asked)}#{place_of(note)}"
    assert Comment.objects.get().quote == "The first paragraph."
    assert "Which year?" in client.get(page_of(asked)).content.decode()

    client.post(page_of(asked, "clearance_agree"), {"revision": "1"})
    asked.refresh_from_db()
    assert asked.agreed_revision == 1
    entry = note.conference.history.newest_first()[0]
    assert entry.actor_label == "Elena Núñez, by personal link"


def test_an_empty_comment_is_refused_in_its_place(client, note):
    asked = make_clearance_request(note)

    page = client.post(page_of(asked, "clearance_comment"), {"place": place_of(note), "text": " "})

    assert page.status_code == 422
    assert page.context["form"].errors["text"] == ["This field is required."]
    assert not Comment.objects.exists()


def test_the_reader_is_shown_what_was_changed_since_the_text_was_sent(client, note):
    asked = make_clearance_request(note)
    actions.change_part(note.sections.get(), text="A new text.", by=None, at=LATER)

    changes = client.get(page_of(asked)).context["changes"]

    assert [(change.where, change.kind) for change in changes] == [("Background", "changed")]


def test_comments_are_closed_once_the_text_is_cleared(client, note):
    asked = make_clearance_request(note)
    actions.clear(note, by=None, at=LATER)

    page = client.get(page_of(asked)).content.decode()

    assert "comments are closed" in page
    assert "I agree with this text" not in page
    late = client.post(page_of(asked, "clearance_comment"), {"place": "title", "paragraph": "0", "text": "Late."})
    assert not Comment.objects.exists()
    assert "<blockquote>Late.</blockquote>" in late.content.decode()


def test_the_team_asks_several_people_at_once_or_none_of_them(sign_in):
    note = make_note(make_conference())
    make_clearance_request(note, email="taken@example.org")
    client = sign_in(note.conference)
    url = reverse("reports:send_to_organizers", kwargs={"conference": note.conference.slug, "language": "en"})

    refused = client.post(url, {"recipients": "Ana <ana@example.org>\nBea <taken@example.org>", "words": ""})
    assert refused.context["form"].errors == {
        "recipients": ["taken@example.org was asked already and has not agreed yet."]
    }
    assert ClearanceRequest.objects.count() == 1
    unreadable = client.post(url, {"recipients": "Ana", "words": ""})
    assert "has no e-mail address" in unreadable.context["form"].errors["recipients"][0]

    client.post(url, {"recipients": "Ana Núñez <ana@example.org>\nbea@example.org", "words": ""})
    assert [(each.name, each.email) for each in ClearanceRequest.objects.order_by("pk")[1:]] == [
        ("Ana Núñez", "ana@example.org"),
        ("bea@example.org", "bea@example.org"),
    ]


def test_the_team_may_only_say_that_the_note_was_sent(sign_in):
    note = make_note(make_conference())

    sign_in(note.conference).post(
        reverse("reports:send_to_organizers", kwargs={"conference": note.conference.slug, "language": "en"}),
        {"recipients": "", "words": ""},
    )

    note.refresh_from_db()
    assert note.status == NoteStatus.WITH_ORGANIZERS
    assert not Message.objects.exists()


def test_the_team_sees_what_was_said_and_settles_it(sign_in, note):
    asked = make_clearance_request(note)
    said = make_comment(asked, text="Which year?")
    client = sign_in(note.conference)
    where = {"conference": note.conference.slug, "language": "en"}
    page = reverse("reports:clearance_list", kwargs=where)

    assert list(client.get(page).context["unsettled"]) == [said]
    assert "1 comment to settle." in client.get(note.get_desk_url()).content.decode()
    client.post(reverse("reports:settle_comment", kwargs=where | {"pk": said.pk}), {"answer": "2004."})

    shown = client.get(page)
    assert (list(shown.context["unsettled"]), list(shown.context["settled"])) == ([], [said])
    client.post(reverse("reports:recall_request", kwargs=where | {"pk": asked.pk}))
    asked.refresh_from_db()
    assert asked.recalled_at is not None


def test_the_steps_of_a_note_are_told_with_who_took_them(sign_in):
    note = make_note(make_conference())
    rosa = make_user(name="Rosa")
    asked = actions.ask(note, name="Elena", email="elena@example.org", by=rosa, at=LATER)
    actions.agree(asked, revision=asked.revision, by="Elena, by personal link", at=LATER)
    actions.recall(asked, by=rosa, at=LATER)
    actions.clear(note, by=rosa, at=LATER)

    page = sign_in(note.conference).get(
        reverse("reports:clearance_list", kwargs={"conference": note.conference.slug, "language": "en"})
    )

    assert [(words, entry.actor_label) for entry, words in page.context["steps"]] == [
        ("Cleared", "Rosa"),
        ("Recalled the request to Elena", "Rosa"),
        ("Agreed with revision 2", "Elena, by personal link"),
        ("Asked Elena", "Rosa"),
        ("Sent to the organizers", "Rosa"),
    ]

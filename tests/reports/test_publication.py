"""All published notes: the list with its search, the feed, the message to participants."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from conference.choices import ConferenceStatus
from conference.models import Conference
from correspondence.models import Message
from lib.refusal import NotPossible
from participants.choices import RegistrationStatus
from reports import actions
from reports.models import InformationNote
from tests.factories import OPENING, make_conference, make_note, make_participant, make_registration, make_user

LATER = OPENING + timedelta(days=5)
ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


def published(*, text="Some text.", language="en", at=LATER, **conference):
    note = make_note(make_conference(**conference), language=language, sections=[("Background", text)])
    actions.clear(note, by=None, at=at)
    actions.publish(note, by=None, at=at)
    return note


def listed(client, **query):
    return [note.pk for note in client.get(reverse("reports:all_notes"), query).context["page"]]


def test_everybody_sees_what_is_published_the_newest_first(client):
    first = published()
    second = published(at=LATER + timedelta(days=1))
    make_note(make_conference())
    published(status=ConferenceStatus.DRAFT)
    withdrawn = published()
    actions.withdraw(withdrawn, reason="Because.", by=None, at=LATER)

    assert listed(client) == [second.pk, first.pk]


def test_the_search_finds_words_in_text_conference_and_place_whatever_accents(client):
    mexico = published(text="Núñez opened the *lively* debate.", city="Mexico City")
    published(text="Another text.", city="Vienna", title="Outreach")

    assert listed(client, q="nunez lively") == [mexico.pk]
    assert listed(client, q="mexico") == [mexico.pk]
    assert listed(client, q="nowhere") == []


def test_the_search_finds_only_what_readers_see_now(client):
    note = published(text="A wrong year.")
    actions.reopen(note, by=None, at=LATER)
    actions.change_part(note.sections.get(), text="A right year.", by=None, at=LATER)
    assert listed(client, q="wrong") == [note.pk]

    actions.clear(note, by=None, at=LATER)
    actions.publish(note, reason="The year.", by=None, at=LATER)

    assert (listed(client, q="wrong"), listed(client, q="right")) == ([], [note.pk])


def test_the_list_is_narrowed_by_language(client):
    published()
    french = published(language="fr")

    assert listed(client, language="fr") == [french.pk]


def test_the_feed_has_the_text_and_the_time_of_each_note(client):
    note = published(text="The text[^1] of the note.")

    answer = client.get(reverse("reports:feed"))
    (entry,) = ET.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 - as above

    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert entry.find(f"{ATOM}link").get("href").endswith(note.get_absolute_url())
    assert entry.find(f"{ATOM}published").text == LATER.isoformat()
    assert "<h2>Background</h2>" in entry.find(f"{ATOM}summary").text


def test_those_who_took_part_are_told_once():
    note = published()
    for name in ("Ana", "Bea"):
        make_registration(note.conference, participant=make_participant(note.conference, given_name=name))
    make_registration(note.conference, participant=make_participant(note.conference, email=""))
    make_registration(note.conference, status=RegistrationStatus.CANCELLED)

    count = actions.tell_participants(note.editions.get(), by=make_user(), at=LATER)
    with pytest.raises(NotPossible, match="told of this edition already"):
        actions.tell_participants(note.editions.get(), by=make_user(), at=LATER + timedelta(hours=1))

    assert count == 2
    assert sorted(message.to_name for message in Message.objects.all()) == ["Ana Muster", "Bea Muster"]
    assert note.get_absolute_url() in Message.objects.first().text
    assert note.conference.history.filter(verb="note.announced").count() == 1


def test_nobody_is_told_of_an_edition_that_readers_do_not_see():
    note = published()
    edition = note.editions.get()
    actions.withdraw(note, reason="Because.", by=None, at=LATER)
    edition.refresh_from_db()

    with pytest.raises(NotPossible, match="not the edition that readers see"):
        actions.tell_participants(edition, by=None, at=LATER)

    assert not Message.objects.exists()


def test_the_page_says_how_many_get_a_message(sign_in):
    note = published()
    make_registration(note.conference)
    client = sign_in(note.conference)
    url = reverse("reports:tell_participants", kwargs={"conference": note.conference.slug, "language": "en"})

    assert "1 participant with an e-mail address gets a message" in client.get(url).content.decode()
    assert client.post(url).url == InformationNote.objects.get().get_desk_url()
    assert Message.objects.count() == 1


def test_a_sign_that_xml_forbids_does_not_close_the_feed(client):
    note = published()
    edition = note.editions.get()
    edition.content["sections"][0]["text"] = "Before\x0bafter"
    edition.content["title"] = "Note\x1f"
    edition.save()

    feed = ET.fromstring(client.get("/notes/feed.atom").content)  # noqa: S314 - our own feed

    assert "Beforeafter" in feed.find(f"{ATOM}entry/{ATOM}summary").text


def test_the_feed_names_the_conference_as_it_was_called_when_the_note_was_published(client):
    note = published()
    former = note.conference.title
    Conference.objects.update(title="Another title")

    feed = ET.fromstring(client.get("/notes/feed.atom").content)  # noqa: S314 - our own feed

    assert feed.find(f"{ATOM}entry/{ATOM}title").text == f"Information Note: {former}"


def test_the_public_pages_lead_to_the_note_from_its_publication_to_its_withdrawal(client):
    note = make_note(make_conference())
    actions.clear(note, by=None, at=LATER)
    page, notes = note.conference.get_absolute_url(), f'href="{note.conference.get_absolute_url()}notes/"'

    assert notes not in client.get(page).content.decode()
    actions.publish(note, by=None, at=LATER)
    assert notes in client.get(page).content.decode()
    actions.withdraw(note, reason="It names somebody.", by=None, at=LATER)
    assert notes not in client.get(page).content.decode()

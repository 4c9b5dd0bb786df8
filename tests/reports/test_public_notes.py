"""Notes as readers get them: the page, the editions, the PDF."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from reports import actions
from tests.factories import make_conference, make_note
from tests.poppler import words_of
from tests.reports.notes import LATER, address, publish

pytestmark = pytest.mark.django_db


def test_readers_see_a_note_from_its_publication_to_its_withdrawal(client):
    note = make_note(make_conference())
    page, pdf = note.get_absolute_url(), address("note_pdf", note)

    assert [client.get(url).status_code for url in (page, pdf)] == [404, 404]

    publish(note)
    assert [client.get(url).status_code for url in (page, pdf)] == [200, 200]

    actions.withdraw(note, reason="A speaker asked for it.", by=None, at=LATER)
    answer = client.get(page)
    assert (answer.status_code, client.get(pdf).status_code) == (410, 404)
    assert "A speaker asked for it." in answer.content.decode()
    assert "Some text." not in answer.content.decode()


def test_readers_keep_the_edition_while_a_correction_is_written(client):
    note = make_note(make_conference())
    publish(note)
    actions.reopen(note, by=None, at=LATER)
    actions.change_part(note.sections.get(), text="A text not yet published.", by=None, at=LATER)

    shown = client.get(note.get_absolute_url()).content.decode()

    assert "Some text." in shown
    assert "A text not yet published." not in shown


def test_the_address_of_the_notes_leads_to_the_only_one_that_is_published(client):
    note = make_note(make_conference())
    notes = reverse("reports:notes", kwargs={"conference": note.conference.slug})

    assert list(client.get(notes).context["notes"]) == []

    publish(note)
    assert client.get(notes).url == note.get_absolute_url()


def test_the_pdf_has_a_name_of_its_own_and_is_not_sent_twice(client):
    note = make_note(make_conference(slug="outreach"), series_number="IN/7")
    publish(note)
    url = address("note_pdf", note)

    first = client.get(url)
    second = client.get(url, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Content-Disposition"] == 'inline; filename="outreach-information-note-IN-7-en.pdf"'
    assert first.content.startswith(b"%PDF")
    assert (second.status_code, second.content) == (304, b"")


def test_a_correction_names_itself_on_the_page_and_on_paper(client):
    note = make_note(make_conference())
    publish(note)
    actions.reopen(note, by=None, at=LATER)
    actions.change_part(note.sections.get(), text="A corrected text.", by=None, at=LATER)
    actions.clear(note, by=None, at=LATER)
    actions.publish(note, reason="The year of a resolution.", by=None, at=LATER)

    page = client.get(note.get_absolute_url()).content.decode()

    assert "Corr.1, 8 June 2030" in page
    assert "The year of a resolution." in page
    printed = [word for word, *_ in words_of(client.get(address("note_pdf", note)).content, 1)]
    assert printed[:4] == ["Corr.1,", "8", "June", "2030"]


def test_a_published_document_stays_the_same_when_the_conference_changes_its_name_and_organizers(sign_in):
    note = make_note(make_conference())
    publish(note)
    client = sign_in(note.conference)
    before = client.get(address("note_pdf", note)).content

    note.conference.organizers.create(name="Government of Peru", role="host", position=0)
    note.conference.title = "Another name"
    note.conference.save()

    assert client.get(address("note_pdf", note)).content == before


def test_the_pages_of_a_conference_and_of_its_note_say_what_they_are_where_they_are_passed_on(client):
    note = make_note(make_conference(title="A conference", city="Santiago", country="CL"))
    conference = note.conference
    publish(note)

    said = {}
    for each in (conference, note):
        page = client.get(each.get_absolute_url()).content.decode()
        said[each] = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page))

    days = "3–4 June 2030"
    assert said[conference] == {
        "type": "website", "site_name": "Plenary", "title": "A conference", "description": f"{days}, Santiago, Chile",
        "url": settings.SITE_URL + conference.get_absolute_url(),
    }  # fmt: skip
    assert said[note] == {
        "type": "article", "site_name": "Plenary", "title": "Information Note", "description": "A conference",
        "url": settings.SITE_URL + note.get_absolute_url(),
    }  # fmt: skip

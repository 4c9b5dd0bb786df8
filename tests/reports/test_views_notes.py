"""Pages of notes: who sees what, the path from a pasted text to the PDF, two authors at once, cost in queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conference.choices import TeamRole
from reports import actions
from reports.choices import NoteStatus
from reports.models import InformationNote, NoteRevision, Section
from tests.factories import make_conference, make_note
from tests.poppler import raw_text, squash, tagged_blocks, words_of
from tests.reports.notes import LATER, address, publish

REFERENCE = """Information Note¹

Event: Outreach Conference on “Controls”

Date: 8-9 June 2017, Mexico City, Mexico

Background

The first paragraph of the note has a footnote² and an address, office@example.org.

The second one – with a dash – says: 1. Nothing; 2. *starred*.

Additional Comments

Nothing more.

¹ For information – not an official report.

² The footnote’s own text.
"""

pytestmark = pytest.mark.django_db


def test_a_pasted_text_is_shown_first_then_read_in_and_printed_to_the_letter(sign_in):
    conference = make_conference()
    client = sign_in(conference, TeamRole.RAPPORTEUR)
    paste = reverse("reports:paste", kwargs={"conference": conference.slug})

    preview = client.post(paste, {"language": "en", "text": REFERENCE})

    assert preview.context["parsed"].unplaced == []
    assert not InformationNote.objects.exists()

    read_in = client.post(paste, {"language": "en", "text": REFERENCE, "import": "yes"})
    note = InformationNote.objects.get()
    assert read_in.url == note.get_desk_url()

    publish(note)
    pdf = client.get(address("note_pdf", note)).content

    assert squash(raw_text(pdf)) == squash(REFERENCE)
    assert {squash(text) for _, text in tagged_blocks(pdf)} == {squash(each) for each in REFERENCE.split("\n\n")}


def test_the_preview_names_what_finds_no_place(sign_in):
    conference = make_conference()
    client = sign_in(conference)

    page = client.post(
        reverse("reports:paste", kwargs={"conference": conference.slug}),
        {"language": "en", "text": "A Note\n\nA sentence that stands before any heading, and has no label.\n"},
    )

    assert [each.text for each in page.context["parsed"].unplaced] == [
        "A sentence that stands before any heading, and has no label."
    ]
    assert "A sentence that stands before any heading" in page.content.decode()


def test_pasting_over_a_note_says_so(sign_in):
    note = make_note(make_conference())
    client = sign_in(note.conference)

    page = client.post(
        reverse("reports:paste", kwargs={"conference": note.conference.slug}), {"language": "en", "text": REFERENCE}
    )

    assert page.context["replaced"] == note
    assert Section.objects.get().heading == "Background"


@pytest.mark.parametrize("data", [{"text": ""}, {"text": " \n "}])
def test_pasting_nothing_is_refused(sign_in, data):
    conference = make_conference()

    page = sign_in(conference).post(
        reverse("reports:paste", kwargs={"conference": conference.slug}), {"language": "en", **data}
    )

    assert page.context["form"].errors == {"text": ["Paste the text of a note, or choose a file."]}


def test_a_part_is_changed_in_its_place(sign_in):
    note = make_note(make_conference())
    client = sign_in(note.conference, TeamRole.RAPPORTEUR)
    url = address("change_part", note, kind="section", pk=note.sections.get().pk)

    assert client.get(url).context["place"] == f"section-{note.sections.get().pk}"
    answer = client.post(url, {"heading": "Background", "level": "1", "text": "A new text.", "version": "0"})

    assert answer.url == f"{note.get_desk_url()}#section-{note.sections.get().pk}"
    assert note.sections.get().text == "A new text."


def test_who_saves_second_sees_both_texts_and_may_save_again(sign_in):
    note = make_note(make_conference())
    section = note.sections.get()
    client = sign_in(note.conference)
    url = address("change_part", note, kind="section", pk=section.pk)
    actions.change_part(section, text="Their words.", version=0, by=None, at=LATER)
    mine = {"heading": "Background", "level": "1", "text": "My words.", "version": "0"}

    page = client.post(url, mine)

    assert page.status_code == 409
    shown = page.content.decode()
    assert "Their words." in shown
    assert "My words." in shown
    assert note.sections.get().text == "Their words."

    version = re.search(r'name="version" value="(\d+)"', shown)[1]
    client.post(url, mine | {"text": "Their words. My words.", "version": version})

    assert note.sections.get().text == "Their words. My words."


def test_a_new_section_stands_behind_the_one_it_was_added_to(sign_in):
    note = make_note(make_conference(), sections=[("First", "One."), ("Second", "Two.")])
    client = sign_in(note.conference)

    client.post(
        address("add_part", note, kind="section") + f"?after={note.sections.first().pk}",
        {"heading": "Between", "level": "1", "text": "", "version": ""},
    )

    assert [section.heading for section in note.sections.all()] == ["First", "Between", "Second"]


def test_groups_of_participants_are_typed_as_lines(sign_in):
    note = make_note(make_conference())
    client = sign_in(note.conference)
    groups = "Pacific Alliance States:\nChile\nColombia\nMexico\nPeru\n\nObservers:\nBrazil"

    client.post(
        address("add_part", note, kind="front-matter"),
        {"key": "participants", "label": "Participants", "value": "", "groups": groups, "version": ""},
    )

    assert note.front_matter.get().groups == [
        {"name": "Pacific Alliance States", "entries": ["Chile", "Colombia", "Mexico", "Peru"]},
        {"name": "Observers", "entries": ["Brazil"]},
    ]
    page = client.get(note.get_desk_url()).content.decode()
    assert "Pacific Alliance States: Chile, Colombia, Mexico and Peru" in page


def test_an_unknown_kind_of_part_is_not_found(sign_in):
    note = make_note(make_conference())

    assert sign_in(note.conference).get(address("add_part", note, kind="chapter")).status_code == 404


def test_a_closed_note_offers_no_change_and_refuses_one(sign_in):
    note = make_note(make_conference(), status=NoteStatus.CLEARED)
    client = sign_in(note.conference)
    url = address("change_part", note, kind="section", pk=note.sections.get().pk)

    assert url not in client.get(note.get_desk_url()).content.decode()
    page = client.post(url, {"heading": "Background", "level": "1", "text": "New.", "version": "0"}, follow=True)

    assert "The note is cleared. Reopen it to change it." in page.content.decode()
    assert note.sections.get().text == "Some text."


def test_the_draft_says_on_paper_that_it_is_one(sign_in):
    note = make_note(make_conference())

    pdf = sign_in(note.conference).get(address("desk_pdf", note))

    assert "DRAFT" in [word for word, *_ in words_of(pdf.content, 1)]
    assert pdf.headers["Cache-Control"] == "private, no-cache"


def test_a_character_that_cannot_be_printed_is_named(sign_in):
    note = make_note(make_conference(), sections=[("Background", "A sign: \U0001f600")])

    page = sign_in(note.conference).get(address("desk_pdf", note))

    assert page.status_code == 422
    assert "U+1F600" in page.content.decode()


def test_revisions_show_what_each_changed(sign_in):
    note = make_note(make_conference())
    actions.change_part(note.sections.get(), text="Some other text.", by=None, at=LATER)
    client = sign_in(note.conference)

    page = client.get(address("revision", note, number=2))

    assert [(change.where, change.kind) for change in page.context["changes"]] == [("Background", "changed")]
    assert "Some<ins> other</ins> text." in page.content.decode()
    assert [each.number for each in client.get(address("revision_list", note)).context["page"]] == [2, 1]


def test_the_note_costs_the_same_for_one_section_and_for_many(sign_in):
    conference = make_conference()
    client = sign_in(conference)
    one = make_note(conference, language="en", sections=[("Section", "Text.")])
    many = make_note(conference, language="fr", sections=[(f"Section {n}", "Text.") for n in range(3)])

    assert queries(client, one.get_desk_url()) == queries(client, many.get_desk_url())


def test_the_list_costs_the_same_for_one_note_and_for_many(sign_in):
    conference = make_conference()
    client = sign_in(conference)
    url = reverse("reports:note_list", kwargs={"conference": conference.slug})
    publish(make_note(conference, language="en"))
    for_one = queries(client, url)

    for language in ("fr", "es"):
        publish(make_note(conference, language=language))

    assert queries(client, url) == for_one


def queries(client, url):
    """Return how many queries a page costs, once what is remembered between requests is there."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_nothing_is_written_while_nothing_changes(sign_in):
    note = make_note(make_conference())
    section = note.sections.get()

    sign_in(note.conference).post(
        address("change_part", note, kind="section", pk=section.pk),
        {"heading": section.heading, "level": "1", "text": section.text, "version": "0"},
    )

    assert NoteRevision.objects.count() == 1


def test_the_pdf_may_be_shown_beside_the_text_and_nowhere_else(sign_in):
    note = make_note(make_conference())
    client = sign_in(note.conference)

    pdf = client.get(address("desk_pdf", note))

    assert f'src="{address("desk_pdf", note)}"' in client.get(f"{note.get_desk_url()}?beside=pdf").content.decode()
    assert pdf.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in pdf.headers["Content-Security-Policy"]
    publish(note)
    public = client.get(address("note_pdf", note))
    assert "frame-ancestors 'none'" in public.headers["Content-Security-Policy"]


def test_reading_in_replaces_only_the_note_that_was_looked_at(sign_in):
    conference = make_conference()
    client = sign_in(conference)
    paste = reverse("reports:paste", kwargs={"conference": conference.slug})
    typed = {"language": "en", "text": REFERENCE}
    seen = client.post(paste, typed).context["replaced"]
    mine = make_note(conference)

    again = client.post(paste, typed | {"import": "yes", "seen": seen.version if seen else 0})

    assert "changed the note in this language meanwhile" in again.content.decode()
    assert again.context["replaced"] == mine
    assert Section.objects.get().heading == "Background"
    assert client.post(paste, typed | {"import": "yes", "seen": mine.version}).url == mine.get_desk_url()


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 12, "٣", "x"])
def test_numbers_that_nobody_types_are_no_errors(sign_in, number):
    note = make_note(make_conference())
    client = sign_in(note.conference)
    section = note.sections.get()
    where = {"conference": note.conference.slug, "language": "en"}

    new = client.get(reverse("reports:add_part", kwargs=where | {"kind": "section"}), {"after": number})
    fact = client.post(address("accept_fact", note), {"section": number, "key": "persons", "basis": "confirmed"})
    earlier = client.get(reverse("reports:revision", kwargs=where | {"number": 1}), {"from": number})
    actions.change_part(section, text=f"There were {'9' * 5000} participants.", by=None, at=LATER)

    assert {new.status_code, fact.status_code, earlier.status_code} <= {200, 404}
    assert client.get(note.get_desk_url()).status_code == 200


def test_a_footnote_has_no_place_of_its_own_to_be_moved_from(sign_in):
    note = make_note(make_conference())
    footnote = note.footnotes.create(number=9, text="Words.")
    moving = {"kind": "footnote", "pk": footnote.pk, "conference": note.conference.slug, "language": "en"}

    assert sign_in(note.conference).post(reverse("reports:move_part", kwargs=moving), {"up": ""}).status_code == 404


def test_a_text_for_a_note_that_was_cleared_meanwhile_is_given_back(sign_in):
    note = make_note(make_conference())
    client = sign_in(note.conference)
    change = address("change_part", note, kind="section", pk=note.sections.get().pk)
    opened = client.get(change).context["form"]
    actions.clear(note, by=None, at=LATER)

    typed = {"heading": "Background", "level": "1", "text": "An hour of work"}
    page = client.post(change, typed | {"version": opened["version"].value()})

    assert "An hour of work" in page.context["form"]["text"].value()
    assert "What you wrote stands below, and is not saved." in page.content.decode()

"""Texts in the six languages: the original, its translations, and what they have missed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from lib.refusal import NotPossible
from reports import actions
from reports.choices import AnnexKind, FrontMatterKey
from reports.models import Annex, Footnote, FrontMatterItem, InformationNote
from reports.reading import changes_of_original
from tests.factories import OPENING, make_conference, make_note, make_organizer, make_user

LATER = OPENING + timedelta(days=5)

pytestmark = pytest.mark.django_db


@pytest.fixture
def original():
    conference = make_conference(starts_on=date(2017, 6, 8), ends_on=date(2017, 6, 9), city="Berlin", country="DE")
    make_organizer(conference, name="Germany")
    note = make_note(conference, sections=[("Background", "Some text.[^2]"), ("My own heading", "More.")])
    rows = [
        (FrontMatterKey.DATE, "Date", "8-9 June 2017, Berlin, Germany"),
        (FrontMatterKey.EVENT, "Event", "A title of its own"),
        (FrontMatterKey.PARTICIPANTS, "Participants", "List attached"),
    ]
    for position, (key, label, value) in enumerate(rows):
        FrontMatterItem.objects.create(note=note, key=key, label=label, value=value, position=position)
    Footnote.objects.create(note=note, number=2, text="A remark.")
    Annex.objects.create(note=note, kind=AnnexKind.PARTICIPANTS, title="List of participants")
    actions.change_note(note, series_number="IN/7", by=None, at=OPENING)
    return note


def changed(note):
    return [change.where for change in changes_of_original(InformationNote.objects.get(pk=note.pk))]


def test_a_translation_begins_with_the_original_and_the_words_of_its_language(original):
    note = actions.start_translation(original, language="fr", by=None, at=LATER)

    assert (note.title, note.follows, note.follows_version) == ("Note d’information", original, 2)
    assert [(item.label, item.value) for item in note.front_matter.all()] == [
        ("Date", "8-9 juin 2017, Berlin, Allemagne"),
        ("Événement", "A title of its own"),
        ("Participants", "Liste jointe"),
    ]
    assert [(section.heading, section.text) for section in note.sections.all()] == [
        ("Contexte", "Some text.[^2]"),
        ("My own heading", "More."),
    ]
    assert note.footnotes.get().text == "A remark."
    assert note.annexes.get().title == "Liste des participants"
    assert original.conference.history.newest_first()[0].verb == "note.translation_started"


def test_a_capital_without_its_country_stays_so(original):
    original.front_matter.filter(key=FrontMatterKey.DATE).update(value="8-9 June 2017, Berlin")

    note = actions.start_translation(original, language="es", by=None, at=LATER)

    assert note.front_matter.get(key=FrontMatterKey.DATE).value == "8 y 9 de junio de 2017, Berlin"


def test_a_translation_is_refused_twice_and_of_a_translation(original):
    french = actions.start_translation(original, language="fr", by=None, at=LATER)

    with pytest.raises(NotPossible, match="a note in this language"):
        actions.start_translation(original, language="fr", by=None, at=LATER)
    with pytest.raises(NotPossible, match="Start from the original"):
        actions.start_translation(french, language="es", by=None, at=LATER)

    assert InformationNote.objects.count() == 2


def test_a_translation_is_out_of_date_when_the_original_moved(original):
    french = actions.start_translation(original, language="fr", by=None, at=LATER)
    assert changed(french) == []

    actions.change_part(original.sections.first(), text="Another text.[^2]", by=None, at=LATER)

    assert changed(french) == ["Background"]
    assert changed(original) == []


def test_a_step_to_publication_does_not_put_translations_out_of_date(original):
    french = actions.start_translation(original, language="fr", by=None, at=LATER)

    actions.clear(original, by=None, at=LATER)

    assert changed(french) == []


def test_follow_original_brings_it_up_to_date(original):
    french = actions.start_translation(original, language="fr", by=None, at=LATER)
    actions.change_part(original.sections.first(), text="Another text.", by=None, at=LATER)

    actions.follow_original(french, by=None, at=LATER)

    assert changed(french) == []
    with pytest.raises(NotPossible, match="is the original"):
        actions.follow_original(original, by=None, at=LATER)


def test_the_pages_of_languages(sign_in, original):
    client = sign_in(original.conference)
    where = {"conference": original.conference.slug, "language": "en"}

    begun = client.post(reverse("reports:start_translation", kwargs=where), {"language": "ru"})
    russian = InformationNote.objects.get(language="ru")
    assert begun.url == russian.get_desk_url()
    actions.change_part(original.sections.first(), text="Another text.", by=None, at=LATER)

    page = client.get(reverse("reports:language_list", kwargs=where | {"language": "ru"}))
    assert [(text.language, is_behind) for text, is_behind in page.context["texts"]] == [("en", False), ("ru", True)]
    assert "Out of date: the original has changed." in client.get(russian.get_desk_url()).content.decode()

    client.post(reverse("reports:follow_original", kwargs=where | {"language": "ru"}))
    assert changed(russian) == []


def test_what_a_translation_began_with_is_kept_while_somebody_types_on(original):
    section, author = original.sections.first(), make_user(name="Rosa Rapporteur")
    actions.change_part(section, text="Typed", goes_on=True, by=author, at=LATER)
    french = actions.start_translation(original, language="fr", by=None, at=LATER)

    actions.change_part(section, text="Typed on", goes_on=True, by=author, at=LATER + timedelta(minutes=1))

    (change,) = changes_of_original(InformationNote.objects.get(pk=french.pk))
    assert "Some" not in "".join(span.text for span in change.spans)

"""Translations: one note, up to six texts, each with its own state; one of them is the original."""

from django.db import transaction

from lib.refusal import NotPossible, still_there
from reports.actions.filling import fill_note
from reports.actions.revisions import keep
from reports.choices import AnnexKind
from reports.content import of_note
from reports.gathering import known_of
from reports.labels import translated
from reports.locks import lock, lock_conference
from reports.models import InformationNote
from reports.starting import value_of


@transaction.atomic
def start_translation(original: InformationNote, *, language: str, by, at) -> InformationNote:
    """Begin a translation with the original's text, its labels, dates, place and States in the new language."""
    conference = original.conference
    lock_conference(conference)
    if original.follows_id:
        raise NotPossible("This is a translation itself. Start from the original.")
    if conference.notes.filter(language=language).exists():
        raise NotPossible("The conference has a note in this language already.")
    whole = still_there(InformationNote.objects.whole(), pk=original.pk)
    content, known = of_note(whole), known_of(conference)
    note = InformationNote.objects.create(
        conference=conference,
        language=language,
        title=translated(content["title"], content["language"], language),
        series_number=original.series_number,
        is_numbered=original.is_numbered,
        heading_numbers=original.heading_numbers,
        first_number=original.first_number,
        follows=original,
        follows_version=whole.version,
        created_at=at,
        changed_at=at,
    )
    fill_note(
        note,
        front_matter=[_item(item, known, content["language"], language) for item in content["front_matter"]],
        sections=[
            _without_id(each) | {"heading": translated(each["heading"], content["language"], language)}
            for each in content["sections"]
        ],
        footnotes=[_without_id(each) for each in content["footnotes"]],
        annexes=[
            _without_id(each)
            | {"title": translated(each["title"], content["language"], language)}
            | ({"text": ""} if each["kind"] != AnnexKind.TEXT else {})
            for each in content["annexes"]
        ],
    )
    keep(note, "Started as a translation", by=by, at=at, verb="note.translation_started")
    return note


@transaction.atomic
def follow_original(note: InformationNote, *, by, at) -> InformationNote:
    """Say that a translation has taken in what changed in its original."""
    note = lock(note)
    if not note.follows_id:
        raise NotPossible("This text is the original.")
    before = {"version": note.follows_version}
    note.follows_version = InformationNote.objects.get(pk=note.follows_id).version
    note.save(update_fields=["follows_version"])
    after = {"version": note.follows_version}
    keep(note, "Follows its original", by=by, at=at, verb="note.translation_followed", before=before, after=after)
    return note


def _item(item, known, source, target):
    value = item["value"]
    for said in (known, known.without_country()):  # behind a capital some notes leave the country out
        if value == value_of(item["key"], said, source):
            value = value_of(item["key"], said, target)
            break
    return _without_id(item) | {"label": translated(item["label"], source, target), "value": value}


def _without_id(part):
    return {name: value for name, value in part.items() if name != "id"}

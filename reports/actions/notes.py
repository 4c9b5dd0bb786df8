"""Beginning a note, reading one in, changing what belongs to the whole of it, removing a draft."""

from django.db import transaction

from conference.models import Conference
from lib.refusal import NotPossible, still_there
from reports import audit
from reports.actions.filling import fill_note, remember
from reports.actions.parts import Conflict
from reports.actions.revisions import keep
from reports.choices import NoteStatus
from reports.content import of_note, of_parsed
from reports.drafting import first_texts
from reports.gathering import facts_data, known_of
from reports.locks import lock, lock_conference, lock_open
from reports.models import Footnote, FrontMatterItem, InformationNote, NoteTemplate, Section
from reports.note_text import ParsedNote
from reports.starting import Shape, shape_of, usual_shape, value_of


@transaction.atomic
def start_note(
    conference: Conference, *, language: str = "en", template: NoteTemplate | None = None, basis: str = "", by, at
) -> InformationNote:
    """Begin a note in the usual shape or a template's, with front matter from the conference's data.

    With a `basis` the sections begin with the sentences that the data give, counted on it; else they are empty.
    """
    lock_conference(conference)
    if conference.notes.filter(language=language).exists():
        raise NotPossible("The conference has a note in this language already.")
    known = known_of(conference)
    shape = Shape(**template.shape) if template else None
    shape = shape or usual_shape(
        language, disclaimer=conference.disclaimer, has_one_organizer=len(known.organizers) == 1
    )
    note = _create(conference, language, title=shape.title, at=at)
    note.is_numbered, note.heading_numbers = shape.is_numbered, shape.heading_numbers
    note.save(update_fields=["is_numbered", "heading_numbers"])
    fill_note(
        note,
        front_matter=[item | {"value": value_of(item["key"], known, language)} for item in shape.front_matter],
        sections=_with_first_text(note, shape.sections, basis, at=at, by=by) if basis else shape.sections,
        footnotes=[{"number": 1, "text": shape.disclaimer, "is_on_title": True}] if shape.disclaimer else [],
        annexes=shape.annexes,
    )
    keep(note, "Started", by=by, at=at, verb="note.started")
    return note


@transaction.atomic
def import_note(
    conference: Conference, parsed: ParsedNote, *, language: str = "en", seen: int | None = None, by, at
) -> InformationNote:
    """Make a draft of a note that was read from a text. A note in this language is replaced; its revisions keep it.

    What could not be placed is kept with the note, with the reason for each. A published edition stays published.
    `seen` is the version of the note that the reader agreed to replace, 0 when there was none: raises NotPossible when
    it is another one by now.
    """
    lock_conference(conference)
    note = conference.notes.filter(language=language).first()
    if seen is not None and seen != (note.version if note else 0):
        raise NotPossible(
            "Somebody has started or changed the note in this language meanwhile. Nothing is read in yet: look again at "
            "what would be replaced."
        )
    before = {"status": note.status} if note else None
    if note:
        note = lock(note)
        for parts in (note.front_matter, note.sections, note.footnotes, note.annexes):
            parts.all().delete()
    else:
        note = _create(conference, language, title=parsed.title, at=at)
    read = of_parsed(parsed, language)
    note.title, note.status = read["title"], NoteStatus.DRAFT
    note.unplaced = "\n\n".join(f"{each.reason}\n{each.text}".strip() for each in parsed.unplaced)
    note.save(update_fields=["title", "status", "unplaced"])
    fill_note(note, **{name: _without_ids(read[name]) for name in ("front_matter", "sections", "footnotes", "annexes")})
    keep(note, "Read in from a text", by=by, at=at, verb="note.imported", before=before)
    return note


@transaction.atomic
def take_over(note: InformationNote, content: dict, *, by, at, version: int | None = None) -> InformationNote:
    """Give the note the front matter, sections and footnotes of a content that came back (reports/merging.py).

    Parts that both have keep their identity. Raises Conflict when the note was saved since `version`.
    """
    note = lock_open(note)
    if version is not None and version != note.version:
        raise Conflict(note)
    note.title = content["title"]
    note.save(update_fields=["title"])
    for kind, name in ((FrontMatterItem, "front_matter"), (Section, "sections"), (Footnote, "footnotes")):
        _put(kind, note, content[name])
    keep(note, "Took over a text that came back", by=by, at=at)
    return note


@transaction.atomic
def change_note(
    note: InformationNote, *, by, at, version: int | None = None, goes_on: bool = False, **fields
) -> InformationNote:
    """Change the title, the symbol or the numbering. Raises Conflict when these were saved since `version`."""
    note = lock_open(note)
    changed = {name: value for name, value in fields.items() if getattr(note, name) != value}
    if not changed:
        return note
    before = {name: getattr(note, name) for name in changed}
    if version is not None and _was_changed_since(note, version, before):
        raise Conflict(note)
    for name, value in changed.items():
        setattr(note, name, value)
    note.save(update_fields=list(changed))
    keep(note, "Changed title or numbering", by=by, at=at, before=before, after=changed, goes_on=goes_on)
    return note


@transaction.atomic
def keep_template(note: InformationNote, *, name: str, by, at) -> NoteTemplate:
    """Keep the shape of a note for further ones; raises NotPossible when the name is taken."""
    if NoteTemplate.objects.filter(name__iexact=name).exists():
        raise NotPossible(f"There is a template named “{name}” already.")
    whole = still_there(InformationNote.objects.whole(), pk=note.pk)
    template = NoteTemplate.objects.create(
        name=name, language=note.language, shape=shape_of(of_note(whole)).as_dict(), created_at=at
    )
    audit.record("note_template.kept", template, conference=note.conference, by=by, at=at)
    return template


@transaction.atomic
def remove_template(template: NoteTemplate, *, conference: Conference, by, at) -> None:
    """Remove a template; notes that began with it stay as they are."""
    template = still_there(NoteTemplate.objects, pk=template.pk)
    audit.record(
        "note_template.removed", template, conference=conference, by=by, at=at, before={"shape": template.shape}
    )
    template.delete()


@transaction.atomic
def remove_note(note: InformationNote, *, by, at) -> None:
    """Remove a note that was never published, with its revisions."""
    note = lock(note)
    if note.editions.exists():
        raise NotPossible("The note was published: it can be withdrawn, but it is not removed.")
    audit.record("note.removed", note, conference=note.conference, by=by, at=at, before={"language": note.language})
    note.delete()


def _with_first_text(note, sections, basis, *, by, at):
    """Return the sections with what the data say of them, and remember each sentence as one that was taken over."""
    data = facts_data(note.conference)
    texts = first_texts([section["heading"] for section in sections], data, basis, note.language)
    for fact in (fact for text in texts for fact in text.facts):
        remember(note, fact, by=by, at=at)
    return [section | {"text": each.text} for section, each in zip(sections, texts, strict=True)]


def _put(kind, note, parts):
    """Let a note have these parts of a kind, in this order: changed where they are known, new, or taken away."""
    known = {part.pk: part for part in kind.objects.filter(note=note)}
    kind.objects.filter(note=note).exclude(pk__in=[part["id"] for part in parts if part["id"]]).delete()
    for position, wanted in enumerate(parts):
        fields = {name: value for name, value in wanted.items() if name != "id"}
        if kind is not Footnote:
            fields["position"] = position
        part = known.get(wanted["id"])
        if part is None:
            kind.objects.create(note=note, **fields)
            continue
        changed = [name for name, value in fields.items() if getattr(part, name) != value]
        if changed:
            for name in changed:
                setattr(part, name, fields[name])
            part.version += 1
            part.save(update_fields=[*changed, "version"])


def _was_changed_since(note, version, current):
    """Whether any of the fields differs from what the revision of that version says."""
    opened = note.revisions.filter(number__lte=version).first()  # what is typed on replaces its own revisions
    return opened is None or any(opened.content.get(name) != value for name, value in current.items())


def _create(conference, language, *, title, at):
    return InformationNote.objects.create(
        conference=conference, language=language, title=title, created_at=at, changed_at=at
    )


def _without_ids(parts):
    return [{name: value for name, value in part.items() if name != "id"} for part in parts]

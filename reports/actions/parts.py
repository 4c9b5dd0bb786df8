"""Changes to the parts of a note: front matter, sections, footnotes, annexes."""

import re

from django.db import transaction
from django.db.models import F, Max

from lib.refusal import NotPossible, still_there
from reports.actions.revisions import keep
from reports.gathering import known_of
from reports.locks import lock_open
from reports.models import Annex, Footnote, FrontMatterItem, InformationNote, Section
from reports.starting import value_of

NEW_FOOTNOTE = re.compile(r"\^\[((?:[^\[\]]|\[[^\[\]]*\])+)\]")
TEXT_OF = {FrontMatterItem: "value", Section: "text", Annex: "text"}


class Conflict(NotPossible):
    """Somebody else saved the part since it was opened. `current` is the part as it stands; nothing was written."""

    def __init__(self, current):
        super().__init__(
            "Somebody else saved this part while you were writing. Both texts are below: "
            "put into yours what should stay, and save again."
        )
        self.current = current


@transaction.atomic
def add_part(note: InformationNote, kind: type, /, *, by, at, after=None, goes_on: bool = False, **fields):
    """Add a part of a kind (Section, FrontMatterItem, Footnote, Annex) behind `after`, or as the last one.

    Footnotes that its text holds are placed; not while somebody still types (`goes_on`).
    """
    note = lock_open(note)
    siblings = kind.objects.filter(note=note)
    if kind is Footnote:
        fields.setdefault("number", _next_number(note))
    else:
        fields["position"] = _make_place(siblings, after)
        fields = fields if goes_on else _with_footnotes_placed(note, kind, fields)
    part = kind.objects.create(note=note, **fields)
    keep(note, f"Added “{part}”", by=by, at=at)
    return part


@transaction.atomic
def change_part(part, *, by, at, version: int | None = None, goes_on: bool = False, **fields):
    """Change fields of a part. Raises Conflict when it was saved since the `version` that the author opened.

    Where a text says `^[words]`, a footnote with these words is made and called there; not while somebody still types
    (`goes_on`).
    """
    note = lock_open(part.note)
    kind = type(part)
    part = still_there(kind.objects, pk=part.pk)
    if version is not None and version != part.version and _differing(part, fields):
        raise Conflict(part)
    changed = _differing(part, fields if goes_on else _with_footnotes_placed(note, kind, fields))
    if not changed:
        return part
    before = {name: getattr(part, name) for name in changed}
    for name, value in changed.items():
        setattr(part, name, value)
    part.version += 1
    part.save(update_fields=[*changed, "version"])
    keep(note, f"Changed “{part}”", by=by, at=at, before=before, after=changed, goes_on=goes_on)
    return part


@transaction.atomic
def take_from_data(item: FrontMatterItem, *, by, at) -> FrontMatterItem:
    """Give an item of the front matter the value that the conference's data have for it."""
    value = value_of(item.key, known_of(item.note.conference), item.note.language)
    if not value:
        raise NotPossible(f"The conference’s data say nothing about “{item}”.")
    return change_part(item, value=value, by=by, at=at)


@transaction.atomic
def move_part(part, *, up: bool, by, at):
    """Let a part change places with the one before it (`up`) or behind it; harmless at the ends."""
    note = lock_open(part.note)
    siblings = list(type(part).objects.filter(note=note))
    place = siblings.index(part)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(siblings):
        return part
    siblings[place], siblings[other] = siblings[other], siblings[place]
    for position, each in enumerate(siblings):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])
    keep(note, f"Moved “{part}” {'up' if up else 'down'}", by=by, at=at)
    return siblings[other]


@transaction.atomic
def remove_part(part, *, by, at) -> None:
    """Take a part out; earlier revisions keep it. A footnote's calls go with it."""
    note = lock_open(part.note)
    part = still_there(type(part).objects, pk=part.pk)
    if isinstance(part, Footnote):
        _remove_calls(note, part.number)
    label = str(part)
    part.delete()
    keep(note, f"Removed “{label}”", by=by, at=at)


@transaction.atomic
def settle_unplaced(note: InformationNote, *, by, at) -> InformationNote:
    """Put away what an import could not place, once the author has seen to it."""
    note = lock_open(note)
    if note.unplaced:
        before, note.unplaced = {"unplaced": note.unplaced}, ""
        note.save(update_fields=["unplaced"])
        keep(note, "Put away what was not placed", by=by, at=at, before=before)
    return note


def _differing(part, fields):
    return {name: value for name, value in fields.items() if getattr(part, name) != value}


def _make_place(siblings, after):
    if after is None:
        last = siblings.aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1
    siblings.filter(position__gt=after.position).update(position=F("position") + 1)
    return after.position + 1


def _next_number(note):
    return (note.footnotes.aggregate(last=Max("number"))["last"] or 0) + 1


def _with_footnotes_placed(note, kind, fields):
    """Return the fields with each `^[words]` turned into the call of a footnote made of these words."""
    name = TEXT_OF.get(kind)
    if not fields.get(name):
        return fields

    def call(found):
        footnote = Footnote.objects.create(note=note, number=_next_number(note), text=found[1].strip())
        return f"[^{footnote.number}]"

    return fields | {name: NEW_FOOTNOTE.sub(call, fields[name])}


def _remove_calls(note, number):
    call = f"[^{number}]"
    for kind, name in TEXT_OF.items():
        for part in kind.objects.filter(note=note, **{f"{name}__contains": call}):
            setattr(part, name, getattr(part, name).replace(call, ""))
            part.version += 1
            part.save(update_fields=[name, "version"])

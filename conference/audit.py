"""History: the one way to leave an entry, and the words that entries are read with.

Every app registers its verbs once, with a sentence each: `verbs.update({"registration.confirmed": "confirmed"})`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.forms.models import model_to_dict

from conference import locked_history
from conference.models import AuditEntry
from conference.statements import insert
from lib.written import LANGUAGES

ERASED = "(erased)"
FEW = 8  # entries of one act; for each number of them SQL is kept
LABELS = ["actor_label", "subject_label", "reason"]

verbs: dict[str, str] = {
    "conference.created": "created the conference",
    "conference.cloned": "opened, like an earlier one, the conference",
    "conference.changed": "changed the conference",
    "conference.announced": "announced the conference",
    "conference.cancelled": "cancelled the conference",
    "conference.restored": "took back the cancellation of the conference",
    "conference.archived": "archived the conference",
    "conference.reopened": "took out of the archive the conference",
    "organizers.changed": "changed the organizers",
    "room.added": "added the room",
    "room.changed": "changed the room",
    "room.removed": "removed the room",
    "team_member.added": "added to the team",
    "team_member.changed": "changed the role of",
    "team_member.removed": "removed from the team",
    "retention.changed": "changed until when personal data are kept for",
    "data.erased": "erased, because their day had come, data of",
}


def snapshot(subject, fields=None) -> dict:
    """Return an object's field values as history keeps them: all editable ones, or those named."""
    return model_to_dict(subject, fields=fields)


def changes(before: dict, after: dict) -> tuple[dict, dict]:
    """Return only what differs between two snapshots, as (before, after)."""
    different = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in different}, {name: after[name] for name in different}


def keep_back(before: dict, after: dict, names) -> tuple[dict, dict]:
    """Return two snapshots without the values that only some may read; that they changed is all that is kept."""
    hidden = [name for name in after if name in names]
    return before | dict.fromkeys(hidden, "(not shown)"), after | dict.fromkeys(hidden, "changed")


_waiting: ContextVar[list[AuditEntry] | None] = ContextVar("entries that wait", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Write the entries that a block leaves by one insert at its end, in their order; none of them when it fails.

    It stands inside the transaction of an action, and what fails in it ends the action: an entry of something that was
    rolled back and caught inside would stay.
    """
    if _waiting.get() is not None:
        yield
        return
    token = _waiting.set([])
    try:
        yield
        if entries := _waiting.get():
            _write(entries)
    finally:
        _waiting.reset(token)


def _write(entries):
    if len(entries) <= FEW:
        insert(*entries)
    else:
        entries[0].conference.history.bulk_create(entries)


def record(verb, subject, *, conference, by, at, before=None, after=None, reason="", label="") -> None:
    """Leave an entry in the history, in the caller's transaction.

    `by` is a user, or the text that names who acted without a sign-in, or None for the system itself. `label` names the
    subject where its own words would be hard to read.
    """
    if verb not in verbs:
        raise ValueError(f"the verb {verb!r} has no sentence in conference.audit.verbs")
    is_user = hasattr(by, "pk")
    said = {
        "at": at,
        "verb": verb,
        "actor": by if is_user else None,
        "actor_label": str(by) if by else "Plenary",
        "subject_kind": subject._meta.label_lower,
        "subject_id": subject.pk,
        "subject_label": (label or str(subject))[:300],
        "before": before or {},
        "after": after or {},
        "reason": reason,
    }
    if (waiting := _waiting.get()) is None:
        conference.history.create(**said)
    else:
        waiting.append(AuditEntry(conference=conference, **said))


def black_out(entries, *, names=None, words=None) -> int:
    """Take values out of history, for an erasure; the lines stay. Return how many lines were changed.

    `names` are the fields whose values go, None all of them and the reason; `words` maps what may stand anywhere else (a person's name, as it
    was kept) to what is to stand there instead.
    """
    changed, words = 0, words or {}
    with locked_history.opened(connection):
        for entry in entries.select_for_update(of=("self",)):
            new = {field: _replaced(_blacked_out(getattr(entry, field), names), words) for field in ("before", "after")}
            new |= {field: _replaced(getattr(entry, field), words) for field in LABELS}
            if names is None and entry.reason:
                new["reason"] = ERASED
            different = {field: value for field, value in new.items() if value != getattr(entry, field)}
            if different:
                entries.filter(pk=entry.pk).update(**different)
                changed += 1
    return changed


def _blacked_out(values: dict, names) -> dict:
    return {
        name: ERASED if value not in ("", None, [], {}) and (names is None or name in names) else value
        for name, value in values.items()
    }


def _replaced(value, words: dict[str, str]):
    if isinstance(value, dict):
        return {name: _replaced(each, words) for name, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, words) for each in value]
    if isinstance(value, str):
        for word, instead in words.items():
            value = value.replace(word, instead)
    return value


# Numbers of rows that an entry keeps so that it can be taken back; they tell a reader nothing.
FOR_UNDOING = {"people", "speakers", "documents", "undone_entry", "clash_key"}


@dataclass(frozen=True)
class Line:
    """One entry as people read it."""

    entry: AuditEntry
    sentence: str
    changes: list[tuple[str, str, str]]


def line(entry: AuditEntry) -> Line:
    """Put an entry into words: the sentence of its verb, and each changed value as (name, before, after)."""
    shown = []
    for name in dict.fromkeys([*entry.before, *entry.after]):
        if name in FOR_UNDOING:
            continue
        label, words = _meaning(entry.subject_kind, name)
        before, after = _text(entry.before.get(name), words), _text(entry.after.get(name), words)
        if before != after:
            shown.append((label, before, after))
    return Line(entry, verbs.get(entry.verb, entry.verb), shown)


@cache
def _meaning(subject_kind, name):
    """Return a field's label and the words of its choices; what is no field is named as it was kept."""
    try:
        field = apps.get_model(subject_kind)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return name.replace("_", " "), {}
    label = str(getattr(field, "verbose_name", name))
    choices = LANGUAGES if name.endswith("language") else getattr(field, "flatchoices", None) or []
    return label, {value: str(word) for value, word in choices}


def _text(value, words) -> str:
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(each, words) for each in value)
    if isinstance(value, dict):
        return " · ".join(_text(each, words) for each in value.values())
    return words.get(value, str(value))

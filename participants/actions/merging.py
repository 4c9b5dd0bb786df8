"""How two rows become one, and two again: what is moved, changed and removed is written down as it happens."""

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint
from django.db.models.deletion import Collector

from lib.refusal import NotPossible
from participants.models import DistinctPair


class Ledger:
    """Does the steps of a merge and keeps each, in order, so that `undo` can take them back from the last to the first."""

    def __init__(self):
        self.steps = []

    def redirect(self, gone, kept) -> list:
        """Point all that names `gone` at `kept`; return the rows that cannot, because `kept` has one like them."""
        refused = []
        for relation in _references(gone):
            model, field = relation.related_model, relation.field
            rows = list(model._base_manager.filter(**{field.name: gone}).order_by("pk"))
            moved = rows if _are_moved(rows, field, kept) else [row for row in rows if _are_moved([row], field, kept)]
            refused += [row for row in rows if row not in moved]
            if moved:
                pks = [row.pk for row in moved]
                self.steps.append(["moved", model._meta.label, field.attname, pks, gone.pk, kept.pk])
        return refused

    def change(self, row, **values):
        """Give a row other values."""
        before = {name: getattr(row, name) for name in values}
        different = [name for name in values if before[name] != values[name]]
        if not different:
            return
        for name in different:
            setattr(row, name, values[name])
        row.save(update_fields=different)
        was, now = _fields_of(row, before, different), _fields_of(row, values, different)
        self.steps.append(["changed", row._meta.label, row.pk, was, now])

    def fold(self, row, gone, kept):
        """Remove a row of `gone` that a row like it of `kept` keeps out; that one gets what it lacks (`TAKEN_OVER`)."""
        names = getattr(row, "TAKEN_OVER", ())
        if names and (twin := _twin(row, gone, kept)):
            self.change(twin, **{name: getattr(row, name) for name in names if not getattr(twin, name)})
        self.remove(row)

    def link(self, row, name, others):
        """Put further rows into a many-to-many field of a row."""
        new = [each.pk for each in others if each not in getattr(row, name).all()]
        if new:
            getattr(row, name).add(*new)
            self.steps.append(["linked", row._meta.label, row.pk, name, new])

    def remove(self, row):
        """Delete a row with all that goes with it."""
        collector = Collector(using=row._state.db)
        collector.collect([row])
        collector.sort()
        rows = [each for fast in collector.fast_deletes for each in fast]
        rows += [each for instances in collector.data.values() for each in instances]
        # What joins two rows many-to-many is kept with the row itself.
        rows = [each for each in rows if not each._meta.auto_created]
        self.steps.append(["removed", serializers.serialize("python", reversed(rows))])
        row.delete()


def undo(steps: list):
    """Take back the steps of a merge; what was changed since by somebody else stays as it is."""
    try:
        with transaction.atomic():
            for kind, *step in reversed(steps):
                UNDO[kind](*step)
    except IntegrityError:
        raise NotPossible(
            "This merge can no longer be undone: what was taken over has been taken up by something newer."
        ) from None


def keep_apart(kind: str, first, second, *, conference) -> bool:
    """Note that two entries are different; return whether that is new."""
    lower, higher = sorted([first.pk, second.pk])
    _, is_new = DistinctPair.objects.get_or_create(
        kind=kind, first_id=lower, second_id=higher, defaults={"conference": conference}
    )
    return is_new


def _references(row):
    """Return what may name a row by a foreign key, in any app."""
    return [
        field
        for field in row._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and not field.many_to_many
        if not field.related_model._meta.auto_created
    ]


def _are_moved(rows, field, kept) -> bool:
    """Point rows at the entry that stays, all or none of them; say whether the database took it."""
    try:
        with transaction.atomic():
            field.model._base_manager.filter(pk__in=[row.pk for row in rows]).update(**{field.name: kept})
    except IntegrityError:
        return False
    return True


def _fields_of(row, values, names):
    """Return values as JSON can keep them."""
    fields = {name: row._meta.get_field(name) for name in names}
    plain = {name: getattr(values[name], "pk", values[name]) for name in names}
    return {field.attname: _plain(field, plain[name]) for name, field in fields.items()}


def _plain(field, value):
    value = field.get_prep_value(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _twin(row, gone, kept):
    """Return the row of `kept` for which the database refuses to give this one of `gone` to it."""
    several = [each.fields for each in row._meta.constraints if isinstance(each, UniqueConstraint)]
    for names in [*several, *([field.name] for field in row._meta.concrete_fields if field.one_to_one)]:
        own = {name: getattr(row, name) for name in names}
        if gone in own.values():
            wanted = {name: kept if value == gone else value for name, value in own.items()}
            if found := type(row)._base_manager.filter(**wanted).first():
                return found
    return None


def _put_back(label, attname, pks, gone, kept):
    apps.get_model(label)._base_manager.filter(pk__in=pks, **{attname: kept}).update(**{attname: gone})


def _change_back(label, pk, was, now):
    row = apps.get_model(label)._base_manager.filter(pk=pk).first()
    if row is None:
        return
    fields = {field.attname: field for field in row._meta.concrete_fields}
    names = [name for name in was if _plain(fields[name], getattr(row, name)) == now[name]]
    for name in names:
        setattr(row, name, was[name])
    row.save(update_fields=names)


def _unlink(label, pk, name, others):
    if row := apps.get_model(label)._base_manager.filter(pk=pk).first():
        getattr(row, name).remove(*others)


def _restore(rows):
    for each in serializers.deserialize("python", rows):
        each.save(force_insert=True)


UNDO = {"moved": _put_back, "changed": _change_back, "removed": _restore, "linked": _unlink}

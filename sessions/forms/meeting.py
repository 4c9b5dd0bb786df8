"""Two people change the same thing: what each did, what goes together, and what has to be chosen."""

import json
from dataclasses import dataclass

from django import forms

from sessions.models import Contribution, Session, SpeakerRole

# What is chosen together, with the names of the form's fields: half a time of each would be neither's.
Units = dict[str, tuple[str, tuple[str, ...]]]
SESSION: Units = {
    "title": ("Title", ("title",)),
    "kind": ("Kind", ("kind",)),
    "time": ("Day and time", ("day", "starts", "ends")),
    "room": ("Room", ("room",)),
    "summary": ("Summary", ("summary",)),
    "readers": ("Shown to readers", ("is_published",)),
}
TALK: Units = {
    "title": ("Title", ("title",)),
    "abstract": ("Abstract", ("abstract",)),
    "session": ("Session", ("session",)),
}
ROLE: Units = {"role": ("Role", ("role",)), "contribution": ("Presentation", ("contribution",))}


@dataclass(frozen=True)
class Meeting:
    """What came of two changes: the data of a form to go on with, what was adopted, what both changed."""

    data: dict
    adopted: list[str]
    conflicts: list[str]


def session_as_typed(session: Session, zone) -> dict[str, str]:
    """Return a session as the form's fields hold it."""
    starts_at = session.starts_at.astimezone(zone) if session.starts_at else None
    ends_at = session.ends_at.astimezone(zone) if session.ends_at else None
    return {
        "title": session.title,
        "kind": session.kind,
        "day": f"{starts_at:%Y-%m-%d}" if starts_at else "",
        "starts": f"{starts_at:%H:%M}" if starts_at else "",
        "ends": f"{ends_at:%H:%M}" if ends_at else "",
        "room": str(session.room_id or ""),
        "summary": _line_ends(session.summary),
        "is_published": "on" if session.is_published else "",
    }


def talk_as_typed(talk: Contribution) -> dict[str, str]:
    """Return a presentation as the form's fields hold it."""
    return {"title": talk.title, "abstract": _line_ends(talk.abstract), "session": str(talk.session_id)}


def role_as_typed(role: SpeakerRole) -> dict[str, str]:
    """Return a role as the form's fields hold it."""
    return {"role": role.role, "contribution": str(role.contribution_id or "")}


def meet(sent, now: dict[str, str], units: Units, **others: str) -> Meeting:
    """Bring together what was sent and what the fields are now that somebody else was there.

    What only the other changed is adopted; what both changed differently is a conflict, for the sender to choose.
    `others` are hidden fields of the form to go on with.
    """
    began, mine = read(sent.get("began", "")), {name: _line_ends(sent.get(name, "")) for name in now}
    data, adopted, conflicts = sent.dict(), [], []
    for unit, (label, names) in units.items():
        if not all(name in began for name in names):
            continue
        they_did = any(now[name] != began[name] for name in names)
        i_did = any(mine[name] != began[name] for name in names)
        if they_did and not i_did:
            data |= {name: now[name] for name in names}
            adopted.append(label)
        elif they_did and any(mine[name] != now[name] for name in names):
            conflicts.append(unit)
    kept = {name: now[name] for name in began if name in now}
    hidden = {"began": json.dumps(kept), "conflicts": ",".join(conflicts), **others}
    return Meeting(data | hidden, adopted, conflicts)


def read(text: str) -> dict[str, str]:
    """Return what a form remembers of what it began from; nothing when the text is not ours."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


class MeetingMixin(forms.Form):
    """A form that remembers what it began from, and lets its sender choose where somebody else changed the same."""

    began = forms.CharField(required=False, widget=forms.HiddenInput)
    conflicts = forms.CharField(required=False, widget=forms.HiddenInput)

    def remember(self, now: dict[str, str], units: Units) -> None:
        """Keep what the fields are now, and add a choice for everything that somebody else has changed too."""
        now = {name: value for name, value in now.items() if name in self.fields}
        self.initial["began"] = json.dumps(now)
        self.units = units
        self.in_conflict = [unit for unit in self.data.get("conflicts", "").split(",") if unit in units]
        for unit in self.in_conflict:
            label, names = units[unit]
            self.fields[f"choose_{unit}"] = forms.ChoiceField(
                label=f"{label}: somebody else has changed it too",
                widget=forms.RadioSelect,
                choices=[
                    ("mine", f"Yours: {self._in_words(names, self.data)}"),
                    ("theirs", f"As it stands now: {self._in_words(names, now)}"),
                ],
                error_messages={"required": f"{label} was changed by somebody else too. Choose one."},
            )
        self.order_fields([f"choose_{unit}" for unit in self.in_conflict] + list(self.fields))

    @property
    def seen(self) -> dict[str, str]:
        """Return what the sender saw, for the action to compare with what is there."""
        return read(self.cleaned_data["began"])

    @property
    def given_way(self) -> list[str]:
        """Return the units in which the sender chose what somebody else wrote."""
        return [unit for unit in self.in_conflict if self.cleaned_data.get(f"choose_{unit}") == "theirs"]

    def _in_words(self, names, values):
        words = []
        for name in names:
            value, field = values.get(name, ""), self.fields[name]
            if isinstance(field, forms.BooleanField):
                words.append("yes" if value else "no")
            elif isinstance(field, forms.ModelChoiceField):
                found = field.queryset.filter(pk=value).first() if value.isdecimal() else None
                words.append(str(found or field.empty_label))
            else:
                words.append(str(dict(getattr(field, "choices", {})).get(value, value)))
        return ", ".join(word for word in words if word) or "empty"


def _line_ends(text):
    return text.replace("\r\n", "\n")

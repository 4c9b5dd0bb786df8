"""Forms of readers: what to look for, which time zone, which sessions to pick."""

from django import forms
from django.utils.formats import date_format

from lib import zones
from sessions.choices import SessionKind
from sessions.facts import narrowing, reading


class WishForm(forms.Form):
    """What a reader looks for in the agenda; sent by GET."""

    q = forms.CharField(label="Words", required=False)
    day = forms.ChoiceField(label="Day", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All kinds"), *SessionKind.choices])
    room = forms.ChoiceField(label="Room", required=False)
    speaker = forms.CharField(label="Speaker", required=False)

    def __init__(self, *args, items: list[reading.Item], **kwargs):
        super().__init__(*args, **kwargs)
        self.by_day = {day.isoformat(): day for day in narrowing.days(items)}
        rooms = narrowing.rooms(items)
        days = [(name, date_format(day, "l j F")) for name, day in self.by_day.items()]
        self.fields["day"].choices = [("", "All days"), *days]
        self.fields["room"].choices = [("", "All rooms"), *((room, room) for room in rooms)]
        for name, choices in (("day", self.by_day), ("room", rooms)):
            if len(choices) < 2:
                del self.fields[name]
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    @property
    def wish(self) -> narrowing.Wish:
        """Return what is asked for; a value that does not exist asks for nothing."""
        self.is_valid()
        said = self.cleaned_data
        return narrowing.Wish(
            day=self.by_day.get(said.get("day")),
            room=said.get("room", ""),
            kind=said.get("kind", ""),
            speaker=said.get("speaker", ""),
            words=said.get("q", ""),
        )


class ZoneForm(forms.Form):
    """Beside the conference's time, in which zone to show it."""

    zone = forms.ChoiceField(label="Your time zone", required=False)

    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, **kwargs)
        own = f"Only the time of the conference ({zones.place(conference.zone)})"
        self.fields["zone"].choices = [("", own), *zones.choices()]


class PickForm(forms.Form):
    """The sessions of the own agenda. One that has left the agenda since the page was opened is let go."""

    picks = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data=None, *, items: list[reading.Item], cancel, **kwargs):
        known = {str(item.pk) for item in items}
        if data is not None:
            data = {"picks": [value for value in data.getlist("picks") if value in known]}
        super().__init__(data, **kwargs)
        self.cancel = cancel
        self.fields["picks"].choices = [(item.pk, item.title) for item in items]

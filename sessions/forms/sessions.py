"""The form of a session: day, start and end are typed in the conference's zone."""

from collections.abc import Iterator
from datetime import date, timedelta

from django import forms
from django.utils.formats import date_format

from lib import zones
from lib.forms import page_helper
from sessions.choices import SessionKind
from sessions.facts.plan import USUAL_MINUTES
from sessions.forms import meeting
from sessions.forms.refusals import reason_field
from sessions.models import Session

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
LONGEST = 24 * 60


class MoveForm(forms.Form):
    """Where a session goes: day, start and room; it keeps its length unless another is given."""

    day = forms.TypedChoiceField(label="Day", required=False, coerce=date.fromisoformat, empty_value=None)
    starts = forms.TimeField(label="Starts", required=False, widget=CLOCK)
    minutes = forms.IntegerField(label="Length in minutes", min_value=1, max_value=LONGEST)
    room = forms.ModelChoiceField(None, label="Room", required=False, empty_label="No room")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    back = forms.ChoiceField(required=False, choices=[("plan", "")], widget=forms.HiddenInput)
    reason = reason_field()

    def __init__(self, data=None, *, session, cancel, back=""):
        conference = session.conference
        super().__init__(data, initial=self._as_it_is(session, conference.zone) | {"back": back})
        self.conference, self.cancel = conference, cancel
        self.fields["room"].queryset = conference.rooms.all()
        self.fields["day"].choices = [("", "Not placed"), *day_choices(conference, session)]
        self.fields["day"].help_text = f"Times are those of {zones.place(conference.zone)}."

    @staticmethod
    def _as_it_is(session, zone):
        values = {"minutes": USUAL_MINUTES, "room": session.room_id, "version": session.version}
        if session.starts_at:
            starts_at = session.starts_at.astimezone(zone)
            minutes = round((session.ends_at - session.starts_at) / timedelta(minutes=1))
            values |= {"day": starts_at.date().isoformat(), "starts": starts_at.time(), "minutes": minutes}
        return values

    @property
    def helper(self):
        return page_helper("Move", cancel=self.cancel)

    def clean(self):
        cleaned = super().clean()
        day, starts, minutes = (cleaned.get(name) for name in ("day", "starts", "minutes"))
        cleaned["starts_at"] = cleaned["ends_at"] = None
        if day and starts is None and "starts" not in self.errors:
            self.add_error("starts", "Enter when the session starts, such as 09:00.")
        if day and starts is not None and minutes:
            try:
                cleaned["starts_at"] = zones.moment(day, starts, self.conference.zone)
            except zones.NoSuchTime as problem:
                self.add_error("starts", str(problem))
            else:
                cleaned["ends_at"] = cleaned["starts_at"] + timedelta(minutes=minutes)
        return cleaned

    @property
    def values(self) -> dict:
        """Return where it goes, the version that was seen and the reason for a clash, for the action."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at", "room", "version", "reason")}


def day_choices(conference, session) -> Iterator[tuple[str, str]]:
    """Yield the days of the conference, one more at each end, and the day on which the session is."""
    first, last = conference.starts_on, conference.ends_on
    days = {first + timedelta(days=number) for number in range(-1, (last - first).days + 2)}
    if session.starts_at:
        days.add(session.starts_at.astimezone(conference.zone).date())
    for day in sorted(days):
        label = date_format(day, "l j F Y")
        if day < first:
            label += " (before the conference)"
        elif day > last:
            label += " (after the conference)"
        yield day.isoformat(), label


class SessionForm(meeting.MeetingMixin, forms.ModelForm):
    """What a session is, and when and where it takes place."""

    day = forms.TypedChoiceField(label="Day", required=False, coerce=date.fromisoformat, empty_value=None)
    starts = forms.TimeField(label="Starts", required=False, widget=CLOCK)
    ends = forms.TimeField(
        label="Ends", required=False, widget=CLOCK, help_text="An end that is before the start means the next day."
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = reason_field()

    class Meta:
        model = Session
        fields = ["title", "kind", "room", "summary", "is_published"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "summary": "What it is about, in a few sentences.",
            "is_published": "Otherwise the session is for the team only, and no release shows it.",
        }

    field_order = ["title", "kind", "day", "starts", "ends", "room", "summary", "is_published"]

    def __init__(self, *args, conference, cancel, submit="Save session", day=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.conference, self.cancel, self.submit = conference, cancel, submit
        session = self.instance
        self.fields["kind"].choices = SessionKind.choices
        self.fields["room"].queryset = conference.rooms.all()
        self.fields["room"].empty_label = "No room"
        self.fields["day"].choices = [("", "Not placed yet"), *day_choices(conference, session)]
        self.fields["day"].help_text = f"Times are those of {zones.place(conference.zone)}."
        if day:
            self.initial["day"] = day.isoformat()
        if session.starts_at:
            starts_at, ends_at = (each.astimezone(conference.zone) for each in (session.starts_at, session.ends_at))
            self.initial |= {"day": starts_at.date().isoformat(), "starts": starts_at.time(), "ends": ends_at.time()}
        if session.pk:
            self.initial["version"] = session.version
            self.remember(meeting.session_as_typed(session, conference.zone), meeting.SESSION)

    @property
    def helper(self):
        return page_helper(self.submit, cancel=self.cancel)

    def clean(self):
        cleaned = super().clean()
        day, starts, ends = (cleaned.get(name) for name in ("day", "starts", "ends"))
        cleaned["starts_at"] = cleaned["ends_at"] = None
        if not day:
            if starts or ends:
                self.add_error("day", "Choose the day, or leave start and end empty.")
            return cleaned
        for name in ("starts", "ends"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(
                    name, f"Enter when the session {name}, such as {'09:00' if name == 'starts' else '10:30'}."
                )
        if starts and ends:
            self._place(cleaned, day, starts, ends)
        return cleaned

    def _place(self, cleaned, day, starts, ends):
        if starts == ends:
            self.add_error("ends", "The session must end after it starts.")
            return
        try:
            cleaned["starts_at"], cleaned["ends_at"] = zones.span(day, starts, ends, self.conference.zone)
        except zones.NoSuchTime as problem:
            self.add_error("starts", str(problem))
            return
        stored = self.instance
        if stored.starts_at and not {"day", "starts", "ends"} & set(self.changed_data):
            # What was not touched stays what it is, also in an hour that the clock repeats.
            cleaned["starts_at"], cleaned["ends_at"] = stored.starts_at, stored.ends_at

    def _post_clean(self):
        """Leave the instance as it is stored: the action compares with it."""

    @property
    def values(self) -> dict:
        """Return the fields of the session and the reason for a clash, for the action."""
        names = ["title", "kind", "room", "summary", "is_published", "starts_at", "ends_at", "reason"]
        values = {name: self.cleaned_data[name] for name in names}
        for unit in self.given_way if self.instance.pk else []:
            fields = {"time": ("starts_at", "ends_at"), "readers": ("is_published",)}.get(unit, (unit,))
            values |= {name: getattr(self.instance, name) for name in fields}
        return values

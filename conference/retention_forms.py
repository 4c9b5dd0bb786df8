"""Until when a conference keeps personal data: one day for each class."""

from datetime import timedelta

from django import forms

from conference.holdings import Term
from conference.models import Conference
from lib.forms import page_helper


class RetentionForm(forms.Form):
    """One day for each class of data; empty means the usual number of days after the last day."""

    def __init__(self, *args, conference: Conference, terms: list[Term], cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.conference = conference
        for term in terms:
            usual = conference.ends_on + timedelta(days=term.holding.days)
            self.fields[term.holding.key] = forms.DateField(
                label=term.holding.label,
                required=False,
                initial=term.erase_on if term.is_own else None,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                help_text=f"Left empty: {usual:%-d %B %Y}, {term.holding.days} days after the last day.",
            )
        self.helper = page_helper("Save dates", cancel=cancel)

    def clean(self):
        for key, day in list(super().clean().items()):
            if day and day < self.conference.ends_on:
                self.add_error(key, "Choose a day after the conference: until its end, the data are needed.")
        return self.cleaned_data

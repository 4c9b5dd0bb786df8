"""The form that releases the draft."""

from django import forms

from lib.forms import page_helper
from sessions.models import AgendaRelease


class ReleaseForm(forms.ModelForm):
    """What to say about the new version."""

    notify = forms.BooleanField(label="Tell those whom it concerns", required=False, initial=True)
    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = AgendaRelease
        fields = ["note"]
        labels = {"note": "What changed, in a sentence for readers"}

    def __init__(self, *args, cancel, candidate, told_count, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.number = candidate.number
        self.initial["seen"] = candidate.mark
        people = "one person receives" if told_count == 1 else f"{told_count} people receive"
        self.fields["notify"].help_text = f"Then {people} one message each, with calendar entries."
        if not told_count:
            del self.fields["notify"]

    @property
    def helper(self):
        return page_helper(f"Release version {self.number}", cancel=self.cancel)

"""Forms of the editor's larger steps."""

from django import forms

from lib.forms import page_helper
from sessions.forms.refusals import reason_field


class ShiftForm(forms.Form):
    """By how much to move a session and all that follows it on its day."""

    minutes = forms.IntegerField(
        label="Minutes", min_value=-1440, max_value=1440, initial=15, help_text="With a minus sign: earlier."
    )
    only_room = forms.BooleanField(label="Only in the same room", required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = reason_field()

    def __init__(self, *args, cancel, seen, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.initial["seen"] = seen

    @property
    def helper(self):
        return page_helper("Shift", cancel=self.cancel)

    def clean_seen(self):
        return self.cleaned_data["seen"] or None

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if not minutes:
            raise forms.ValidationError("Shift by at least one minute.")
        return minutes

"""The form that releases the draft."""

from django import forms

from lib.forms import page_helper
from sessions.models import AgendaRelease


class ReleaseForm(forms.ModelForm):
    """What to say about the new version."""

    class Meta:
        model = AgendaRelease
        fields = ["note"]
        labels = {"note": "What changed, in a sentence"}

    def __init__(self, *args, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self):
        return page_helper("Release", cancel=self.cancel)

"""Forms of a user's own account."""

from django import forms

from accounts.models import User
from lib import zones
from lib.forms import page_helper


class ProfileForm(forms.ModelForm):
    """What a user says about themselves."""

    time_zone = forms.ChoiceField(
        label="Your time zone", help_text="Shown beside a conference's own zone when it differs."
    )

    class Meta:
        model = User
        fields = ["name", "time_zone"]
        help_texts = {"name": "As it stands in the history of what you change."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones.choices_with(self.instance.time_zone)
        self.helper = page_helper("Save")

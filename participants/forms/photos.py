"""Forms about photos: a file, the square that is cut from it; and what a conference asks of those who register."""

from crispy_forms.layout import Fieldset
from django import forms

from lib import uploads
from lib.forms import page_helper
from lib.meanwhile import Remembers
from participants.choices import PhotoRule
from participants.forms.people import OwnDetailsForm

LEAST_SIZE = 20
TOO_MANY = "Very many photos were sent from your network. Please wait ten minutes, then try again."


class PhotoForm(forms.Form):
    """A photo from the sender's device."""

    photo = forms.FileField(
        label="Photo",
        help_text=f"A JPEG or PNG picture of your face, at most {uploads.MOST_PHOTO_BYTES // (1024 * 1024)} MB and at least "
        f"{uploads.LEAST_SIDE} by {uploads.LEAST_SIDE} pixels.",
        error_messages={"required": "Choose a photo.", "empty": "The file is empty."},
        widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
    )

    @property
    def helper(self):
        return page_helper("Upload")

    def clean_photo(self):
        return uploads.photo(self.cleaned_data["photo"])


class AcceptForm(OwnDetailsForm):
    """What an invited person corrects when accepting, with a photo where the conference asks for one (`rule`).

    A photo that is needed is asked for unless one is kept already. `is_too_much` says that so many came from there that
    this one is not even looked at.
    """

    def __init__(self, *args, rule=PhotoRule.NONE, has_photo=False, is_too_much=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_too_much = is_too_much
        if rule != PhotoRule.NONE and not has_photo:
            self.fields["photo"] = PhotoForm().fields["photo"]
            self.fields["photo"].required = rule == PhotoRule.REQUIRED

    def clean_photo(self):
        if self.is_too_much:
            raise forms.ValidationError(TOO_MANY)
        file = self.cleaned_data["photo"]
        return uploads.photo(file) if file else None


class CutForm(forms.Form):
    """Which square of a photo is kept, in per cent; see lib.uploads.square."""

    size = forms.IntegerField(
        label="Size of the square",
        min_value=LEAST_SIZE,
        max_value=100,
        initial=100,
        help_text=f"From {LEAST_SIZE} to 100 per cent of the shorter side.",
    )
    left = forms.IntegerField(
        label="Place from the left",
        min_value=0,
        max_value=100,
        initial=50,
        help_text="0 is the left edge, 100 the right one.",
    )
    top = forms.IntegerField(
        label="Place from the top",
        min_value=0,
        max_value=100,
        initial=30,
        help_text="0 is the upper edge, 100 the lower one.",
    )

    @property
    def square(self) -> dict:
        """Return the square as far as it is known: what was sent if it is good, else what one begins with."""
        if self.is_valid():
            return self.cleaned_data
        return {name: field.initial for name, field in self.fields.items()}


class RegistrationSettingsForm(Remembers):
    """What a conference asks of those who register beside its questions, and what they may do by themselves."""

    photo = forms.ChoiceField(
        label="A photo",
        choices=PhotoRule,
        widget=forms.RadioSelect,
        help_text="For example for the check-in. Only organisers and the desk see it.",
    )
    is_substitution_allowed = forms.TypedChoiceField(
        label="Who has a place and cannot come",
        choices=[("yes", "may send somebody else on their own page"), ("no", "writes to the organisers")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    substitute_until_on = forms.DateField(
        label="Last day to send somebody else",
        required=False,
        help_text="Empty: until the conference begins.",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a day, such as 2030-05-28."},
    )

    consent = forms.CharField(
        label="What somebody agrees to who wants to be named",
        max_length=500,
        required=False,
        help_text="Stands beside the box that people tick. A change is a new version: who agreed to an earlier one is asked "
        "anew on the own page, and named meanwhile. Empty: the usual sentence.",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.meet()

    @property
    def helper(self):
        return page_helper(
            "Save",
            Fieldset("Photos", "photo", css_class="form-section"),
            Fieldset("Substitution", "is_substitution_allowed", "substitute_until_on", css_class="form-section"),
            Fieldset("List of participants", "consent", css_class="form-section"),
            cancel=self.cancel,
        )

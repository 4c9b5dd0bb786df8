"""Who comes in a participant's own place."""

from django import forms

from lib.forms import page_helper
from participants.forms.people import NameFields


class SendSubstituteForm(NameFields):
    """The person who comes instead: name, position and address. The organisation stays."""

    email = forms.EmailField(
        label="Their e-mail address",
        help_text="The confirmation and the personal link go there, and only there.",
        error_messages={
            "required": "Enter their e-mail address.",
            "invalid": "Enter an address such as name@example.org.",
        },
        widget=forms.EmailInput({"autocomplete": "off"}),
    )

    def __init__(self, *args, own_email, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.own_email, self.cancel = own_email, cancel
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @property
    def helper(self):
        return page_helper("Continue", cancel=self.cancel)

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email.lower() == self.own_email.lower():
            raise forms.ValidationError("This is your own address. Enter the address of the other person.")
        return email

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Return what was entered as people read it, as (label, words)."""
        shown = [(field.label, self.cleaned_data[name]) for name, field in self.fields.items() if name != "name_order"]
        return [(label, words) for label, words in shown if words]

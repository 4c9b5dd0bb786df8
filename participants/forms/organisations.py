"""Forms about the dictionary of organisations."""

from django import forms

from lib import states
from lib.forms import page_helper
from participants import queries
from participants.choices import Sector
from participants.forms.people import Suggestions


class OrganisationForm(forms.Form):
    """An entry of the dictionary."""

    official_name = forms.CharField(
        label="Official name", max_length=300, error_messages={"required": "Enter the official name."}
    )
    short_name = forms.CharField(
        label="Short name", max_length=100, required=False, help_text="Such as UNODA. Used where space is short."
    )
    aliases = forms.CharField(
        label="Other names",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text="One on each line: former names, other languages, usual misspellings. The search finds them all.",
    )
    sector = forms.ChoiceField(
        label="Sector",
        choices=[("", "Choose"), *Sector.choices],
        error_messages={"required": "Choose the sector."},
    )
    country = forms.ChoiceField(label="Country", required=False)

    def __init__(self, *args, organisation=None, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation, self.cancel = organisation, cancel
        self.fields["country"].choices = [("", "None, or of several countries"), *states.choices()]

    @property
    def helper(self):
        return page_helper("Save" if self.organisation else "Add to the dictionary", cancel=self.cancel)

    def clean_official_name(self):
        name = self.cleaned_data["official_name"]
        found = queries.organisation_named(name)
        if found and found != self.organisation:
            raise forms.ValidationError(f"The dictionary has this name already, for {found.official_name}.")
        return name

    def clean_aliases(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


def initial_of(organisation) -> dict:
    """Return what the form shows at first."""
    names = ["official_name", "short_name", "sector", "country"]
    return {name: getattr(organisation, name) for name in names} | {"aliases": "\n".join(organisation.aliases)}


class OtherEntryForm(forms.Form):
    """Which other entry of the dictionary is the same."""

    other = forms.CharField(
        label="The other entry",
        max_length=300,
        help_text="Any of its names.",
        error_messages={"required": "Enter a name of the other entry."},
    )

    def __init__(self, *args, organisation, suggest_url, action, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation, self.action, self.cancel = organisation, action, cancel
        self.fields["other"].widget = Suggestions((), {"autocomplete": "off"}, suggest_url=suggest_url)

    @property
    def helper(self):
        helper = page_helper("Compare the two", cancel=self.cancel)
        helper.form_method, helper.form_action = "get", self.action
        helper.disable_csrf = True
        return helper

    def clean_other(self):
        found = queries.organisation_named(self.cleaned_data["other"])
        if found is None:
            raise forms.ValidationError("The dictionary has no entry of this name.")
        if found == self.organisation:
            raise forms.ValidationError("This is the same entry. Enter a name of the other one.")
        return found

"""Forms about letters and drafts: sending somebody in one's place, a letter for a visa, a note verbale, many drafts."""

from datetime import date

from crispy_forms.layout import Fieldset
from django import forms

from lib import states
from lib.forms import page_helper
from lib.written import LANGUAGES
from participants.forms.invitations import InvitationFields
from participants.forms.people import HONORIFICS, Suggestions
from participants.models import Organisation

OLDEST = date(1900, 1, 1)


class PassOnForm(forms.Form):
    """Who comes in one's place."""

    other_honorific = forms.CharField(
        label="Title", max_length=40, required=False, widget=Suggestions(HONORIFICS, {"autocomplete": "off"})
    )
    other_given_name = forms.CharField(
        label="Given name", max_length=150, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    other_family_name = forms.CharField(
        label="Family name",
        max_length=150,
        error_messages={"required": "Enter the family name of the other person."},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    other_email = forms.EmailField(
        label="E-mail address",
        help_text="The invitation goes there, with a link for that person alone.",
        error_messages={
            "required": "Enter the e-mail address of the other person.",
            "invalid": "Enter an address such as name@example.org.",
        },
        widget=forms.EmailInput({"autocomplete": "off"}),
    )

    def __init__(self, *args, action="", **kwargs):
        super().__init__(*args, **kwargs)
        self.action = action

    @property
    def helper(self):
        helper = page_helper("Send this person in my place", is_secondary=True)
        helper.form_action = self.action
        return helper

    @property
    def details(self):
        """What the action is given."""
        return {name.removeprefix("other_"): value for name, value in self.cleaned_data.items()}

    def add_problem(self, problem):
        """Show a refusal of the action, beside the field that it is about."""
        self.add_error(f"other_{problem.field}" if problem.field else None, str(problem))


class VisaForm(forms.Form):
    """What a letter for a visa says."""

    passport_name = forms.CharField(
        label="Name as in the passport",
        max_length=200,
        error_messages={"required": "Enter your name as it stands in the passport."},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    passport_number = forms.CharField(
        label="Passport number",
        max_length=30,
        error_messages={"required": "Enter the number of the passport."},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    nationality = forms.ChoiceField(label="Nationality", error_messages={"required": "Choose your nationality."})
    born_on = forms.DateField(
        label="Date of birth",
        widget=forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter your date of birth.", "invalid": "Enter a date such as 1971-05-03."},
    )
    addressed_to = forms.CharField(
        label="Embassy or consulate where you apply",
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args, has_passport, day, action="", submit="Ask for the letter", **kwargs):
        super().__init__(*args, **kwargs)
        self.action, self.submit, self.day = action, submit, day
        self.fields["nationality"].choices = [("", "Choose"), *states.choices()]
        if not has_passport:
            for name in ("passport_number", "nationality", "born_on"):
                del self.fields[name]

    @property
    def helper(self):
        helper = page_helper(self.submit, is_secondary=True)
        helper.form_action = self.action
        return helper

    def clean_born_on(self):
        born_on = self.cleaned_data["born_on"]
        if not OLDEST < born_on < self.day:
            raise forms.ValidationError("Enter the day on which you were born.")
        return born_on

    @property
    def details(self):
        """What the action is given."""
        empty = {"passport_number": "", "nationality": "", "born_on": None}
        return empty | self.cleaned_data


class PrepareForm(InvitationFields):
    """What drafts of invitations for many people have in common."""

    def __init__(self, *args, submit="Prepare the invitations", **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = submit

    @property
    def helper(self):
        return page_helper(self.submit, cancel=self.cancel)


class NoteForm(forms.Form):
    """A note verbale to the mission or ministry of an organisation."""

    mission_name = forms.CharField(
        label="Whom the note addresses",
        max_length=200,
        help_text="With its article, as the note “presents its compliments to”: the Permanent Mission of Peru.",
        error_messages={"required": "Enter whom the note addresses."},
    )
    mission_address = forms.CharField(
        label="Postal address",
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Printed below the note. Kept with the organisation for the next one.",
    )
    mission_email = forms.EmailField(
        label="E-mail address",
        help_text="The note goes there, with the link behind which the delegation is nominated.",
        error_messages={
            "required": "Enter the e-mail address.",
            "invalid": "Enter an address such as mission@example.org.",
        },
    )
    language = forms.ChoiceField(label="Language of the note", choices=LANGUAGES)
    note = forms.CharField(
        label="Further words",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="They stand before the closing courtesies.",
    )

    def __init__(self, *args, delegation, cancel, **kwargs):
        names = ("mission_name", "mission_address", "mission_email")
        known = {name: getattr(delegation.organisation, name) for name in names}
        known["mission_email"] = known["mission_email"] or delegation.focal_point_email
        known["language"] = delegation.conference.default_language
        super().__init__(*args, initial=known, **kwargs)
        self.cancel = cancel

    @property
    def helper(self):
        return page_helper(
            "Preview the note",
            Fieldset("To", "mission_name", "mission_address", "mission_email", css_class="form-section"),
            Fieldset("The note", "language", "note", css_class="form-section"),
            cancel=self.cancel,
        )

    def as_addressed(self, delegation):
        """Return the delegation as it will be once the note is sent; nothing is saved."""
        delegation.organisation = Organisation(
            pk=delegation.organisation.pk,
            official_name=delegation.organisation.official_name,
            **{name: self.cleaned_data[name] for name in ("mission_name", "mission_address", "mission_email")},
        )
        return delegation


class RefusalForm(forms.Form):
    """Why there is no letter for a visa."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        help_text="The person reads it, in a message and on the own page.",
        error_messages={"required": "Enter the reason."},
        widget=forms.Textarea({"rows": 3}),
    )
    action = ""

    @property
    def helper(self):
        helper = page_helper("Refuse the letter", is_secondary=True)
        helper.form_action = self.action
        return helper

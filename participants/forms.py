"""What people type about themselves and others. Forms clean; the actions write."""

from datetime import datetime, time, timedelta

from crispy_forms.layout import Fieldset
from django import forms
from phonenumber_field.formfields import PhoneNumberField

from lib import states
from lib.forms import page_helper
from participants import queries, rules
from participants.choices import NameOrder, Sector

HONORIFICS = ["Ms.", "Mr.", "Dr.", "Prof.", "H.E. Ms.", "H.E. Mr."]


class Suggestions(forms.TextInput):
    """A text field with suggestions that the browser offers while one types; anything else may be typed too."""

    template_name = "participants/_suggestions.html"

    def __init__(self, suggestions=(), attrs=None):
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_suggestions"
        context["widget"]["attrs"]["list"] = list_id
        return context | {"list_id": list_id, "suggestions": self.suggestions}


class NameFields(forms.Form):
    """How a person is called, to the letter."""

    honorific = forms.CharField(
        label="Title",
        max_length=40,
        required=False,
        help_text="Such as Ms., Mr., H.E. Ms., Dr.",
        widget=Suggestions(HONORIFICS, {"autocomplete": "honorific-prefix"}),
    )
    given_name = forms.CharField(
        label="Given name", max_length=150, required=False, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label="Family name",
        max_length=150,
        help_text="A person with only one name has it here.",
        error_messages={"required": "Enter the family name."},
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    name_order = forms.ChoiceField(
        label="Order of the name",
        choices=NameOrder,
        initial=NameOrder.GIVEN_FIRST,
        required=False,
        help_text="How the name is written in lists and on the badge.",
    )
    job_title = forms.CharField(
        label="Position",
        max_length=200,
        required=False,
        help_text="Such as Director, Export Control Division.",
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )

    def clean_name_order(self):
        return self.cleaned_data["name_order"] or NameOrder.GIVEN_FIRST


class OrganisationFields(forms.Form):
    """An organisation by its name: one of the dictionary, or a new one with its sector."""

    organisation = forms.CharField(
        label="Organisation",
        max_length=300,
        required=False,
        help_text="Type a part of the name and choose, or type the name of a new organisation.",
    )
    sector = forms.ChoiceField(
        label="Sector of the organisation",
        choices=[("", "As in the dictionary"), *Sector.choices],
        required=False,
        help_text="Needed only for an organisation that is new here.",
    )
    country = forms.ChoiceField(label="Country", required=False)

    def __init__(self, *args, suggestions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].widget = Suggestions(suggestions, {"autocomplete": "off"})
        self.fields["country"].choices = [("", "Not stated"), *states.choices()]

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("organisation", "")
        found = queries.organisation_named(name)
        cleaned["new_organisation"] = None
        if name and found is None:
            if cleaned.get("sector"):
                country = cleaned.get("country", "")
                cleaned["new_organisation"] = {"official_name": name, "sector": cleaned["sector"], "country": country}
            else:
                self.add_error("sector", f"“{name}” is new here. Choose its sector.")
        cleaned["organisation"] = found
        return cleaned


class InviteForm(OrganisationFields, NameFields):
    """One person to invite."""

    email = forms.EmailField(
        label="E-mail address",
        error_messages={"required": "Enter the e-mail address."},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    note = forms.CharField(
        label="Personal words",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="They stand in the message after the name of the conference.",
    )
    answer_by = forms.DateField(
        label="Answer by",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="The last day on which the invitation can be answered. Empty: until registration closes.",
    )

    def __init__(self, *args, conference, at, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.conference, self.at, self.cancel = conference, at, cancel

    @property
    def helper(self):
        who = ["honorific", "given_name", "family_name", "name_order", "job_title", "email"]
        return page_helper(
            "Preview the message",
            Fieldset("Whom to invite", *who, css_class="form-section"),
            Fieldset("Whom the person represents", "organisation", "sector", "country", css_class="form-section"),
            Fieldset("The invitation", "note", "answer_by", css_class="form-section"),
            cancel=self.cancel,
        )

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if day is None:
            return None
        end = end_of_day(day, self.conference.zone)
        if end <= self.at:
            raise forms.ValidationError("The date by which to answer has passed.")
        if self.at < end_of_day(self.conference.ends_on, self.conference.zone) < end:
            raise forms.ValidationError("The conference is over by then. Choose an earlier day.")
        return day

    @property
    def details(self):
        """What the invitation's action is given."""
        names = [*NameFields.base_fields, "organisation", "new_organisation", "country", "email", "note"]
        day = self.cleaned_data["answer_by"]
        expires_at = end_of_day(day, self.conference.zone) if day else None
        return {name: self.cleaned_data[name] for name in names} | {"expires_at": expires_at}


class ParticipantForm(OrganisationFields, NameFields):
    """A participant's details, as the desk changes them."""

    email = forms.EmailField(label="E-mail address", required=False)
    phone = PhoneNumberField(
        label="Telephone", required=False, help_text="With the country code, such as +41 22 917 12 34."
    )
    needs = forms.CharField(
        label="Diet, access and other needs", required=False, widget=forms.Textarea({"rows": 3}), max_length=2000
    )
    is_listed = forms.BooleanField(label="Agrees to be named in the list of participants", required=False)

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self):
        who = ["honorific", "given_name", "family_name", "name_order", "job_title", "email", "phone"]
        return page_helper(
            "Save",
            Fieldset("Who", *who, css_class="form-section"),
            Fieldset("Represents", "organisation", "sector", "country", css_class="form-section"),
            Fieldset("At the conference", "needs", "is_listed", css_class="form-section"),
            cancel=self.cancel,
        )

    @property
    def details(self):
        """What the action is given."""
        names = [*NameFields.base_fields, "country", "email", "phone", "needs", "is_listed"]
        given = {name: self.cleaned_data[name] for name in names}
        return given | {name: self.cleaned_data[name] for name in ("organisation", "new_organisation")}


class OwnDetailsForm(NameFields):
    """What a participant corrects about the own person."""

    phone = PhoneNumberField(
        label="Telephone",
        required=False,
        help_text="With the country code, such as +41 22 917 12 34.",
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    needs = forms.CharField(
        label="Diet, access and other needs",
        required=False,
        max_length=2000,
        help_text="Anything that we should know to make you welcome. Only the organisers read this.",
        widget=forms.Textarea({"rows": 3}),
    )
    is_listed = forms.BooleanField(
        label="I agree to be named in the list of participants",
        required=False,
        help_text="Name, position and organisation, as they stand here.",
    )

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["family_name"].error_messages["required"] = "Enter your family name."
        self.fields["family_name"].help_text = "If you have only one name, enter it here."

    @property
    def helper(self):
        return page_helper("Save", cancel=self.cancel)


class ReasonForm(forms.Form):
    """An optional reason, and whether the person gets a message."""

    reason = forms.CharField(
        label="Reason", required=False, max_length=500, help_text="Kept in the history; not part of the message."
    )
    notify = forms.BooleanField(label="Send this message", required=False, initial=True)

    def __init__(self, *args, submit, cancel, is_destructive=False, has_message=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit, self.cancel, self.is_destructive = submit, cancel, is_destructive
        if not has_message:
            del self.fields["notify"]

    @property
    def helper(self):
        helper = page_helper(self.submit, cancel=self.cancel, is_destructive=self.is_destructive)
        helper.cancel_label = "Go back"
        return helper


class DeclineForm(forms.Form):
    """Why somebody cannot come, if they wish to say so."""

    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=500,
        help_text="Only the organisers read this.",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, action="", **kwargs):
        super().__init__(*args, **kwargs)
        self.action = action

    @property
    def helper(self):
        helper = page_helper("Decline the invitation", is_secondary=True)
        helper.form_action = self.action
        return helper


class AnswerByForm(forms.Form):
    """A later date for an invitation that is sent again."""

    answer_by = forms.DateField(
        label="Answer by",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the last day on which the invitation can be answered."},
    )

    def __init__(self, *args, conference, at, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.conference, self.at, self.cancel = conference, at, cancel

    @property
    def helper(self):
        return page_helper("Send again", cancel=self.cancel)

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if end_of_day(day, self.conference.zone) <= self.at:
            raise forms.ValidationError("The date by which to answer has passed.")
        return day

    @property
    def expires_at(self):
        return end_of_day(self.cleaned_data["answer_by"], self.conference.zone)


def end_of_day(day, zone) -> datetime:
    """Return the first moment after a day in a zone."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def last_day(at, zone):
    """Return the last whole day before a moment, as a form shows it."""
    return (at.astimezone(zone) - timedelta(seconds=1)).date()


def first_answer_by(conference, at):
    """Return the day that the invite form suggests."""
    return last_day(rules.first_deadline(conference, at), conference.zone)

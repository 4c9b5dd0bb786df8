"""Forms about invitations: inviting, a later date, declining."""

from datetime import date, datetime, time, timedelta

from crispy_forms.layout import Fieldset
from django import forms

from lib.forms import page_helper
from lib.written import LANGUAGES
from participants import rules
from participants.forms.people import AddressField, NameFields, OrganisationFields

LAST_DAY = date.max - timedelta(days=3)  # moments after it cannot be told in every zone


class InvitationFields(forms.Form):
    """What an invitation says beside who is invited: personal words, until when to answer, whether a letter goes with it."""

    note = forms.CharField(
        label="Personal words",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="They stand in the message after the name of the conference, and in the letter.",
    )
    answer_by = forms.DateField(
        label="Answer by",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="The last day on which the invitation can be answered. Empty: until registration closes.",
    )
    has_letter = forms.BooleanField(
        label="A letter on paper goes with it",
        required=False,
        help_text="As PDF on the conference’s letterhead; the message leaves as soon as it is made.",
    )
    letter_language = forms.ChoiceField(label="Language of the letter", choices=LANGUAGES, required=False, initial="en")

    def __init__(self, *args, conference, at, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.conference, self.at, self.cancel = conference, at, cancel
        self.initial.setdefault("letter_language", conference.default_language)

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if day:
            refuse_impossible(day, self.conference, self.at)
        return day

    def clean_letter_language(self):
        return self.cleaned_data["letter_language"] or self.conference.default_language

    @property
    def details(self):
        """What the action is given."""
        day = self.cleaned_data["answer_by"]
        given = {name: self.cleaned_data[name] for name in ("note", "has_letter", "letter_language")}
        return given | {"expires_at": end_of_day(day, self.conference.zone) if day else None}


class InviteForm(OrganisationFields, NameFields, AddressField, InvitationFields):
    """One person to invite."""

    language = forms.ChoiceField(
        label="Language of our messages",
        choices=[("", "The language of the conference"), *LANGUAGES],
        required=False,
        help_text="The message comes in this language, and what we write to the person later.",
    )

    @property
    def helper(self):
        who = ["honorific", "given_name", "family_name", "name_order", "job_title", "email"]
        return page_helper(
            "Preview the message",
            Fieldset("Whom to invite", *who, css_class="form-section form-pairs"),
            Fieldset(
                "Whom the person represents", "organisation", "sector", "country", css_class="form-section form-pairs"
            ),
            Fieldset(
                "The invitation",
                "language",
                "note",
                "answer_by",
                "has_letter",
                "letter_language",
                css_class="form-section",
            ),
            cancel=self.cancel,
        )

    @property
    def details(self):
        names = [*NameFields.base_fields, "organisation", "new_organisation", "country", "email", "language"]
        return {name: self.cleaned_data[name] for name in names} | super().details


class AddressForm(AddressField):
    """The address of somebody who was invited, put right."""

    def __init__(self, *args, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self):
        return page_helper("Save and see the message", cancel=self.cancel)


class DeclineForm(forms.Form):
    """Why somebody cannot come, if they wish to say so."""

    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=500,
        help_text="The conference’s team reads this.",
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
        refuse_impossible(day, self.conference, self.at)
        return day

    @property
    def expires_at(self):
        return end_of_day(self.cleaned_data["answer_by"], self.conference.zone)


def refuse_impossible(day, conference, at) -> None:
    """Refuse a last day to answer that has passed, or on which the conference is over."""
    end = end_of_day(day, conference.zone)
    if end <= at:
        raise forms.ValidationError("The date by which to answer has passed.")
    if at < end_of_day(conference.ends_on, conference.zone) < end:
        raise forms.ValidationError("The conference is over by then. Choose an earlier day.")


def end_of_day(day, zone) -> datetime:
    """Return the first moment after a day in a zone; of the last days that there are, the one before them."""
    return datetime.combine(min(day, LAST_DAY) + timedelta(days=1), time.min, tzinfo=zone)


def last_day(at, zone):
    """Return the last whole day before a moment, as a form shows it."""
    return (at.astimezone(zone) - timedelta(seconds=1)).date()


def first_answer_by(conference, at):
    """Return the day that the invite form suggests."""
    return last_day(rules.first_deadline(conference, at), conference.zone)

"""The steps of a public registration: one topic per page."""

from django import forms
from phonenumber_field.formfields import PhoneNumberField

from lib.forms import page_helper
from participants.forms.people import NameFields, OrganisationFields

ORDER = ["person", "organisation", "stay"]


class _Step(forms.Form):
    """One page of the registration."""

    title = ""

    @property
    def helper(self):
        return page_helper("Continue")


class PersonStep(NameFields, _Step):
    """Who you are."""

    title = "Who you are"

    email = forms.EmailField(
        label="E-mail address",
        help_text="We write to this address about your registration, and nothing else.",
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an address such as name@example.org.",
        },
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["family_name"].error_messages["required"] = "Enter your family name."
        self.fields["family_name"].help_text = "If you have only one name, enter it here."


class OrganisationStep(OrganisationFields, _Step):
    """Whom you represent."""

    title = "Whom you represent"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organisation, sector = self.fields["organisation"], self.fields["sector"]
        organisation.required, organisation.error_messages["required"] = (
            True,
            "Enter the organisation that you represent.",
        )
        organisation.help_text = "The official name; a State stands for its government."
        sector.help_text = "Needed only if the organisation is new to us."
        sector.choices = [("", "Known to you already"), *sector.choices[1:]]


class StayStep(_Step):
    """Your stay and needs."""

    title = "Your stay and needs"

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
        widget=forms.Textarea({"rows": 4}),
    )
    is_listed = forms.BooleanField(
        label="I agree to be named in the list of participants",
        required=False,
        help_text="Name, position and organisation, as you wrote them.",
    )


STEPS = {"person": PersonStep, "organisation": OrganisationStep, "stay": StayStep}


def typed(form) -> dict:
    """Return what was typed into a valid step, as it is kept until the registration is sent."""
    kept = {}
    for name in form.fields:
        value = form.cleaned_data[name]
        kept[name] = value if isinstance(value, bool) else str(value or "")
    if "organisation" in form.fields:
        kept["organisation"] = form.data["organisation"].strip()
    return kept


def missing_step(answers: dict) -> str | None:
    """Return the first step that is not answered yet, or None."""
    return next((step for step in ORDER if step not in answers), None)


def details_of(answers: dict) -> dict:
    """Return a participant's details from the answers of all steps, judged once more as they stand now."""
    details = {}
    for step, form_class in STEPS.items():
        form = form_class(answers[step])
        if not form.is_valid():
            raise ValueError(step)
        details |= form.cleaned_data
    details.pop("sector")
    return details

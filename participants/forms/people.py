"""What people type about themselves and others. Forms clean; the actions write."""

from crispy_forms.layout import Fieldset
from django import forms
from phonenumber_field.formfields import PhoneNumberField

from lib import states
from lib.forms import page_helper
from lib.meanwhile import Remembers
from lib.written import LANGUAGES
from participants import consents, queries
from participants.choices import Gender, NameOrder, Sector
from participants.forms.questions import QuestionFields

HONORIFICS = ["Ms.", "Mr.", "Dr.", "Prof.", "H.E. Ms.", "H.E. Mr."]
NOT_OF_THE_NAME = {"shown", "needs", "is_listed", "language", "gender"}
MOST_GUESSES = 4


class Suggestions(forms.TextInput):
    """A text field with suggestions that the browser offers while one types; anything else may be typed too."""

    template_name = "participants/_suggestions.html"

    def __init__(self, suggestions=(), attrs=None, *, suggest_url=""):
        super().__init__(attrs)
        self.suggestions, self.suggest_url = suggestions, suggest_url

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_suggestions"
        context["widget"]["attrs"] |= {"list": list_id} | self._renewed(list_id)
        return context | {"list_id": list_id, "suggestions": self.suggestions}

    def _renewed(self, list_id):
        """Return what makes htmx ask for other suggestions while one types, where there is an address to ask."""
        if not self.suggest_url:
            return {}
        trigger = "input changed delay:200ms"
        return {"hx-get": self.suggest_url, "hx-target": f"#{list_id}", "hx-trigger": trigger}


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


class AddressField(forms.Form):
    """The e-mail address of somebody else, to be written to."""

    email = forms.EmailField(
        label="E-mail address",
        error_messages={
            "required": "Enter the e-mail address.",
            "invalid": "Enter an address such as name@example.org.",
        },
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class LanguageAndGenderFields(forms.Form):
    """How we write to a person, and what only figures say of the person."""

    language = forms.ChoiceField(
        label="Language of our messages",
        choices=[("", "The language of the conference"), *LANGUAGES],
        required=False,
        help_text="Messages and letters come in this language; the pages behind their links are in English.",
    )
    gender = forms.ChoiceField(
        label="Gender",
        choices=Gender,
        required=False,
        help_text="For figures only, such as in the information note; it never stands beside a name.",
    )


class ConsentFields(forms.Form):
    """Whether somebody agrees to be named, in the words of the conference: the box names their version."""

    is_listed = forms.BooleanField(
        label=consents.USUAL, required=False, help_text="Name, position and organisation, as you write them."
    )

    def __init__(self, *args, consent=consents.FIRST, **kwargs):
        super().__init__(*args, **kwargs)
        self.consent = consent
        self.fields["is_listed"].label = consent.text
        self.fields["is_listed"].widget.attrs["value"] = consent.version

    @property
    def consent_version(self) -> int | None:
        """The version that stood beside the box when it was ticked; None when it was not, or had been before."""
        if not self.cleaned_data["is_listed"] or self.initial.get("is_listed"):
            return None
        said = str(self.data.get(self.add_prefix("is_listed")))
        versions = range(1, self.consent.version + 1)
        return int(said) if said.isdecimal() and len(said) < 5 and int(said) in versions else self.consent.version


class ConsentForm(forms.Form):
    """The answer on the page that asks for nothing but the consent; the button names the version of the wording."""

    answer = forms.CharField(error_messages={"required": "Choose one of the two buttons."})

    def __init__(self, *args, consent: consents.Wording, **kwargs):
        super().__init__(*args, **kwargs)
        self.consent = consent

    def clean_answer(self):
        if self.cleaned_data["answer"] not in {"no", str(self.consent.version)}:
            raise forms.ValidationError("The wording has changed in this moment. Read it once more.")
        return self.cleaned_data["answer"]

    @property
    def details(self) -> dict:
        """What the action is given."""
        if self.cleaned_data["answer"] == "no":
            return {"is_listed": False}
        return {"is_listed": True, "consent_version": self.consent.version}

    @property
    def done(self) -> str:
        """What is said afterwards."""
        return "You are not named." if self.cleaned_data["answer"] == "no" else "You agree to be named."


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
    country = forms.ChoiceField(
        label="Country", required=False, choices=lambda: [("", "Not stated"), *states.choices()]
    )

    def __init__(self, *args, suggestions=(), suggest_url="", find=queries.organisation_named, **kwargs):
        """Take how to find an organisation by its name; who has found it already says so."""
        super().__init__(*args, **kwargs)
        widget = Suggestions(suggestions, {"autocomplete": "off"}, suggest_url=suggest_url)
        self.fields["organisation"].widget = widget
        self.find = find

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("organisation", "")
        found = self.find(name)
        cleaned["new_organisation"] = None
        if name and found is None:
            close = [] if cleaned.get("sector") else list(queries.organisations_like(name)[:MOST_GUESSES])
            if cleaned.get("sector"):
                country = cleaned.get("country", "")
                cleaned["new_organisation"] = {"official_name": name, "sector": cleaned["sector"], "country": country}
            else:
                self.add_error("organisation" if close else "sector", _unknown(name, close))
        cleaned["organisation"] = found
        return cleaned


def _unknown(name, close) -> str:
    """Say that the dictionary does not have a name, with the entries that may be meant."""
    if not close:
        return f"“{name}” is new here. Choose its sector."
    guesses = "; ".join(organisation.official_name for organisation in close)
    return f"The dictionary has no “{name}”. Did you mean: {guesses}? If it is another one, choose its sector."


class RepresentedFields(OrganisationFields):
    """Whom a person represents, as the person says it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organisation, sector = self.fields["organisation"], self.fields["sector"]
        organisation.error_messages["required"] = "Enter the organisation that you represent."
        organisation.help_text = "The official name; a State stands for its government."
        sector.help_text = "Needed only if the organisation is new to us."
        sector.choices = [("", "Known to you already"), *sector.choices[1:]]


class ParticipantForm(Remembers, QuestionFields, LanguageAndGenderFields, OrganisationFields, NameFields):
    """A participant's details, as the desk changes them."""

    email = forms.EmailField(label="E-mail address", required=False)
    phone = PhoneNumberField(
        label="Telephone",
        required=False,
        help_text="With the country code, such as +41\u00a022\u00a0917\u00a012\u00a034.",
    )
    needs = forms.CharField(
        label="Diet, access and other needs", required=False, widget=forms.Textarea({"rows": 3}), max_length=2000
    )
    is_listed = forms.BooleanField(label="Agrees to be named in the list of participants", required=False)

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.meet()

    @property
    def helper(self):
        who = ["honorific", "given_name", "family_name", "name_order", "job_title", "email", "phone"]
        return page_helper(
            "Save",
            Fieldset("Who", *who, css_class="form-section form-pairs"),
            Fieldset("Represents", "organisation", "sector", "country", css_class="form-section form-pairs"),
            Fieldset(
                "At the conference", "needs", "is_listed", "language", "gender", css_class="form-section form-pairs"
            ),
            *self.question_fieldset(),
            cancel=self.cancel,
        )

    @property
    def details(self):
        """What the action is given."""
        names = [*NameFields.base_fields, "country", "email", "phone", "needs", "is_listed", "language", "gender"]
        given = {name: self.cleaned_data[name] for name in names}
        return given | {name: self.cleaned_data[name] for name in ("organisation", "new_organisation")}


class StayFields(ConsentFields, LanguageAndGenderFields):
    """What a person says of the own stay: how to be reached, what is needed, whether to be named, in which language."""

    phone = PhoneNumberField(
        label="Telephone",
        required=False,
        help_text="With the country code, such as +41\u00a022\u00a0917\u00a012\u00a034.",
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    needs = forms.CharField(
        label="Diet, access and other needs",
        required=False,
        max_length=2000,
        help_text="Anything that we should know to make you welcome. Only the organisers read this.",
        widget=forms.Textarea({"rows": 3}),
    )


class OwnDetailsForm(Remembers, QuestionFields, StayFields, NameFields):
    """What a participant corrects about the own person."""

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["family_name"].error_messages["required"] = "Enter your family name."
        self.fields["family_name"].help_text = "If you have only one name, enter it here."
        self.meet()

    @property
    def helper(self):
        return page_helper("Save", *OwnDetailsForm.base_fields, *self.question_fieldset(), cancel=self.cancel)

    @property
    def person_fields(self):
        """The bound fields about the person, apart from needs, consent and the conference's questions."""
        return [self[name] for name in OwnDetailsForm.base_fields if name not in NOT_OF_THE_NAME]

    @property
    def details(self):
        """What was corrected about the person, apart from the conference's questions."""
        consent = {"consent_version": version} if (version := self.consent_version) else {}
        return consent | {name: self.cleaned_data[name] for name in OwnDetailsForm.base_fields if name != "shown"}


class OwnRegistrationForm(OwnDetailsForm, RepresentedFields):
    """What a participant corrects on the own page: all that was answered while registering."""

    field_order = [*NameFields.base_fields, *OrganisationFields.base_fields]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].required = bool(self.initial.get("organisation"))

    @property
    def helper(self):
        names = [name for name in self.fields if name in OwnRegistrationForm.base_fields]
        return page_helper("Save", *names, *self.question_fieldset(), cancel=self.cancel)

    @property
    def details(self):
        """What was corrected about the person and whom they represent."""
        represented = {name: self.cleaned_data[name] for name in ("organisation", "new_organisation", "country")}
        return super().details | represented

"""Forms about delegations: the desk's, and the page on which a focal point nominates."""

from crispy_forms.layout import Fieldset
from django import forms

from lib import uploads
from lib.forms import page_helper
from lib.meanwhile import Remembers
from lib.text import whole_number
from lib.written import LANGUAGES
from participants import queries
from participants.choices import DelegationRole
from participants.forms.people import HONORIFICS, Suggestions
from participants.models import Nominee

OF_A_PERSON = ["role", "honorific", "given_name", "family_name", "job_title", "email"]
MOST_PEOPLE = 100


class DelegationForm(forms.Form):
    """The focal point and the seats of a delegation."""

    focal_point_name = forms.CharField(label="Name of the focal point", max_length=200, required=False)
    focal_point_email = forms.EmailField(
        label="E-mail address of the focal point",
        required=False,
        help_text="The personal link for the nomination goes there.",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label="Language of our messages to the focal point",
        choices=[("", "The language of the conference"), *LANGUAGES],
        required=False,
    )
    seat_limit = forms.IntegerField(
        label="Seats",
        required=False,
        min_value=0,
        max_value=9999,
        help_text="How many of the delegation can be confirmed. Empty: no limit of its own.",
    )

    def __init__(self, *args, submit="Save", cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit, self.cancel = submit, cancel

    @property
    def helper(self):
        return page_helper(self.submit, cancel=self.cancel)


class NewDelegationForm(DelegationForm):
    """A delegation to open, of an organisation in the dictionary."""

    organisation = forms.CharField(
        label="Organisation",
        max_length=300,
        help_text="Any of its names in the dictionary.",
        error_messages={"required": "Enter the organisation."},
    )
    field_order = ["organisation"]

    def __init__(self, *args, suggestions, suggest_url, **kwargs):
        super().__init__(*args, submit="Open the delegation", **kwargs)
        self.fields["organisation"].widget = Suggestions(suggestions, {"autocomplete": "off"}, suggest_url=suggest_url)

    @property
    def helper(self):
        focal_point = Fieldset(
            "Focal point", "focal_point_name", "focal_point_email", "language", css_class="form-section"
        )
        return page_helper(self.submit, "organisation", focal_point, "seat_limit", cancel=self.cancel)

    def clean_organisation(self):
        name = self.cleaned_data["organisation"]
        found = queries.organisation_named(name)
        if found is None:
            near = "; ".join(each.official_name for each in queries.organisations_like(name)[:4])
            hint = f"Did you mean: {near}?" if near else "Add it to the dictionary first."
            raise forms.ValidationError(f"The dictionary has no “{name}”. {hint}")
        return found


class MembersForm(Remembers):
    """The role of each member, and the order in which they stand in lists."""

    def __init__(self, *args, members, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.members, self.cancel = members, cancel
        for person in members:
            self.fields[f"role-{person.pk}"] = forms.ChoiceField(
                label="Role", choices=DelegationRole, initial=person.delegation_role
            )
            self.fields[f"position-{person.pk}"] = forms.IntegerField(
                label="Position in the list", min_value=0, max_value=9999, initial=person.delegation_position
            )
        self.meet()

    @property
    def helper(self):
        people = [
            Fieldset(each.formal_name, f"role-{each.pk}", f"position-{each.pk}", css_class="form-section form-grid")
            for each in self.members
        ]
        return page_helper("Save", *people, cancel=self.cancel)

    @property
    def arranged(self) -> dict[int, tuple[str, int]]:
        """Role and position of each member, by the person's id."""
        given = self.cleaned_data
        return {each.pk: (given[f"role-{each.pk}"], given[f"position-{each.pk}"]) for each in self.members}


class SendBackForm(forms.Form):
    """Why a focal point has to work on the list again."""

    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        help_text="The focal point reads it in the message and above the list.",
        error_messages={"required": "Enter the reason."},
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self):
        return page_helper("Send the list back", cancel=self.cancel)


class AcceptForm(forms.Form):
    """What accepted people become."""

    HOW = [
        ("register", "Register everybody now"),
        ("invite", "Invite each person, who then answers for himself or herself"),
    ]
    how = forms.ChoiceField(
        label="What they become",
        choices=HOW,
        initial="register",
        widget=forms.RadioSelect,
        help_text="In both cases each person with an address gets a message with a personal link, where what is known "
        "is filled in already. Who has no address is registered.",
    )

    def __init__(self, *args, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self):
        return page_helper("Accept all", cancel=self.cancel)


class FamilyNameField(forms.CharField):
    """Named as needed, and missed only when the list is submitted (NominationForm.clean)."""

    def validate(self, value):
        """An empty row is not a person, and a draft may lack anything."""


class RoleField(forms.ChoiceField):
    """A role of the list of choices; an empty row has none."""

    def validate(self, value):
        if value:
            super().validate(value)


class NominationForm(forms.Form):
    """A delegation on one page: people in their order, each with the same fields, and one letter for all.

    `rows` are what the people's fields hold, as they were saved or sent. An empty row is not a person. A draft may lack
    anything; what is submitted (`is_final`) may not.
    """

    letter = forms.FileField(
        label="Nomination letter",
        required=False,
        allow_empty_file=True,
        help_text="One letter for everybody, such as a note verbale: PDF, JPEG or PNG, at most 10 MB.",
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, data=None, files=None, *, rows: list[dict], is_final=False):
        super().__init__(None if data is None else data_of(rows), files)
        self.rows, self.is_final = rows, is_final
        for number, row in enumerate(rows):
            for name, field in _fields_of_a_person().items():
                field.initial = row.get(name, "")
                if name == "email":
                    field.error_messages["invalid"] = (
                        f"Enter an address for person {number + 1} such as name@example.org."
                    )
                self.fields[f"person-{number}-{name}"] = field

        self.fields["letter"] = self.fields.pop("letter")  # at the end, as on the page

    @property
    def people_fields(self):
        """Of each person the name, as far as the list has one, and the bound fields."""
        names = [f"{row.get('given_name', '')} {row.get('family_name', '')}".strip() for row in self.rows]
        fields = [[self[f"person-{number}-{name}"] for name in OF_A_PERSON] for number in range(len(self.rows))]
        return list(zip(names, fields, strict=True))

    @property
    def people(self) -> list[dict]:
        """The people of the cleaned list, in order, without empty rows."""
        return [person for _, person in self._numbered_people()]

    def clean_letter(self):
        letter = self.cleaned_data["letter"]
        return uploads.document(letter) if letter else None

    def clean(self):
        cleaned = super().clean()
        seen = {}
        for number, person in self._numbered_people():
            if self.is_final and not person["family_name"]:
                self.add_error(f"person-{number}-family_name", f"Enter the family name of person {number + 1}.")
            email = person["email"].lower()
            if email and email in seen:
                text = f"Person {number + 1} has the address of person {seen[email] + 1}. Each needs an own one."
                self.add_error(f"person-{number}-email", text)
            seen.setdefault(email, number)
        heads = [number for number, person in self._numbered_people() if person["role"] == DelegationRole.HEAD]
        for number in heads[1:]:
            self.add_error(f"person-{number}-role", f"Person {heads[0] + 1} is the head of delegation already.")
        if self.is_final and not self.people and not self.errors:
            self.add_error(None, "Nobody is on the list. Add at least one person.")
        return cleaned

    def _numbered_people(self):
        for number in range(len(self.rows)):
            person = {name: self.cleaned_data.get(f"person-{number}-{name}", "") for name in OF_A_PERSON}
            if any(value for name, value in person.items() if name != "role"):
                yield number, person | {"role": person["role"] or DelegationRole.DELEGATE}


def rows_of(data) -> list[dict]:
    """Return what was sent for each person, in order."""
    count = min(whole_number(data.get("count")) or 0, MOST_PEOPLE)
    return [{name: data.get(f"person-{number}-{name}", "") for name in OF_A_PERSON} for number in range(count)]


def empty_row(position: int) -> dict:
    """Return the row of a person to come; the first one leads the delegation."""
    role = DelegationRole.DELEGATE if position else DelegationRole.HEAD
    return dict.fromkeys(OF_A_PERSON, "") | {"role": role}


def data_of(rows: list[dict]) -> dict:
    """Return rows as a form is sent."""
    return {f"person-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}


def rows_of_nominees(nominees) -> list[dict]:
    """Return what was saved for each person, in order."""
    return [{name: getattr(nominee, name) for name in OF_A_PERSON} for nominee in nominees]


def rearranged(rows: list[dict], data) -> tuple[list[dict], int | None]:
    """Do to the rows what the pressed button says; return them and the number of the row to look at."""
    for step, offset in (("up", -1), ("down", 1)):
        number = whole_number(data.get(step))
        if number is not None and number < len(rows) and 0 <= (target := number + offset) < len(rows):
            rows = list(rows)
            rows[number], rows[target] = rows[target], rows[number]
            return rows, target
    if (number := whole_number(data.get("remove"))) is not None:
        return [row for index, row in enumerate(rows) if index != number], max(number - 1, 0)
    return rows, None


def _fields_of_a_person() -> dict[str, forms.Field]:
    of_model = forms.fields_for_model(Nominee, OF_A_PERSON)
    of_model["role"] = RoleField(label="Role", choices=DelegationRole)
    of_model["family_name"] = FamilyNameField(max_length=150)
    of_model["honorific"].widget = Suggestions(HONORIFICS)
    labels = {"honorific": "Title", "family_name": "Family name", "job_title": "Position", "email": "E-mail address"}
    for name, field in of_model.items():
        field.label = labels.get(name, field.label)
        field.help_text = ""
    return of_model

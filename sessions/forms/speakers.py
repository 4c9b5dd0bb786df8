"""Forms of speakers and their presentations."""

from django import forms

from lib import states
from lib.forms import filter_helper, page_helper
from participants.choices import Sector
from participants.queries import organisation_named
from sessions.choices import SpeakerRoleKind
from sessions.forms import meeting
from sessions.forms.refusals import reason_field
from sessions.models import Contribution


class ContributionForm(forms.ModelForm):
    """A presentation that is added to a session."""

    class Meta:
        model = Contribution
        fields = ["title", "abstract"]
        widgets = {"abstract": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self):
        return page_helper("Save presentation", cancel=self.cancel)


class ChangeContributionForm(meeting.MeetingMixin, ContributionForm):
    """A presentation that is there; `sessions` are those that it may be taken to, none for the speaker's own form."""

    session = forms.ModelChoiceField(None, label="Session", empty_label=None)
    reason = reason_field()
    field_order = ["title", "abstract", "session", "reason"]

    def __init__(self, *args, sessions=None, **kwargs):
        super().__init__(*args, **kwargs)
        if sessions is None:
            del self.fields["session"], self.fields["reason"]
        else:
            self.fields["session"].queryset = sessions
            self.initial["session"] = self.instance.session_id
        self.remember(meeting.talk_as_typed(self.instance), meeting.TALK)

    def _post_clean(self):
        """Leave the instance as it is stored: the action compares with it."""

    @property
    def values(self) -> dict:
        """Return the fields of the presentation and what the sender saw, for the action."""
        names = [name for name in ("title", "abstract", "session", "reason") if name in self.fields]
        values = {name: self.cleaned_data[name] for name in names}
        return values | {unit: getattr(self.instance, unit) for unit in self.given_way} | {"seen": self.seen}


class FindPersonForm(forms.Form):
    """Whom to add: words of a name, an address or an organisation."""

    q = forms.CharField(required=False, label="Who speaks?", help_text="A name, an organisation or an e-mail address.")

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.action = action

    @property
    def helper(self):
        return filter_helper(self.action, submit="Find")


class RoleForm(forms.Form):
    """What somebody does in a session."""

    role = forms.ChoiceField(label="Role", choices=SpeakerRoleKind.choices, initial=SpeakerRoleKind.SPEAKER)
    contribution = forms.ModelChoiceField(
        Contribution.objects.none(), label="Presentation", required=False, empty_label="None of their own"
    )

    def __init__(self, *args, session, cancel, submit="Save", **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel, self.submit = cancel, submit
        self.fields["contribution"].queryset = session.contributions.all()
        if not session.contributions.all():
            del self.fields["contribution"]

    @property
    def helper(self):
        return page_helper(self.submit, cancel=self.cancel)


class ChangeRoleForm(meeting.MeetingMixin, RoleForm):
    """What somebody does in a session already."""

    def __init__(self, *args, speaker, **kwargs):
        initial = {"role": speaker.role, "contribution": speaker.contribution_id}
        super().__init__(*args, session=speaker.session, initial=initial, **kwargs)
        self.speaker = speaker
        self.remember(meeting.role_as_typed(speaker), meeting.ROLE)

    @property
    def values(self) -> dict:
        """Return role and presentation and what the sender saw, for the action."""
        values = {name: self.cleaned_data[name] for name in ("role", "contribution") if name in self.fields}
        return values | {unit: getattr(self.speaker, unit) for unit in self.given_way} | {"seen": self.seen}


class ChoosePersonForm(RoleForm):
    """One of the people found, and the role."""

    participant = forms.ModelChoiceField(
        None,
        label="Person",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose a person."},
    )
    reason = reason_field()
    field_order = ["participant", "role", "contribution"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participant"].queryset = people
        self.fields["participant"].label_from_instance = _with_organisation


class NewPersonForm(RoleForm):
    """Somebody who is not known to the conference yet; an e-mail address can follow later."""

    honorific = forms.CharField(
        label="Title", required=False, max_length=40, help_text="Such as Ms., Mr., H.E. Ms., Dr."
    )
    given_name = forms.CharField(label="Given name", required=False, max_length=150)
    family_name = forms.CharField(
        label="Family name", max_length=150, help_text="Who has only one name has it as the family name."
    )
    job_title = forms.CharField(label="Position", required=False, max_length=200)
    organisation_name = forms.CharField(
        label="Organisation",
        required=False,
        max_length=300,
        help_text="By any name that the dictionary knows; an unknown name becomes a new entry.",
    )
    sector = forms.ChoiceField(label="Sector of the organisation", choices=Sector.choices, initial=Sector.GOVERNMENT)
    country = forms.ChoiceField(label="Country", required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    reason = reason_field()
    field_order = [
        "honorific",
        "given_name",
        "family_name",
        "job_title",
        "organisation_name",
        "sector",
        "country",
        "email",
        "role",
        "contribution",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "Not stated"), *states.choices()]

    @property
    def place(self) -> dict:
        """Return what the person does in the session, for the action."""
        names = ("role", "contribution", "reason")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @property
    def person(self) -> dict:
        """Return the details of the person, for the action; an organisation that is not known becomes a new one."""
        cleaned = self.cleaned_data
        names = ["honorific", "given_name", "family_name", "job_title", "country", "email"]
        details = {name: cleaned[name] for name in names}
        name = cleaned["organisation_name"].strip()
        known = organisation_named(name)
        if known:
            return details | {"organisation": known}
        if name:
            new = {"official_name": name, "sector": cleaned["sector"], "country": cleaned["country"]}
            return details | {"new_organisation": new}
        return details


def _with_organisation(participant):
    place = participant.organisation
    return f"{participant.formal_name}, {place}" if place else participant.formal_name

"""What narrows the desk's lists; the state stands in the address."""

import django_filters
from crispy_forms.layout import HTML, Div
from django import forms

from conference.choices import TeamRole
from lib import states
from lib.forms import filter_helper
from participants import columns, questions
from participants.choices import InvitationState, MissingData, NominationState, RegistrationStatus, Sector
from participants.models import Delegation, Invitation, Organisation, Registration, Tag

MORE = """<p class="filters-more"><a href="{% querystring more="yes" %}">More filters and columns</a></p>"""


class PlainSelect(forms.Select):
    """A list of many choices, drawn in one go."""

    template_name = "participants/_plain_select.html"

    def get_context(self, name, value, attrs):
        chosen = {str(each) for each in (value if isinstance(value, list | tuple) else [value])}
        options = [(key, label, str(key) in chosen) for key, label in self.choices]
        return forms.Widget.get_context(self, name, value, attrs) | {"options": options}


class _ListFilter(django_filters.FilterSet):
    """Filters above a list: a search that ignores accents and case, and the form's look."""

    q = django_filters.CharFilter(method="search", label="Name, organisation, e-mail")

    def __init__(self, data, queryset, *, action):
        super().__init__(data, queryset=queryset)
        self.form.helper = filter_helper(action, *self.layout(), refreshes="#list")

    def layout(self):
        """Return what stands where; nothing means all fields in a row."""
        return []

    def search(self, queryset, name, value):
        return queryset.matching(value)

    @property
    def is_narrowed(self) -> bool:
        """Whether the list shows less than everything."""
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else False


class RegistrationFilter(_ListFilter):
    """Registrations by words, status, whom they represent, and what is still missing; and the columns to show."""

    q = django_filters.CharFilter(method="search", label="Name, organisation, e-mail or reference")
    status = django_filters.ChoiceFilter(choices=RegistrationStatus, empty_label="Any", label="Status")
    sector = django_filters.ChoiceFilter(
        field_name="participant__organisation__sector", choices=Sector, empty_label="Any", label="Sector"
    )
    state = django_filters.ChoiceFilter(
        method="from_state", choices=states.choices, empty_label="Any", label="State or country", widget=PlainSelect
    )
    delegation = django_filters.ModelChoiceFilter(
        field_name="participant__delegation", queryset=Delegation.objects.none(), empty_label="Any", label="Delegation"
    )
    invitation = django_filters.ChoiceFilter(
        field_name="invitation_state", choices=InvitationState, empty_label="Any", label="Invitation"
    )
    missing = django_filters.ChoiceFilter(method="lacking", choices=MissingData, empty_label="Nothing", label="Missing")
    tag = django_filters.ModelChoiceFilter(
        field_name="tags", queryset=Tag.objects.none(), empty_label="Any", label="Tag"
    )
    question = django_filters.ChoiceFilter(method="keep_all", choices=[], empty_label="Any", label="Question")
    answer = django_filters.CharFilter(method="answering", label="Answer contains")
    columns = django_filters.MultipleChoiceFilter(
        method="keep_all", choices=columns.CHOICES, label="Columns", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Registration
        fields = []

    def __init__(self, data, queryset, *, action, conference, role=None):
        super().__init__(data, queryset, action=action)
        self.asked = [question for question in conference.questions.in_order() if question.is_shown_to(role)]
        self._offer_columns(is_for_desk=role in {TeamRole.ORGANISER, TeamRole.DESK})
        self._offer_questions()
        self.form.fields["delegation"].queryset = conference.delegations.select_related("organisation")
        self.form.fields["tag"].queryset = conference.tags.all()
        self.filters["delegation"].queryset = self.form.fields["delegation"].queryset
        self.filters["tag"].queryset = self.form.fields["tag"].queryset

    def layout(self):
        """Return what is always there, and what is rarely needed where it is asked for or in use."""
        more = ["state", "delegation", "invitation", "missing", "tag", "question", "answer"]
        is_used = any(self.data.get(name) for name in more)
        if not (is_used or self.data.get("columns") or self.data.get("more")):
            return ["q", "status", "sector", HTML(MORE)]
        is_open = {"open": ""} if is_used or self.data.get("more") else {}
        disclosure = {"template": "participants/_disclosure.html"}
        return [
            "q",
            "status",
            "sector",
            Div(*more, css_class="More filters", **disclosure, **is_open),
            Div("columns", css_class="Columns", **disclosure, **is_open),
        ]

    def _offer_columns(self, *, is_for_desk):
        """Offer the columns that the reader may see, those of the conference's own questions at the end."""
        self.further_columns = questions.columns(self.asked)
        self.form.fields["columns"].choices = [
            *((key, label) for key, label in columns.CHOICES if is_for_desk or key not in columns.PERSONAL),
            *((column.key, column.label) for column in self.further_columns),
        ]

    def _offer_questions(self):
        """Put the questions whose answers the reader may see among the filters; without any, none."""
        self.form.fields["question"].choices = [(str(each.pk), each.label) for each in self.asked]
        if not self.asked:
            for name in ("question", "answer"):
                self.form.fields[name].widget = forms.HiddenInput()

    def answering(self, queryset, name, value):
        wanted = self.form.cleaned_data.get("question")
        asked = [each.pk for each in self.asked if not wanted or str(each.pk) == wanted]
        return queryset.answering(value, asked)

    def from_state(self, queryset, name, value):
        return queryset.representing(value)

    def lacking(self, queryset, name, value):
        return queryset.lacking(value)

    def keep_all(self, queryset, name, value):
        return queryset

    @property
    def shown_columns(self):
        """The columns to show, in the order of the table."""
        keys = self.form.cleaned_data.get("columns") if self.form.is_valid() else []
        return columns.chosen(keys, self.further_columns)


class InvitationFilter(_ListFilter):
    """Invitations by words and state."""

    state = django_filters.ChoiceFilter(choices=InvitationState, empty_label="Any", label="State")

    class Meta:
        model = Invitation
        fields = []


class OrganisationFilter(_ListFilter):
    """Organisations by any of their names, sector and country."""

    q = django_filters.CharFilter(method="search", label="Any name")
    sector = django_filters.ChoiceFilter(choices=Sector, empty_label="Any", label="Sector")
    country = django_filters.ChoiceFilter(choices=states.choices, empty_label="Any", label="Country")

    class Meta:
        model = Organisation
        fields = []


class DelegationFilter(_ListFilter):
    """Delegations by organisation or focal point, and by how the nomination stands."""

    q = django_filters.CharFilter(method="search", label="Organisation or focal point")
    state = django_filters.ChoiceFilter(
        method="standing", choices=NominationState, empty_label="Any", label="Nomination"
    )

    class Meta:
        model = Delegation
        fields = []

    def standing(self, queryset, name, value):
        return queryset.in_state(value)

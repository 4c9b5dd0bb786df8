"""What narrows the desk's lists; the state stands in the address."""

from functools import cache, lru_cache

import django_filters
from crispy_forms.layout import Div
from crispy_forms.utils import render_field
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conference.choices import TeamRole
from lib import states
from lib.forms import filter_helper
from lib.written import enumeration
from participants import columns, queries, questions
from participants.choices import InvitationState, MissingData, NominationState, RegistrationStatus, Sector
from participants.models import Delegation, Invitation, Organisation, Registration

MORE_FILTERS = ["state", "delegation", "invitation", "missing", "tag", "question", "answer"]
MOST_AT_ONCE = 30  # that are drawn as chosen beside one another
UNANSWERED = ("unanswered", "Reached, no answer yet")
UNDELIVERED = ("undelivered", "Not delivered or came back")


class PlainSelect(forms.Select):
    """A list of choices, drawn in one go: with a template for each of hundreds, a list page would cost twice as much."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(each) for each in (value if isinstance(value, list | tuple) else [value])}
        options = _options(tuple(self.choices), frozenset(chosen))
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name} | (attrs or {})))
        return format_html("<select{}>{}</select>", attributes, options)


class SeveralSelects(PlainSelect):
    """Several of the same choices: a list for each that is chosen and one more, all of one name in the address."""

    def value_from_datadict(self, data, files, name):
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return list(dict.fromkeys(value for value in given if value))

    def render(self, name, value, attrs=None, renderer=None):
        first, *others = [*(value or [])[:MOST_AT_ONCE], ""]
        label = "Another State or country"
        more = {key: said for key, said in (attrs or {}).items() if key != "id"} | {"aria-label": label}
        drawn = [super().render(name, first, attrs, renderer)]
        drawn += [super(SeveralSelects, self).render(name, each, more, renderer) for each in others]
        return format_html('<div class="several" data-several="{}">{}</div>', label, SafeString("".join(drawn)))


@cache
def _any_state():
    return (("", "Any"), *states.choices())


def _several_states(**kwargs):
    """Return a filter by one or several States; who comes from any of them is shown."""
    kwargs |= {"choices": _any_state, "label": "State or country", "widget": SeveralSelects}
    return django_filters.MultipleChoiceFilter(**kwargs)


@lru_cache(maxsize=200)
def _options(choices, chosen):
    marks = {True: SafeString(" selected"), False: ""}
    options = ((key, marks[str(key) in chosen], label) for key, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', options)


class PlainField:
    """A field with its label, in a layout of crispy, drawn in one go; one with an error is drawn as everywhere."""

    def __init__(self, name):
        self.name = name

    def render(self, form, context, **kwargs):
        field = form[self.name]
        if field.errors or field.is_hidden:
            return render_field(self.name, form, context, **kwargs)
        form.rendered_fields.add(self.name)
        look = "form-select" if isinstance(field.field.widget, forms.Select) else "form-control"
        return format_html(
            '<div id="div_{}" class="form-group"><label for="{}" class="form-label">{}</label>{}</div>',
            *(field.auto_id, field.id_for_label, field.label, field.as_widget(attrs={"class": look})),
        )


class MoreFilters:
    """The way to what is rarely needed, in a layout of crispy."""

    def render(self, form, context, **kwargs):
        query = context["request"].GET.copy()
        query["more"] = "yes"
        link = '<p class="filters-more"><a href="?{}">More filters and columns</a></p>'
        return format_html(link, query.urlencode())


class PlainChecks:
    """Boxes of a field, in a layout of crispy, drawn in one go."""

    def __init__(self, name):
        self.name = name

    def render(self, form, context, **kwargs):
        form.rendered_fields.add(self.name)
        field = form[self.name]
        chosen = {str(value) for value in field.value() or []}
        boxes = [
            _box(field.html_name, f"{field.auto_id}_{number}", str(value), str(label), str(value) in chosen)
            for number, (value, label) in enumerate(field.field.choices)
        ]
        return format_html(
            '<fieldset class="form-group"><legend class="visually-hidden">{}</legend><div class="checks">{}</div></fieldset>',
            *(field.label, SafeString("".join(boxes))),
        )


@lru_cache(maxsize=2_000)
def _box(name, pk, value, label, is_chosen):
    return format_html(
        '<div class="form-check"><input type="checkbox" class="form-check-input" name="{}" id="{}" value="{}"{}>'
        '<label for="{}" class="form-check-label">{}</label></div>',
        *(name, pk, value, SafeString(" checked" * is_chosen), pk, label),
    )


FIRST_FILTERS = [PlainField("q"), PlainField("status"), PlainField("sector")]


class _ListFilter(django_filters.FilterSet):
    """Filters above a list: a search that ignores accents and case, and the form's look."""

    q = django_filters.CharFilter(method="search", label="Name, organisation, e-mail")

    def __init__(self, data, queryset, *, action):
        self.base_filters = {name: self.base_filters[name] for name in self.drawn_or_used()}  # each of them is copied
        super().__init__(data, queryset=queryset)
        self.form.helper = filter_helper(action, *self.layout(), refreshes="#list")

    def layout(self):
        """Return what stands where; nothing means all fields in a row."""
        return []

    def drawn_or_used(self):
        """Return the names of the filters that are drawn or in use; the others are left out."""
        return list(self.base_filters)

    def search(self, queryset, name, value):
        return queryset.matching(value)

    @property
    def is_narrowed(self) -> bool:
        """Whether the list shows less than everything."""
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else False


class RegistrationFilter(_ListFilter):
    """Registrations by words, status, whom they represent, and what is still missing; and the columns to show."""

    q = django_filters.CharFilter(method="search", label="Name, organisation, e-mail or reference")
    status = django_filters.ChoiceFilter(
        choices=RegistrationStatus, empty_label="Any", label="Status", widget=PlainSelect
    )
    sector = django_filters.ChoiceFilter(
        field_name="participant__organisation__sector",
        choices=Sector,
        empty_label="Any",
        label="Sector",
        widget=PlainSelect,
    )
    state = _several_states(method="from_states")
    delegation = django_filters.ChoiceFilter(
        field_name="participant__delegation", choices=[], empty_label="Any", label="Delegation", widget=PlainSelect
    )
    invitation = django_filters.ChoiceFilter(
        method="invited", choices=InvitationState, empty_label="Any", label="Invitation", widget=PlainSelect
    )
    missing = django_filters.ChoiceFilter(
        method="lacking", choices=MissingData, empty_label="Nothing", label="Missing", widget=PlainSelect
    )
    tag = django_filters.ChoiceFilter(field_name="tags", choices=[], empty_label="Any", label="Tag", widget=PlainSelect)
    question = django_filters.ChoiceFilter(
        method="keep_all", choices=[], empty_label="Any", label="Question", widget=PlainSelect
    )
    answer = django_filters.CharFilter(method="answering", label="Answer contains")
    selected = django_filters.CharFilter(method="only_selected", widget=forms.HiddenInput)
    columns = django_filters.MultipleChoiceFilter(
        method="keep_all", choices=[], label="Columns", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Registration
        fields = []

    def __init__(self, data, queryset, *, action, conference, at, role=None, selected=frozenset()):
        self.selected, self.conference = selected, conference
        given = data.getlist if hasattr(data, "getlist") else lambda name: [data.get(name)]
        self.is_used = any(any(given(name)) for name in MORE_FILTERS)
        self.is_whole = self.is_used or any(data.get(name) for name in ("columns", "more", "everything"))
        super().__init__(data, queryset, action=action)
        self.at, self.further_columns, self.asked = at, [], []
        self.offers = queries.offers_of(conference, is_whole=self.is_whole)
        if not self.is_whole:
            return
        self.asked = [question for question in questions.all_of(conference) if question.is_shown_to(role)]
        self._offer_columns(is_for_desk=role in {TeamRole.ORGANISER, TeamRole.DESK})
        self._offer_questions()
        for name, offered in (("delegation", self.offers.delegations), ("tag", self.offers.tags)):
            self.form.fields[name].choices = [(str(offer.pk), offer.name) for offer in offered]

    def layout(self):
        """Return what is always there, and what is rarely needed where it is asked for or in use."""
        if not self.is_whole:
            return [*FIRST_FILTERS, MoreFilters()]
        opened = {"open": ""}
        filters_are_open = opened if self.is_used or self.data.get("more") else {}
        columns_are_open = opened if self.data.get("columns") and not filters_are_open else {}
        disclosure = {"template": "participants/_disclosure.html"}
        return [
            *FIRST_FILTERS,
            Div(*map(PlainField, MORE_FILTERS), css_class="More filters", **disclosure, **filters_are_open),
            Div(PlainChecks("columns"), css_class="Columns", **disclosure, **columns_are_open),
        ]

    def drawn_or_used(self):
        """Return all names, or those that are always needed."""
        return super().drawn_or_used() if self.is_whole else ["q", "status", "sector", "selected"]

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

    def from_states(self, queryset, name, value):
        return queryset.representing(value)

    def invited(self, queryset, name, value):
        return queryset.in_invitation_state(value, self.at, among=self.conference.invitations)

    def lacking(self, queryset, name, value):
        if value == MissingData.ANSWERS:
            return queryset.filter(pk__in=queries.lacking_answers(self.conference))
        return queryset.lacking(value)

    def only_selected(self, queryset, name, value):
        return queryset.filter(pk__in=self.selected)

    def keep_all(self, queryset, name, value):
        return queryset

    def in_words(self, *, with_search: bool = True) -> str:
        """Name what narrows the list. Words of an answer that was searched for are not repeated, others on demand."""
        if not self.form.is_valid():
            return "Registrations on the list, by a filter that is gone"
        given = {name: value for name, value in self.form.cleaned_data.items() if value and name != "columns"}
        used = [self._said(name, value, with_search) for name, value in given.items()]
        return f"Registrations on the list: {', '.join(used)}" if used else "All registrations on the list"

    def _said(self, name, value, with_search):
        field = self.form.fields[name]
        if name in {"question", "answer"}:
            return field.label.lower().removesuffix(" contains")
        if name == "selected":
            return "ticked"
        if name == "q":
            return f"“{value}”" if with_search else "by words"
        choices = {str(key): said for key, said in field.choices}
        if isinstance(value, list):
            return enumeration([choices.get(each, each) for each in value])
        return f"{field.label.lower()} {choices.get(str(value), value)}"

    @property
    def known_count(self) -> int | None:
        """How many are shown, where the counts by status tell it; else None."""
        counts = self.offers.counts
        used = {name for name, value in self.form.cleaned_data.items() if value} - {"columns", "question"}
        if not self.form.is_valid() or used - {"status"}:
            return None
        return counts[self.form.cleaned_data["status"]] if used else counts.total()

    @property
    def shown_columns(self):
        """The columns to show, in the order of the table."""
        keys = self.form.cleaned_data.get("columns") if self.form.is_valid() else []
        return columns.chosen(keys, self.further_columns)


class InvitationFilter(_ListFilter):
    """Invitations by words, by how they stand, and by where people come from."""

    state = django_filters.ChoiceFilter(
        method="standing",
        choices=[UNANSWERED, UNDELIVERED, *InvitationState.choices],
        empty_label="Any",
        label="Status",
    )
    country = _several_states(method="from_states")

    class Meta:
        model = Invitation
        fields = []

    def from_states(self, queryset, name, value):
        return queryset.representing(value)

    def standing(self, queryset, name, value):
        if value == UNDELIVERED[0]:
            return queryset.undelivered()
        return queryset.unanswered() if value == UNANSWERED[0] else queryset.filter(state=value)


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

"""The desk's lists as tables: sortable by their heads, cards on a narrow screen."""

from functools import cached_property
from html import escape

import django_tables2 as tables
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lib import states
from lib.tables import NOTHING, DrawnTable, badge
from participants import facts
from participants.choices import InvitationState, NominationState, RegistrationStatus
from participants.models import Delegation, Invitation, Organisation, Registration

TELLS_TRIES = {
    InvitationState.QUEUED,
    InvitationState.FAILED,
    InvitationState.BOUNCED,
    InvitationState.SENT,
    InvitationState.OPENED,
}


class _PeopleTable(DrawnTable):
    """Rows that are people: the name leads to the row's page, with the organisation beside it."""

    name = tables.Column("Name", accessor="participant", order_by=("participant__sort_key", "pk"))
    organisation = tables.Column(
        accessor="participant__organisation", order_by=("participant__organisation__official_name", "pk"), default=""
    )

    row_header = "name"

    def __init__(self, *args, conference, query="", **kwargs):
        self.conference, self.query, self.zone = conference, query, conference.zone
        url = reverse(self.leads_to, kwargs={"conference": conference.slug, "pk": 0})
        self.before_pk, _, after_pk = url.rpartition("0")
        self.after_pk = f"{after_pk}?{query}" if query else after_pk
        super().__init__(*args, **kwargs)

    def link(self, pk):
        return f"{self.before_pk}{pk}{self.after_pk}"

    def render_name(self, value, record):
        name, title = escape(value.formal_name), value.job_title
        said = f'<a href="{escape(self.link(record.pk))}">{name}</a>'
        return SafeString(f'{said}<span class="cell-sub">{escape(title)}</span>' if title else said)

    def moment(self, at):
        local = at.astimezone(self.zone)
        return SafeString(f'<span class="nowrap">{local.day} {local:%b %Y, %H:%M}</span>')


class ListColumn(tables.Column):
    """A column of the desk's list (participants/columns.py) in its table."""

    def __init__(self, column):
        order_by = (*column.order_by, "pk") if column.order_by else ()
        super().__init__(column.label, accessor="pk", order_by=order_by, orderable=bool(order_by))
        self.column = column

    def render(self, record, table):
        value = self.column.value(record)
        if not value:
            return NOTHING
        return table.moment(value) if self.column.is_moment else value


class CountedPaginator(Paginator):
    """Pages of rows of which the number may be known already, or found by finding those of the first page."""

    def __init__(self, *args, known_count=None, find_first=None, **kwargs):
        """`find_first` returns rows, so many at most; it is asked where the number is not known."""
        super().__init__(*args, **kwargs)
        self.known_count, self.find_first = known_count, find_first

    @cached_property
    def count(self) -> int:
        if self.known_count is not None:
            return self.known_count
        if self.find_first:
            found = len(self.find_first(self.per_page + 1))
            if found <= self.per_page:
                return found
        return super().count


class RegistrationTable(_PeopleTable):
    """Registrations with the columns that were chosen, each with a box to select it."""

    leads_to = "participants:registration"
    caption = "Registrations"

    select = tables.Column("Select", accessor="pk", orderable=False, visible=False)

    class Meta:
        model = Registration
        fields = ()
        order_by = "-registered_at"

    def __init__(self, *args, columns, told, selected=frozenset(), may_select=False, **kwargs):
        """`told` are registrations with all that the cells of these columns tell, of which the page takes its own."""
        keys = [column.key for column in columns]
        self.keys, self.told, self.selected, self._first = keys, told, selected, []
        super().__init__(
            *args,
            extra_columns=[(column.key, ListColumn(column)) for column in columns if column.key != "name"],
            exclude=("organisation",) if "organisation" not in keys else (),
            sequence=("select", *keys),
            **kwargs,
        )
        if may_select:
            self.columns.show("select")

    @cached_property
    def records(self) -> list[Registration]:
        """The registrations of the page, in order, with all that their cells tell.

        The database finds, sorts and divides ids alone, from the nearer end; then it reads the details of one page.
        """
        page = self.page
        shown = self._shown(page.start_index() - 1, page.end_index(), page.paginator.count)
        found = self.told.for_columns(self.keys).in_bulk(shown) if shown else {}
        return [found[pk] for pk in shown if pk in found]

    def first_pks(self, count) -> list[int]:
        """Return the ids of the first rows, so many at most."""
        self._first = self._found(0, count)
        return self._first

    def _shown(self, first, end, count):
        if count <= 0:
            return []
        if end <= len(self._first):
            return self._first[first:end]
        if first > count - end:
            return list(self._pks.reverse()[count - end : count - first])[::-1]
        return self._found(first, end)

    def _found(self, first, end):
        if tuple(self.order_by) == ("invitation",):
            # Those without an invitation come first; where they are enough, nobody's state has to be known.
            found = list(self._pks.not_invited(among=self.conference.invitations).order_by("pk")[first:end])
            if len(found) == end - first:
                return found
        return list(self._pks[first:end])

    @cached_property
    def _pks(self):
        # The conference is said of both tables, so that the index of either can be followed.
        rows = self.data.data.filter(participant__conference=self.conference)
        return rows.prefetch_related(None).values_list("pk", flat=True)

    def cell(self, column):
        match column.name:
            case "select":
                return lambda record: self.render_select(record.pk, record)
            case "name":
                return lambda record: self.render_name(record.participant, record)
        special = getattr(self, f"render_{column.name}", None)
        return special or (lambda record: column.column.render(record, self))

    def render_select(self, value, record):
        checked = " checked" if value in self.selected else ""
        return SafeString(
            f'<input class="form-check-input" type="checkbox" name="select" value="{value}"'
            f' aria-label="Select {escape(record.participant.name)}"{checked}>'
        )

    def render_status(self, record):
        shown = badge(RegistrationStatus(record.status).label, record.status)
        return format_html("{} {}", shown, badge("Arrived", tone="positive")) if record.has_arrived else shown

    def render_invitation(self, record):
        state = record.invitation_state
        return badge(InvitationState(state).label, state) if state else NOTHING

    def render_email(self, record):
        email = record.participant.email
        return format_html('<a href="mailto:{}">{}</a>', email, email) if email else NOTHING

    def render_phone(self, record):
        return record.participant.phone.as_international if record.participant.phone else NOTHING


class InvitationTable(_PeopleTable):
    """Invitations with what became of them."""

    leads_to = "participants:invitation_detail"
    caption = "Invitations"

    state = tables.Column("Status", order_by=("state", "pk"))
    sent_at = tables.Column("Sent", accessor="message__sent_at", order_by=("message__sent_at", "pk"), default="–")
    opened_at = tables.Column("Opened", order_by=("opened_at", "pk"), default="–")
    answered_at = tables.Column("Answered", order_by=("answered_at", "pk"), default="–")
    expires_at = tables.Column("Answer by", order_by=("expires_at", "pk"), default="–")

    class Meta:
        model = Invitation
        fields = ("name", "organisation", "state", "sent_at", "opened_at", "answered_at", "expires_at")
        sequence = ("name", "organisation", "state", "sent_at", "opened_at", "answered_at", "expires_at")

    def render_state(self, value, record):
        shown = badge(InvitationState(value).label, value)
        if value == InvitationState.DELEGATED and record.delegated_to:
            shown = format_html('{}<span class="cell-sub">to {}</span>', shown, record.delegated_to.formal_name)
        message = record.message if value in TELLS_TRIES else None
        said = facts.tries_and_trouble(message) if message else ""
        return format_html('{}<span class="cell-sub">{}</span>', shown, said) if said else shown

    def render_opened_at(self, value):
        return self.moment(value)

    def render_sent_at(self, value):
        return self.moment(value)

    def render_answered_at(self, value):
        return self.moment(value)

    def render_expires_at(self, value):
        return self.moment(value)


class DelegationTable(DrawnTable):
    """Delegations with their seats, their focal points and how their nominations stand."""

    organisation = tables.Column("Delegation", order_by=("organisation__official_name", "pk"))
    focal_point_name = tables.Column("Focal point", order_by=("focal_point_name", "pk"), empty_values=())
    state = tables.Column("Nomination", orderable=False)
    taken_count = tables.Column(
        "Seats taken",
        order_by=("taken_count", "pk"),
        attrs={"th": {"class": "number"}, "td": {"class": "number"}},
    )

    caption = "Delegations"
    row_header = "organisation"

    class Meta:
        model = Delegation
        fields = ("organisation", "focal_point_name", "state", "taken_count")

    def render_organisation(self, value, record):
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), value.official_name)

    def render_focal_point_name(self, record):
        if not record.focal_point_email:
            return record.focal_point_name or NOTHING
        sub = format_html('<span class="cell-sub">{}</span>', record.focal_point_email)
        return format_html("{}{}", record.focal_point_name, sub)

    def render_state(self, value, record):
        shown, message = badge(value.label, value), record.message
        if value != NominationState.ASKED or not message.trouble:
            return shown
        stands = message.get_status_display()
        return format_html('{}<span class="cell-sub">{}: {}</span>', shown, stands, message.trouble)

    def render_taken_count(self, value, record):
        return f"{value} of {record.seat_limit}" if record.seat_limit is not None else value


class OrganisationTable(DrawnTable):
    """The dictionary, with how many people each entry has at the conference."""

    official_name = tables.Column("Name", order_by=("official_name", "pk"))
    sector = tables.Column(order_by=("sector", "official_name"))
    country = tables.Column(order_by=("country", "official_name"), default=NOTHING)
    people_count = tables.Column(
        "People here",
        order_by=("people_count", "official_name"),
        attrs={"th": {"class": "number"}, "td": {"class": "number"}},
    )

    caption = "Organisations"
    row_header = "official_name"

    class Meta:
        model = Organisation
        fields = ("official_name", "sector", "country", "people_count")

    def __init__(self, *args, conference, **kwargs):
        self.conference = conference
        super().__init__(*args, **kwargs)

    def render_official_name(self, value, record):
        kwargs = {"conference": self.conference.slug, "organisation": record.pk}
        sub = format_html('<span class="cell-sub">{}</span>', record.short_name) if record.short_name else ""
        return format_html('<a href="{}">{}</a>{}', reverse("participants:organisation", kwargs=kwargs), value, sub)

    def render_country(self, value):
        return states.name(value)

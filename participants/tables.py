"""The desk's lists as tables: sortable by their heads, cards on a narrow screen."""

from functools import cache, cached_property

import django_tables2 as tables
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from lib import states
from lib.templatetags.plenary import status_badge
from participants import facts
from participants.choices import InvitationState, NominationState, RegistrationStatus
from participants.models import Delegation, Invitation, Organisation, Registration

NOTHING = "–"
TELLS_TRIES = {
    InvitationState.QUEUED,
    InvitationState.FAILED,
    InvitationState.BOUNCED,
    InvitationState.SENT,
    InvitationState.OPENED,
}
CHECKED = SafeString(" checked")


class _PeopleTable(tables.Table):
    """Rows that are people: the name leads to the row's page, with the organisation beside it."""

    name = tables.Column("Name", accessor="participant", order_by=("participant__sort_key", "pk"))
    organisation = tables.Column(
        accessor="participant__organisation", order_by=("participant__organisation__official_name", "pk"), default=""
    )

    row_header = "name"

    def __init__(self, *args, conference, query="", **kwargs):
        self.conference, self.query = conference, query
        self.before_pk, _, self.after_pk = reverse(
            self.leads_to, kwargs={"conference": conference.slug, "pk": 0}
        ).rpartition("0")
        super().__init__(*args, **kwargs)

    def link(self, pk):
        url = f"{self.before_pk}{pk}{self.after_pk}"
        return f"{url}?{self.query}" if self.query else url

    def render_name(self, value, record):
        return format_html(
            '<a href="{}">{}</a>{}',
            self.link(record.pk),
            value.formal_name,
            format_html('<span class="cell-sub">{}</span>', value.job_title) if value.job_title else "",
        )

    def moment(self, at):
        local = localtime(at, self.conference.zone)
        return format_html('<span class="nowrap">{}</span>', f"{local.day} {local:%b %Y, %H:%M}")


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
    """Pages of rows of which the number may be known already."""

    def __init__(self, *args, known_count=None, **kwargs):
        super().__init__(*args, **kwargs)
        if known_count is not None:
            self.count = known_count


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
        self.keys, self.told, self.selected = keys, told, selected
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
        # The conference is said of both tables, so that the index of either can be followed.
        page, rows = self.page, self.data.data.filter(participant__conference=self.conference)
        pks = rows.prefetch_related(None).values_list("pk", flat=True)
        first, end, count = page.start_index() - 1, page.end_index(), page.paginator.count
        if count <= 0:
            return []
        is_nearer_the_end = first > count - end
        shown = list(pks.reverse()[count - end : count - first])[::-1] if is_nearer_the_end else list(pks[first:end])
        found = self.told.for_columns(self.keys).in_bulk(shown)
        return [found[pk] for pk in shown if pk in found]

    def lines(self):
        """Yield the cells of each row of the page, drawn."""
        shown = [(*self._tags(column), self._cell(column)) for column in self.columns]
        for record in self.records:
            yield SafeString("".join(f"{start}{conditional_escape(cell(record))}{end}" for start, end, cell in shown))

    def _tags(self, column):
        if column.name == "name":
            return '<th scope="row" data-label="">', "</th>"
        return format_html('<td data-label="{}">', column.header), "</td>"

    def _cell(self, column):
        match column.name:
            case "select":
                return lambda record: self.render_select(record.pk, record)
            case "name":
                return lambda record: self.render_name(record.participant, record)
        special = getattr(self, f"render_{column.name}", None)
        return special or (lambda record: column.column.render(record, self))

    def render_select(self, value, record):
        return format_html(
            '<input class="form-check-input" type="checkbox" name="select" value="{}" aria-label="Select {}"{}>',
            value,
            record.participant.name,
            CHECKED if value in self.selected else "",
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


class DelegationTable(tables.Table):
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


class OrganisationTable(tables.Table):
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


@cache
def badge(label, status="", tone=""):
    """Return a status badge as it stands in a cell."""
    return render_to_string("components/status_badge.html", status_badge(label, status, tone))

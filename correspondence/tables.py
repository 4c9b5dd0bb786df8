"""Lists of messages."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from correspondence.models import Message
from lib.tables import DrawnTable, badge


class MessageTable(DrawnTable):
    """All messages of a conference."""

    caption = "Messages"
    row_header = "subject"

    subject = tables.Column()
    to_email = tables.Column("To", order_by=("to_name", "to_email"))
    status = tables.Column("Status")
    attempt_count = tables.Column("Tries", attrs={"th": {"class": "number"}, "td": {"class": "number"}})
    created_at = tables.Column("Written", order_by=("created_at", "pk"))

    class Meta:
        model = Message
        fields = ["subject", "to_email", "status", "attempt_count", "created_at"]
        order_by = "-created_at"

    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, **kwargs)
        url = reverse("correspondence:message", kwargs={"conference": conference.slug, "pk": 0})
        self.before_pk, _, self.after_pk = url.rpartition("0")
        self.zone = conference.zone

    def render_subject(self, value, record):
        return format_html('<a href="{}{}{}">{}</a>', self.before_pk, record.pk, self.after_pk, value)

    def render_to_email(self, record):
        if not record.to_name:
            return record.to_email
        return format_html('{} <span class="cell-sub">{}</span>', record.to_name, record.to_email)

    def render_status(self, record):
        shown = badge(record.get_status_display(), record.status)
        said = record.last_error
        return format_html('{}<span class="cell-sub">{}</span>', shown, said) if said else shown

    def render_created_at(self, value):
        return f"{value.astimezone(self.zone):%-d %b %Y, %H:%M}"

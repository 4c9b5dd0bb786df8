"""Lists of messages."""

import django_tables2 as tables
from django.utils.html import format_html

from correspondence.models import Message


class MessageTable(tables.Table):
    """All messages of a conference."""

    caption = "Messages"
    row_header = "subject"

    subject = tables.Column(linkify=True)
    to_email = tables.Column("To", order_by=("to_name", "to_email"))
    status = tables.TemplateColumn(
        "{% load plenary %}{% status_badge record.get_status_display record.status %}"
        '{% if record.last_error %}<span class="cell-sub">{{ record.last_error }}</span>{% endif %}',
        verbose_name="Status",
    )
    attempt_count = tables.Column("Tries", attrs={"th": {"class": "number"}, "td": {"class": "number"}})
    created_at = tables.Column("Written", order_by=("created_at", "pk"))

    class Meta:
        model = Message
        fields = ["subject", "to_email", "status", "attempt_count", "created_at"]
        order_by = "-created_at"

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def render_to_email(self, record):
        if not record.to_name:
            return record.to_email
        return format_html('{} <span class="cell-sub">{}</span>', record.to_name, record.to_email)

    def render_created_at(self, value):
        return f"{value.astimezone(self.zone):%-d %b %Y, %H:%M}"

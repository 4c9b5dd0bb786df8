"""What narrows a list of messages."""

from functools import partial

import django_filters
from django.urls import reverse

from correspondence import audiences
from correspondence.choices import MessageStatus
from correspondence.models import Message
from lib.forms import filter_helper

UNDELIVERED = ("undelivered", "Did not arrive")


class MessageFilter(django_filters.FilterSet):
    """By words, state and kind; the state of the form stands in the address."""

    q = django_filters.CharFilter(method="search", label="Person, organisation, address or subject")
    status = django_filters.ChoiceFilter(
        method="in_state", choices=[UNDELIVERED, *MessageStatus.choices], label="Status", empty_label="Any"
    )
    kind = django_filters.ChoiceFilter(label="Kind", empty_label="All kinds")

    class Meta:
        model = Message
        fields = ["q", "status", "kind"]

    def __init__(self, data, queryset, *, conference):
        super().__init__(data, queryset)
        self.conference = conference
        kinds = conference.messages.order_by("kind").values_list("kind", flat=True).distinct()
        self.filters["kind"].extra["choices"] = [(kind, kind.replace("_", " ").capitalize()) for kind in kinds]
        address = reverse("correspondence:message_list", kwargs={"conference": conference.slug})
        self.form.helper = filter_helper(address, refreshes="#messages")

    def in_state(self, queryset, name, value):
        return queryset.undelivered() if value == UNDELIVERED[0] else queryset.filter(status=value)

    def search(self, queryset, name, value):
        return queryset.matching(value, partial(audiences.addresses, self.conference))

"""What narrows the desk's lists; the state stands in the address."""

import django_filters
from django.db.models import Count

from lib.forms import filter_helper
from participants.choices import InvitationState, RegistrationStatus, Sector
from participants.models import Invitation, Registration


class _ListFilter(django_filters.FilterSet):
    """Filters above a list: a search that ignores accents and case, and the form's look."""

    q = django_filters.CharFilter(method="search", label="Name, organisation, e-mail")

    def __init__(self, data, queryset, *, action):
        super().__init__(data, queryset=queryset)
        self.form.helper = filter_helper(action, refreshes="#list")

    def search(self, queryset, name, value):
        return queryset.matching(value)

    @property
    def is_narrowed(self) -> bool:
        """Whether the list shows less than everything."""
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else False


class RegistrationFilter(_ListFilter):
    """Registrations by words, status and sector."""

    q = django_filters.CharFilter(method="search", label="Name, organisation, e-mail or reference")
    status = django_filters.ChoiceFilter(choices=RegistrationStatus, empty_label="Any", label="Status")
    sector = django_filters.ChoiceFilter(
        field_name="participant__organisation__sector", choices=Sector, empty_label="Any", label="Sector"
    )

    class Meta:
        model = Registration
        fields = []


class InvitationFilter(_ListFilter):
    """Invitations by words and state."""

    state = django_filters.ChoiceFilter(choices=InvitationState, empty_label="Any", label="State")

    class Meta:
        model = Invitation
        fields = []


def counts_by_status(conference) -> dict[str, int]:
    """Return how many registrations a conference has of each status."""
    rows = conference.registrations.order_by().values("status").annotate(count=Count("pk"))
    return {row["status"]: row["count"] for row in rows}

"""How registrations stand."""

from participants.models import Registration


def status_of(*registrations) -> list[str]:
    """Return the statuses of registrations as they are now, in the order that was asked."""
    found = dict(Registration.objects.values_list("pk", "status"))
    return [found[each.pk] for each in registrations]

"""What keeps a selection of the desk's list, so that an address can name it."""

from django.db import transaction

from participants.models import Selection


@transaction.atomic
def keep_selection(conference, pks, *, by, at) -> Selection:
    """Keep which registrations were ticked, as far as they are the conference's; it is forgotten after some days."""
    found = conference.registrations.filter(pk__in=pks).order_by("pk").values_list("pk", flat=True)
    return Selection.objects.create(conference=conference, registrations=list(found), made_at=at)

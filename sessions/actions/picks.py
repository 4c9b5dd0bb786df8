"""What changes the own agenda of a registered participant. It is theirs alone, so the history does not tell it."""

from django.db import transaction

from lib.refusal import still_there
from participants.models import Participant
from sessions.models import Pick, Session


@transaction.atomic
def pick(participant: Participant, chosen: set[int], *, by, at) -> None:
    """Make these sessions (ids) the participant's own agenda; ids of other conferences are left out."""
    still_there(Participant.objects.select_for_update(), pk=participant.pk)
    wanted = set(
        Session.objects.filter(conference=participant.conference_id, pk__in=chosen).values_list("pk", flat=True)
    )
    known = set(participant.picks.values_list("session_id", flat=True))
    participant.picks.filter(session__in=known - wanted).delete()
    Pick.objects.bulk_create(
        Pick(session_id=pk, participant=participant, picked_at=at) for pk in sorted(wanted - known)
    )

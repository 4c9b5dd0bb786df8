"""What hangs on messages: invitations, nominations and requests stand by the one that was written last."""

from participants.models import Delegation, Invitation, VisaRequest


def stand_by_the_new_one(sender, *, first, written, **kwargs):
    """Let what was told by a message that is written again stand by the new one: where it stands, and what is cancelled.

    Inside the action that writes it, which leaves the trace.
    """
    for model in (Invitation, Delegation, VisaRequest):
        told = model.objects.filter(message=first)
        told.update(message=written)

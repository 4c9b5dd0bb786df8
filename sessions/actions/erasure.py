"""What this app holds of a person who is taken out: biography, photo, picks, files taken away. A released agenda keeps what it printed."""

from sessions.actions.profiles import delete_for_good
from sessions.models import Document, Pick, SpeakerProfile


def erase_speaker(sender, *, participant, by, at, **kwargs) -> None:
    """Erase it, inside the transaction of `participants.actions.erase_person`, which leaves the trace."""
    Pick.objects.filter(participant=participant).delete()
    delete_for_good(Document.objects.removed().filter(uploaded_by=participant))
    for profile in SpeakerProfile.objects.filter(participant=participant):
        if profile.photo:
            profile.photo.delete(save=False)
        profile.biography, profile.photo, profile.unavailable = "", "", ""
        profile.save(update_fields=["biography", "photo", "unavailable"])

"""What the agenda holds about one person, for the person who asks (participants/held.py)."""

from participants.held import Part, when
from sessions.models import Document, SpeakerProfile


def about(participant) -> Part | None:
    """Return roles, biography, uploads and picks."""
    entries = [
        [("Session", each.session.title), ("Role", each.get_role_display()), ("Answer", each.get_answer_display())]
        for each in participant.speaker_roles.select_related("session")
    ]
    for profile in SpeakerProfile.objects.filter(participant=participant):
        entries.append(
            [("Biography", profile.biography), ("When you cannot", profile.unavailable),
             ("Photo", "yes" if profile.photo else "")]
        )  # fmt: skip
    for document in Document.objects.filter(uploaded_by=participant):
        taken_away = document.removed_at and when(participant, document.removed_at)
        entries.append(
            [("You uploaded", document.title), ("On", when(participant, document.uploaded_at)),
             ("You took it away on", taken_away)]
        )  # fmt: skip
    for pick in participant.picks.select_related("session"):
        entries.append([("You picked", pick.session.title), ("On", when(participant, pick.picked_at))])
    said = [[(label, value) for label, value in entry if value] for entry in entries]
    return Part("In the agenda", [entry for entry in said if entry]) if any(said) else None

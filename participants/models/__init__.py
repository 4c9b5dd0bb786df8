"""People at a conference and whom they represent. One module per family of nouns; callers import from here."""

from participants.models.merging import DistinctPair, Merge
from participants.models.organisations import Delegation, Organisation
from participants.models.people import Invitation, Participant, Registration, SavedView, Tag

__all__ = [
    "Delegation",
    "DistinctPair",
    "Invitation",
    "Merge",
    "Organisation",
    "Participant",
    "Registration",
    "SavedView",
    "Tag",
]

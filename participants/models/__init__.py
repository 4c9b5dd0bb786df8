"""People at a conference and whom they represent. One module per family of nouns; callers import from here."""

from participants.models.drafts import RegistrationDraft
from participants.models.imports import Import
from participants.models.merging import DistinctPair, Merge
from participants.models.organisations import Delegation, Nominee, Organisation
from participants.models.people import Invitation, Participant, Registration, SavedView, Tag
from participants.models.photos import Photo, RegistrationSettings
from participants.models.places import SectorLimit, WaitingListSettings
from participants.models.questions import Answer, Choice, Question
from participants.models.selections import Selection
from participants.models.visas import VisaRequest
from participants.models.work import Work

__all__ = [
    "Answer",
    "Choice",
    "Delegation",
    "DistinctPair",
    "Import",
    "Invitation",
    "Merge",
    "Nominee",
    "Organisation",
    "Participant",
    "Photo",
    "Question",
    "Registration",
    "RegistrationDraft",
    "RegistrationSettings",
    "SavedView",
    "SectorLimit",
    "Selection",
    "Tag",
    "VisaRequest",
    "WaitingListSettings",
    "Work",
]

"""The classes of personal data that this app holds, and for how many days after a conference (conference/holdings.py)."""

from conference.holdings import Holding, known
from participants import actions
from participants.actions import erasure, photos


def register():
    """Tell the conference's pages; called once when the app is ready."""
    known.extend(
        [
            Holding(
                "needs",
                "Diet, access and other needs",
                30,
                lambda conference: erasure.with_needs(conference).count(),
                actions.erase_needs,
            ),
            Holding(
                "photos", "Photos", 30, lambda conference: photos.with_photo(conference).count(), actions.erase_photos
            ),
            Holding(
                "visa_requests",
                "Passports in requests for letters for visas",
                30,
                lambda conference: conference.visa_requests.filter(erased_at=None).count(),
                actions.forget_passports,
            ),
            Holding(
                "answers",
                "Answers to the conference’s own questions, with files",
                90,
                lambda conference: erasure.answered(conference).count(),
                actions.erase_answers,
            ),
            Holding(
                "handed_in",
                "Nomination letters, uploaded spreadsheets, unfinished registrations",
                90,
                erasure.handed_in,
                actions.erase_what_was_handed_in,
            ),
            Holding(
                "contact",
                "E-mail addresses and telephone numbers",
                365,
                lambda conference: erasure.with_contact(conference).count(),
                actions.erase_contact,
            ),
        ]
    )

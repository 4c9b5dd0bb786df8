"""The classes of personal data that this app holds, and for how many days after a conference (conference/holdings.py)."""

from conference.holdings import Holding, known
from correspondence import actions
from correspondence.actions import erasure


def register():
    """Tell the conference's pages; called once when the app is ready."""
    known.append(
        Holding(
            "passports",
            "Letters for visas, with numbers of passports",
            30,
            lambda conference: conference.messages.filter(
                attachments__is_confidential=True, attachments__erased_at=None
            ).count(),
            actions.erase_confidential_files,
        )
    )
    known.append(
        Holding(
            "messages",
            "Texts and recipients of messages",
            365,
            lambda conference: erasure.still_readable(conference).count(),
            actions.erase_messages,
        )
    )

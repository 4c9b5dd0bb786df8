"""What each person gets of a mailing: the text that was written for it, or of a reminder the text in the own language.

And how a text reads before anybody gets it.
"""

from functools import cache

from django.conf import settings

from correspondence import audiences, facts, wording
from correspondence.audiences import Recipient
from correspondence.kinds import LINKS, Kind
from correspondence.models import Mailing, Reminder


def preview(conference, kind: Kind, language: str, recipient: Recipient | None) -> tuple[str, str, str]:
    """Return (subject, text, html) of a kind as it reads for a recipient, to be looked at or sent as a test.

    What belongs to one message alone is named in brackets; links to it lead to the conference's page.
    """
    page = settings.SITE_URL + conference.get_absolute_url()
    values = {name: page if name in LINKS else f"[{name.replace('_', ' ')}]" for name in kind.further}
    values |= facts.values(conference, language) | (recipient.values if recipient else {})
    text = wording.worded(conference, kind.code, language)
    return wording.fill(*text, values, conference=conference, reason=kind.reason, language=language)


class Composer:
    """Composes the messages of one mailing.

    What an organiser has written is in one language, the conference's; so are the dates, the salutation and the words
    around it. A reminder that sends itself has a text in every language.
    """

    def __init__(self, mailing: Mailing):
        self.mailing, self.conference = mailing, mailing.conference
        self.kind = (
            Reminder.objects.filter(mailing=mailing).values_list("kind", flat=True).first() if mailing.pk else None
        )
        self._text = cache(self._text)
        self._values = cache(self._values)

    def recipients(self, ids: list[int]) -> list[Recipient]:
        """Return these people, with what the placeholders stand for in the language in which each is written to."""
        return audiences.recipients(self.conference, ids, "" if self.kind else self.conference.default_language)

    def compose(self, recipient: Recipient) -> tuple[str, str, str]:
        """Return (subject, text, html) for one of them."""
        language = recipient.language
        values = self._values(language) | recipient.values
        return wording.fill(*self._text(language), values, conference=self.conference, language=language)

    def reason_to_leave_out(self, recipient: Recipient) -> str:
        """Return why one of them cannot get it, or an empty text."""
        return audiences.reason_to_leave_out(recipient, " ".join(self._text(recipient.language)))

    def _text(self, language):
        if self.kind and language != self.conference.default_language:
            return wording.to_begin_with(self.conference, self.kind, language)
        return self.mailing.subject, self.mailing.text

    def _values(self, language):
        return facts.values(self.conference, language)

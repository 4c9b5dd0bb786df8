"""Fills the annexes that are made from the conference's data. Reads; a frozen edition keeps what it gave."""

from lib.written import written_days
from reports.choices import AnnexKind
from reports.gathering import took_part
from reports.lists import agenda_text, participants_text


def with_data(content: dict, conference) -> dict:
    """Return a note's content with the lists of its annexes written out; what an author wrote stands above them."""
    makers = {AnnexKind.PARTICIPANTS: _participants, AnnexKind.AGENDA: _agenda}
    annexes = []
    for annex in content["annexes"]:
        maker = makers.get(annex["kind"])
        made = maker(conference, content["language"]) if maker else ""
        annexes.append(annex | {"text": "\n\n".join(part for part in (annex["text"], made) if part)})
    return content | {"annexes": annexes}


def listed_participants(conference):
    """Return who took part and agreed to be named: those who arrived, or all confirmed when nobody was checked in."""
    # By the people's ids: SQLite asks a list of registrations anew for every person (10 s of processor for 10,000).
    taking_part = took_part(conference).values("participant")
    listed = conference.participants.filter(is_listed=True, pk__in=taking_part)
    return listed.select_related("organisation", "delegation__organisation")


def _participants(conference, language):
    return participants_text(listed_participants(conference), language)


def _agenda(conference, language):
    sessions = conference.sessions.published().placed().in_order().with_people()
    return agenda_text(sessions, conference.zone, lambda day: written_days([day], language), language)

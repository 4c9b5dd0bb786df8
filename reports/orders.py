"""Fetches what a conference prints besides its notes, and returns what each document is made of. Reads."""

from conference.facts import organizers_sentence, place
from conference.models import Conference
from lib.written import clause_comma, written_days
from reports.annexes import listed_participants
from reports.documents import badges, booklet, people
from reports.documents.frame import Frame, isolated
from reports.documents.words import words
from reports.gathering import took_part
from reports.printing import Order
from reports.wording import days_of
from sessions import queries
from sessions.choices import SpeakerRoleKind
from sessions.facts import reading, snapshot


def participants_order(conference: Conference, *, layout: str, language: str) -> Order:
    """Return the list of those who took part and agreed to be named."""
    listed = list(listed_participants(conference).select_related("registration"))
    said = words(language)
    notes = [said["participants_count"].format(len(listed))]
    if listed:
        newest = max(each.registration.checked_in_at or each.registration.status_changed_at for each in listed)
        notes.append(said["as_of"].format(written_days([newest.astimezone(conference.zone).date()], language)))
    frame = _frame(conference, said["list_of_participants"], language, notes=notes)
    return Order(people.participants_html(listed, frame, layout), people.SHEETS)


def booklet_order(
    conference: Conference, *, paper: str, language: str, with_texts: bool, with_people: bool, is_draft: bool = False
) -> Order | None:
    """Return the agenda that was released last, or the one that the team works on; None where there is none."""
    agenda = _agenda(conference, language, is_draft=is_draft)
    if not agenda.days:
        return None
    printed = booklet.days(agenda, language, with_texts=with_texts, with_people=with_people)
    frame = _frame(conference, words(language)["agenda"], language, is_draft=is_draft)
    return Order(booklet.booklet_html(printed, frame), booklet.sheets(paper))


def badges_order(conference: Conference, *, size: str, order: str, language: str) -> Order | None:
    """Return the badges of all who are confirmed; None where nobody is."""
    confirmed = conference.registrations.confirmed().select_related(
        "participant__organisation", "participant__delegation__organisation"
    )
    in_order = badges.in_order(confirmed.order_by("participant__sort_key", "pk"), order)
    made = badges.badges(in_order, _roles(conference), language)
    if not made:
        return None
    frame = _frame(conference, words(language)["badges"], language)
    event = conference.short_title or conference.title
    return Order(badges.badges_html(made, frame, size, event=event), badges.sheets(size))


def _roles(conference):
    """Return what each person does in the agenda, by participant: the first of the roles in the order of display."""
    roles = {}
    of_people = conference.sessions.published().values_list("speaker_roles__participant", "speaker_roles__role")
    rank_of = list(SpeakerRoleKind.values).index
    for person, role in of_people:
        if role and (person not in roles or rank_of(role) < rank_of(roles[person])):
            roles[person] = role
    return roles


def counts(conference: Conference) -> tuple[int, int]:
    """Return how many are listed, and how many took part and did not agree to be named."""
    listed = listed_participants(conference).count()
    return listed, took_part(conference).count() - listed


def has_release(conference: Conference) -> bool:
    """Return whether the agenda was released."""
    return queries.latest_release(conference) is not None


def _agenda(conference, language, *, is_draft):
    if is_draft:
        kept = conference.sessions.published().placed().in_order().with_people()
        entries = snapshot.freeze(kept, None, conference.created_at)["sessions"]
    else:
        release = queries.latest_release(conference)
        entries = release.snapshot["sessions"] if release else []
    return reading.agenda(reading.items(entries, conference.zone, language=language), conference.zone)


def _frame(conference, title, language, *, notes=(), is_draft=False):
    starts = conference.sessions.published().placed().values_list("starts_at", flat=True)
    held = [moment.astimezone(conference.zone).date() for moment in starts]
    dates = written_days(days_of(conference.starts_on, conference.ends_on, held), language)
    where = place(conference, language)
    comma = clause_comma(language)
    return Frame(
        title=title,
        event=isolated(conference.title, language),
        place_and_date=comma.join(part for part in (dates, where) if part),
        author=organizers_sentence(conference.organizers.in_order(), language),
        language=language,
        is_draft=is_draft,
        notes=notes,
    )

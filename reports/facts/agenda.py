"""Facts about the agenda and the series: how long, in which order, who gave keynotes, which conference of its kind."""

from datetime import time

from conference.facts import place
from lib import states
from lib.written import enumeration, written_days
from participants.choices import Sector
from reports.facts.model import Fact
from reports.facts.people import named
from reports.facts.phrases import Phrases
from reports.wording import days_of
from sessions.choices import SessionKind, SpeakerAnswer, SpeakerRoleKind

NOON = time(13, 0)
AFTERNOON = time(13, 30)
# What stands around the work of a conference; a note tells the work, when there is any.
FRAMING = {SessionKind.OPENING, SessionKind.CEREMONY}


def length(data, basis, language):
    zone = data.conference.zone
    halves = {}
    for session in data.sessions:
        if session.kind == SessionKind.BREAK:
            continue
        starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
        if starts.time() < NOON:
            halves.setdefault((starts.date(), "morning"), []).append(session)
        if ends.time() > AFTERNOON or ends.date() > starts.date():
            halves.setdefault((starts.date(), "afternoon"), []).append(session)
    if halves:
        rows = [
            f"{written_days([day])}, {half}: {enumeration(f'“{session.title}”' for session in sessions)}"
            for (day, half), sessions in sorted(halves.items(), key=lambda item: (item[0][0], item[0][1] != "morning"))
        ]
        sentence, days = Phrases(language).length(len(halves)), f"{len(halves) / 2:g}"
        yield Fact("length", "Length, in half-days with sessions", sentence, len(halves), rows, token=days)


def order(data, basis, language):
    held = [session for session in data.sessions if session.kind != SessionKind.BREAK]
    sessions = [session for session in held if session.kind not in FRAMING]
    sessions = sessions if len(sessions) > 1 else held
    if len(sessions) < 2:
        return
    phrases = Phrases(language)
    titles = [phrases.quoted(session.title) for session in sessions]
    first, *between, last = titles
    text = phrases.sentences(
        phrases.say("opened" if sessions[0] is held[0] else "began", title=first),
        phrases.say("followed", len(between), titles=enumeration(between, language)) if between else "",
        phrases.say("last" if sessions[-1] is held[-1] else "last of the work", title=last),
    )
    rows = [
        f"{session.starts_at.astimezone(data.conference.zone):%-d %B %Y, %H:%M}: {session.title}"
        for session in sessions
    ]
    value = [session.title for session in sessions]
    yield Fact("order", "Sessions in order", text, value, rows, token=enumeration(titles, language))


def keynotes(data, basis, language):
    codes, rows = [], []
    for session in data.sessions:
        if session.kind != SessionKind.KEYNOTE:
            continue
        for role in session.speaker_roles.all():
            person, organisation = role.participant, role.participant.organisation
            country = person.country or (organisation.country if organisation else "")
            is_speaker = role.role == SpeakerRoleKind.SPEAKER and role.answer != SpeakerAnswer.DECLINED
            # Who comes from a company or the United Nations speaks for no State, whatever the nationality.
            if not (is_speaker and country) or (organisation and organisation.sector != Sector.GOVERNMENT):
                continue
            rows.append(f"{session.title}: {person.name}, {states.name(country)}")
            codes += [country] if country not in codes else []
    if codes:
        names = named(codes, language)
        label = "States of the keynote speakers, in the order of the agenda"
        yield Fact(
            "keynotes", label, Phrases(language).say("keynotes", len(codes), names=names), codes, rows, token=names
        )


def series(data, basis, language):
    conference = data.conference
    if not (conference.series_id and conference.ordinal):
        return
    rows = [
        f"{earlier.ordinal or '–'}: {earlier.title}, "
        f"{written_days(days_of(earlier.starts_on, earlier.ends_on))}, {place(earlier)}"
        for earlier in data.earlier
    ]
    phrases = Phrases(language)
    ordinal = phrases.word("ordinal", conference.ordinal)
    text = phrases.say("series", ordinal=ordinal, name=phrases.quoted(conference.series.name))
    # Only when all before it are known can “the earlier conference” be told of, and only with their places.
    if data.earlier and len(data.earlier) == conference.ordinal - 1 and all(map(place, data.earlier)):
        places = enumeration((_held(each, phrases, language) for each in data.earlier), language)
        text = phrases.sentences(text, phrases.say("earlier", len(data.earlier), places=places))
    value = [conference.ordinal, [earlier.slug for earlier in data.earlier]]
    yield Fact("series", "Place in the series", text, value, rows, token=ordinal)


def _held(conference, phrases, language):
    """Say where and in which year an earlier conference was held."""
    if conference.is_online and not conference.city:
        return phrases.say_within("online", year=conference.starts_on.year)
    return phrases.say_within("place", place=place(conference, language), year=conference.starts_on.year)


AGENDA = (length, order, keynotes, series)

"""Facts about the agenda and the series: how long, in which order, who gave keynotes, which conference of its kind."""

from datetime import time

from lib import states
from reports.facts.model import Fact
from reports.facts.people import in_text
from reports.wording import days_of, enumeration, half_days, ordinal, written_days, written_place
from sessions.choices import SessionKind, SpeakerRoleKind

NOON = time(13, 0)
AFTERNOON = time(13, 30)


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
        written = half_days(len(halves))
        rows = [
            f"{written_days([day])}, {half}: {enumeration(f'“{session.title}”' for session in sessions)}"
            for (day, half), sessions in sorted(halves.items(), key=lambda item: (item[0][0], item[0][1] != "morning"))
        ]
        sentence = f"The conference lasted {written}." if language == "en" else f"{len(halves) / 2:g}"
        yield Fact("length", "Length, in half-days with sessions", sentence, len(halves), rows)


def order(data, basis, language):
    sessions = [session for session in data.sessions if session.kind != SessionKind.BREAK]
    if len(sessions) < 2:
        return
    titles = [f"“{session.title}”" for session in sessions]
    first, *between, last = titles
    parts = [f"The conference opened with {first}."]
    if between:
        parts.append(f"This was followed by {enumeration(between)}.")
    parts.append(f"The last session was {last}.")
    rows = [
        f"{session.starts_at.astimezone(data.conference.zone):%-d %B %Y, %H:%M}: {session.title}"
        for session in sessions
    ]
    value = [session.title for session in sessions]
    yield Fact("order", "Sessions in order", " ".join(parts) if language == "en" else enumeration(titles), value, rows)


def keynotes(data, basis, language):
    codes, rows = [], []
    for session in data.sessions:
        if session.kind != SessionKind.KEYNOTE:
            continue
        for role in session.speaker_roles.all():
            person = role.participant
            country = person.country or (person.organisation.country if person.organisation else "")
            if role.role != SpeakerRoleKind.SPEAKER or not country:
                continue
            rows.append(f"{session.title}: {person.name}, {states.name(country)}")
            codes += [country] if country not in codes else []
    if codes:
        sentence = f"Keynote presentations were given by representatives of {enumeration(in_text(c) for c in codes)}."
        bare = enumeration((states.name(code, language) for code in codes), language)
        label = "States of the keynote speakers, in the order of the agenda"
        yield Fact("keynotes", label, sentence if language == "en" else bare, codes, rows)


def series(data, basis, language):
    conference = data.conference
    if not (conference.series_id and conference.ordinal):
        return
    rows = [
        f"{earlier.ordinal or '–'}: {earlier.title}, "
        f"{written_days(days_of(earlier.starts_on, earlier.ends_on))}, {written_place(earlier)}"
        for earlier in data.earlier
    ]
    sentence = f"It was the {ordinal(conference.ordinal)} conference in the series “{conference.series.name}”."
    if data.earlier:
        held = enumeration(f"{written_place(each)} ({each.starts_on.year})" for each in data.earlier)
        sentence += f" Earlier conferences were held in {held}."
    value = [conference.ordinal, [earlier.slug for earlier in data.earlier]]
    bare = str(conference.ordinal)
    yield Fact("series", "Place in the series", sentence if language == "en" else bare, value, rows)


AGENDA = (length, order, keynotes, series)

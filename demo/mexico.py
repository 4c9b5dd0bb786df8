"""Loads the conference that met in Mexico City on 8 and 9 June 2017, as it may have gone, day by day."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction

from conference import actions as conferences
from conference.choices import TeamRole
from conference.models import Conference
from demo.data.mexico import (
    AGENDA,
    CONFERENCE,
    DELEGATIONS,
    DISCLAIMER,
    LATE_PANELLIST,
    ORGANIZERS,
    ROOMS,
    SERIES,
    ZONE,
)
from demo.data.people import ABSENT, BODIES, INDUSTRY, PRESENT
from demo.stage import Stage
from participants import actions as participants
from participants.audit import by_link
from reports import actions as reports
from reports.choices import AnnexKind
from reports.models import Annex, StateGroup
from reports.note_text import parse
from sessions import actions as sessions

NOTE = Path(__file__).parent / "data" / "information-note.txt"
REGION = {"BR", "CL", "CO", "MX", "PE"}
PACIFIC_ALLIANCE = "Pacific Alliance States"


@transaction.atomic
def load(team) -> Conference:
    """Load the conference whole, or not at all."""
    stage = _announce(team)
    _invite_and_answer(stage)
    _register_and_decide(stage)
    undecided = _those_who_stayed_away(stage)
    _form_delegations(stage)
    _let_wait(stage, undecided)
    _write_the_agenda(stage)
    _check_in(stage)
    stage.hand_over_messages()
    _write_the_note(stage, rapporteur=team[TeamRole.RAPPORTEUR])
    return stage.conference


def _announce(team):
    organiser = team[TeamRole.ORGANISER]
    opened_at = datetime(2017, 3, 1, 10, 0, tzinfo=ZONE)
    terms = {"by": organiser, "at": opened_at}
    conference = conferences.create(series_name=SERIES, disclaimer=DISCLAIMER, **CONFERENCE, **terms)
    conferences.set_organizers(conference, [{"name": name, "role": role} for name, role in ORGANIZERS], **terms)
    for name, seat_count in ROOMS:
        conferences.add_room(conference, name=name, seat_count=seat_count, **terms)
    stage = Stage(conference, PRESENT + ABSENT, {}, organiser=organiser, desk=team[TeamRole.DESK])
    stage.add_team(at=opened_at + timedelta(days=1))
    stage.keep_people(at=opened_at + timedelta(days=1))
    stage.conference = conferences.announce(conference, by=organiser, at=opened_at + timedelta(days=12))
    return stage


def _invite_and_answer(stage):
    """Governments, experts and the United Nations are invited on one morning, and answer over the next weeks."""
    for number, person in enumerate(each for each in PRESENT if not _registers(each)):
        invited_at = stage.moment(date(2017, 4, 10), time(9, 30)) + timedelta(minutes=4 * number)
        stage.invite(person.key, at=invited_at)
        stage.accept(person.key, at=invited_at + timedelta(days=1 + number * 7 % 29, hours=number % 8, minutes=13))


def _register_and_decide(stage):
    """Companies of the region ask for places, and are confirmed within a few days."""
    for number, person in enumerate(each for each in PRESENT if _registers(each)):
        asked_at = stage.moment(date(2017, 4, 18), time(11, 5)) + timedelta(days=number * 3, minutes=number * 17)
        registration = stage.register(person.key, at=asked_at)
        confirmed_at = asked_at + timedelta(days=1 + number % 3, hours=2)
        stage.registrations[person.key] = participants.confirm(registration, by=stage.desk, at=confirmed_at)


def _registers(person):
    body = BODIES[person.body]
    return body.sector == INDUSTRY and body.country in REGION


def _those_who_stayed_away(stage):
    def day(month, number):
        return stage.moment(date(2017, month, number), time(10, 20))

    for key in ("sofia.arancibia", "ines.pombo", "yusuf.mansur", "camila.duarte", "peter.oconnell"):
        stage.invite(key, at=day(4, 11))
    stage.hand_over_messages(refused={"peter.oconnell@example.org"})
    stage.decline("sofia.arancibia", at=day(4, 25), reason="Travel was not approved in time.")
    stage.decline("camila.duarte", at=day(5, 2))
    participants.revoke(
        stage.invitations["ines.pombo"], by=stage.organiser, at=day(5, 4), reason="Her ministry named a colleague."
    )
    asked = {
        key: stage.register(key, at=day(5, 8 + number))
        for number, key in enumerate(
            ("marcelo.brandao", "ruben.salas", "ximena.bravo", "gonzalo.paz", "oscar.lindqvist", "xiulan.wang", "pilar.etxeberria")
        )
    }  # fmt: skip
    terms = {"by": stage.desk}
    marcelo = participants.confirm(asked["marcelo.brandao"], at=day(5, 10), **terms)
    participants.cancel(asked["ruben.salas"], at=day(5, 15), reason="Asked for by telephone.", **terms)
    participants.reject(
        asked["ximena.bravo"], at=day(5, 16), reason="The conference is for people who decide on exports.", **terms
    )
    participants.cancel(marcelo, by=by_link(marcelo.participant), at=day(5, 22), reason="I have changed my post.")
    return [asked["gonzalo.paz"], asked["oscar.lindqvist"]]


def _form_delegations(stage):
    """The ministries of the five States come as delegations, each with its head."""
    formed_at = stage.moment(date(2017, 5, 24), time(9, 0))
    for head, seats in DELEGATIONS:
        stage.form_delegation(head, seat_limit=seats, at=formed_at)


def _let_wait(stage, registrations):
    """A second person of two companies waits by the desk's decision, and not because the places were taken."""
    for registration in registrations:
        at = stage.moment(date(2017, 5, 29), time(10, 20))
        reason = "One place for each company, until the governments have answered."
        participants.waitlist(registration, by=stage.desk, at=at, reason=reason)


def _write_the_agenda(stage):
    drafted_at = stage.moment(date(2017, 5, 12), time(15, 0))
    terms = {"by": stage.organiser}
    written = {slot.title: stage.place(slot, at=drafted_at) for slot in AGENDA}
    sessions.release(stage.conference, at=drafted_at + timedelta(days=3), note="First version.", **terms)
    title, key = LATE_PANELLIST
    added_at = stage.moment(date(2017, 6, 2), time(12, 0))
    sessions.add_speaker(written[title], stage.participant(key), role="panellist", at=added_at, **terms)
    sessions.release(
        stage.conference, at=added_at + timedelta(minutes=5), note="A panellist joins the last session.", **terms
    )


def _check_in(stage):
    """People arrive in the half hour before the opening, the last two after lunch."""
    first_day = date(2017, 6, 8)
    for number, person in enumerate(PRESENT):
        is_late = number >= len(PRESENT) - 2
        arrived_at = stage.moment(first_day, time(13, 41) if is_late else time(8, 17)) + timedelta(
            seconds=number * 83 % 2580
        )
        participants.check_in(stage.registrations[person.key], by=stage.desk, at=arrived_at)


def _write_the_note(stage, *, rapporteur):
    written_at = stage.moment(date(2017, 6, 14), time(16, 30))
    terms = {"by": rapporteur}
    if not StateGroup.objects.filter(name=PACIFIC_ALLIANCE).exists():
        codes = ["CL", "CO", "MX", "PE"]
        reports.keep_state_group(stage.conference, name=PACIFIC_ALLIANCE, codes=codes, at=written_at, **terms)
    note = reports.import_note(stage.conference, parse(NOTE.read_text(encoding="utf-8")), at=written_at, **terms)
    reports.add_part(
        note,
        Annex,
        kind=AnnexKind.PARTICIPANTS,
        title="List of participants",
        at=written_at + timedelta(minutes=10),
        **terms,
    )

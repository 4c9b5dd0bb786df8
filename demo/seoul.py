"""Loads the conference that met in Seoul on 6 September 2016, with its published note and the draft of a correction.

Several things slipped into that draft, one of each kind that proofreading knows, and its list of participants went
missing; readers still have the first edition.
"""

from datetime import datetime, time, timedelta

from django.db import transaction

from conference import actions as conferences
from conference.choices import TeamRole
from conference.models import Conference
from demo.data import seoul
from demo.data.mexico import SERIES
from demo.data.people import INDUSTRY
from demo.stage import Stage
from participants import actions as participants
from reports import actions as reports
from reports.choices import AnnexKind
from reports.models import Annex
from reports.note_text import parse
from sessions import actions as sessions


@transaction.atomic
def load(team) -> Conference:
    """Load the conference whole, or not at all."""
    stage = _announce(team)
    _invite_and_register(stage)
    _write_the_agenda(stage)
    _check_in(stage)
    stage.hand_over_messages()
    _publish_the_note(stage, rapporteur=team[TeamRole.RAPPORTEUR])
    return stage.conference


def _announce(team):
    organiser = team[TeamRole.ORGANISER]
    opened_at = datetime(2016, 6, 1, 10, 0, tzinfo=seoul.ZONE)
    terms = {"by": organiser, "at": opened_at}
    conference = conferences.create(series_name=SERIES, disclaimer=seoul.DISCLAIMER, **seoul.CONFERENCE, **terms)
    conferences.set_organizers(conference, [{"name": name, "role": role} for name, role in seoul.ORGANIZERS], **terms)
    for name, seat_count in seoul.ROOMS:
        conferences.add_room(conference, name=name, seat_count=seat_count, **terms)
    stage = Stage(conference, seoul.PRESENT, seoul.BODIES, organiser=organiser, desk=team[TeamRole.DESK])
    stage.add_team(at=opened_at + timedelta(days=1))
    stage.keep_people(at=opened_at + timedelta(days=1))
    stage.conference = conferences.announce(conference, by=organiser, at=opened_at + timedelta(days=9))
    return stage


def _invite_and_register(stage):
    """Governments and experts are invited, companies ask for places; two ministries come as delegations."""
    for number, person in enumerate(seoul.PRESENT):
        at = stage.moment(seoul.CONFERENCE["registration_opens_at"].date(), time(10, 15)) + timedelta(days=3 * number)
        if stage.bodies[person.body].sector == INDUSTRY:
            registration = stage.register(person.key, at=at)
            confirmed_at = at + timedelta(days=1, hours=2)
            stage.registrations[person.key] = participants.confirm(registration, by=stage.desk, at=confirmed_at)
        else:
            stage.invite(person.key, at=at)
            stage.accept(person.key, at=at + timedelta(days=2, hours=number))
    for head, seats in seoul.DELEGATIONS:
        stage.form_delegation(head, seat_limit=seats, at=datetime(2016, 8, 15, 9, 0, tzinfo=seoul.ZONE))


def _write_the_agenda(stage):
    drafted_at = datetime(2016, 8, 10, 15, 0, tzinfo=seoul.ZONE)
    for slot in seoul.AGENDA:
        stage.place(slot, at=drafted_at)
    sessions.release(stage.conference, by=stage.organiser, at=drafted_at + timedelta(days=2), note="First version.")


def _check_in(stage):
    for number, person in enumerate(seoul.PRESENT):
        at = stage.moment(stage.conference.starts_on, time(8, 50)) + timedelta(minutes=4 * number)
        participants.check_in(stage.registrations[person.key], by=stage.desk, at=at)


def _publish_the_note(stage, *, rapporteur):
    written_at = datetime(2016, 9, 12, 16, 0, tzinfo=seoul.ZONE)
    note = reports.import_note(stage.conference, parse(seoul.NOTE), by=rapporteur, at=written_at)
    annex = reports.add_part(
        note,
        Annex,
        kind=AnnexKind.PARTICIPANTS,
        title="List of participants",
        by=rapporteur,
        at=written_at + timedelta(minutes=5),
    )
    reports.clear(note, by=stage.organiser, at=written_at + timedelta(days=4))
    reports.publish(note, by=stage.organiser, at=written_at + timedelta(days=4, hours=1))
    _begin_a_correction(note, annex, by=rapporteur, at=written_at + timedelta(days=30))


def _begin_a_correction(note, annex, *, by, at):
    reports.reopen(note, by=by, at=at)
    for heading, right, slip in seoul.SLIPS:
        section = note.sections.get(heading=heading)
        reports.change_part(section, text=section.text.replace(right, slip), by=by, at=at + timedelta(minutes=10))
    reports.remove_part(annex, by=by, at=at + timedelta(minutes=20))

"""Loads the conference that is still to come: registration is open, and the last answers came in these days."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from conference import actions as conferences
from conference.choices import TeamRole
from conference.models import Conference
from correspondence import actions as correspondence
from demo.data import upcoming
from demo.data.mexico import SERIES
from demo.data.people import ABSENT, PRESENT
from demo.stage import Stage
from participants import actions as participants
from participants.audit import by_link
from sessions import actions as sessions

ZONE = ZoneInfo("Europe/Berlin")


@transaction.atomic
def load(team, *, at) -> Conference:
    """Load the conference whole, or not at all. The unanswered invitations are sent now, by the worker."""
    stage = _announce(team, at)
    correspondence.set_letterhead(
        stage.conference, by=team[TeamRole.ORGANISER], at=at - timedelta(days=45), **upcoming.LETTERHEAD
    )
    _invite_and_answer(stage, at)
    _register(stage, at)
    _write_the_agenda(stage, at)
    stage.hand_over_messages()
    for number, key in enumerate(upcoming.UNANSWERED):
        stage.invite(key, at=at - timedelta(seconds=len(upcoming.UNANSWERED) - number))
    _ask_for_nominations(stage, at)
    _ask_for_a_visa_letter(stage, at)
    return stage.conference


def _announce(team, at):
    organiser = team[TeamRole.ORGANISER]
    starts_on = upcoming.first_day(at.date())
    opened_at = at - timedelta(days=60)
    terms = {"by": organiser, "at": opened_at}
    conference = conferences.create(
        **upcoming.conference(starts_on),
        series_name=SERIES,
        registration_opens_at=at - timedelta(days=30),
        registration_closes_at=datetime.combine(starts_on - timedelta(days=21), time(18, 0), tzinfo=ZONE),
        **terms,
    )
    conferences.set_organizers(
        conference, [{"name": name, "role": role} for name, role in upcoming.ORGANIZERS], **terms
    )
    for name, seat_count in upcoming.ROOMS:
        conferences.add_room(conference, name=name, seat_count=seat_count, **terms)
    people = PRESENT + ABSENT + upcoming.NEWCOMERS
    stage = Stage(conference, people, upcoming.BODIES, organiser=organiser, desk=team[TeamRole.DESK])
    stage.add_team(at=opened_at + timedelta(hours=1))
    stage.conference = conferences.announce(conference, by=organiser, at=opened_at + timedelta(days=20))
    return stage


def _invite_and_answer(stage, at):
    """Invitations went out three weeks ago; answers came since."""
    sent_at = at - timedelta(days=21)
    for number, key in enumerate(upcoming.CONFIRMED):
        stage.invite(key, at=sent_at + timedelta(minutes=3 * number))
        stage.accept(key, at=sent_at + timedelta(days=1 + number * 5 % 19, hours=number))
    for key, reason in upcoming.DECLINED:
        stage.invite(key, at=sent_at + timedelta(hours=1))
        stage.decline(key, at=sent_at + timedelta(days=6), reason=reason)


def _register(stage, at):
    """Some ask for a place at the page; the newest still wait for an answer."""
    for number, key in enumerate(upcoming.PENDING):
        stage.register(key, at=at - timedelta(days=number * 2, hours=5 + number))
    for key in upcoming.CANCELLED:
        registration = stage.register(key, at=at - timedelta(days=12))
        confirmed = participants.confirm(registration, by=stage.desk, at=at - timedelta(days=11))
        participants.cancel(
            confirmed, by=by_link(confirmed.participant), at=at - timedelta(days=2), reason="A delivery in that week."
        )


def _ask_for_nominations(stage, at):
    """Two ministries name their own people; one has just been asked whom it sends."""
    stage.form_delegation("chloe.saintmartin", seat_limit=2, focal_point="Margaux Delorme", at=at - timedelta(days=9))
    jordan = stage.form_delegation("layla.khatib", seat_limit=3, focal_point="Omar Haddadin", at=at - timedelta(days=1))
    participants.ask_for_nominations(jordan, by=stage.desk, at=at)


def _ask_for_a_visa_letter(stage, at):
    """Leave the desk something to check: a letter for a visa that somebody needs."""
    participant = stage.conference.registrations.confirmed().with_participant().order_by("pk")[0].participant
    participants.ask_for_visa_letter(
        participant,
        passport_name=participant.name.upper(),
        passport_number="C00X00T47",
        nationality="CL",
        born_on=date(1975, 4, 17),
        addressed_to="Embassy of the Federal Republic of Germany",
        by=by_link(participant),
        at=at - timedelta(hours=5),
    )


def _write_the_agenda(stage, at):
    for slot in upcoming.AGENDA:
        stage.place(slot, at=at - timedelta(days=4))
    sessions.release(stage.conference, by=stage.organiser, at=at - timedelta(days=3), note="First version.")

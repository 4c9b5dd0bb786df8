"""The small world that the addresses name objects of, and whose personal links open which pages."""

import time
from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client

from conference.choices import TeamRole
from participants.choices import MergeKind, RegistrationStatus
from sessions.actions.profiles import profile_of
from sessions.actions.releases import release
from tests.factories import (
    BEFORE,
    make_accepted_fact,
    make_clearance_request,
    make_comment,
    make_conference,
    make_delegation,
    make_invitation,
    make_letter,
    make_mailing,
    make_member,
    make_merge,
    make_message,
    make_note,
    make_note_template,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
    make_reminder,
    make_room,
    make_session,
    make_speaker,
    make_state_group,
    make_user,
    make_visa_request,
)

LONG_AGO = 300  # seconds: some pages ask for the password again after 15 minutes


@dataclass(frozen=True)
class SignIn:
    """Somebody who is signed in: the cookie, and since when."""

    cookie: str
    since: float

    def is_fresh(self) -> bool:
        return time.monotonic() - self.since < LONG_AGO


def signed_in(user) -> SignIn:
    """Sign a user in."""
    client = Client()
    client.force_login(user)
    return SignIn(client.cookies[settings.SESSION_COOKIE_NAME].value, time.monotonic())


def client_of(world, reader) -> Client:
    """Return a browser of one of the world's users; who has signed in a moment ago does not sign in again."""
    client = Client(raise_request_exception=False)
    if user := world.users[reader]:
        kept = world.sign_ins.get(reader)
        sign_in = kept if kept and kept.is_fresh() else signed_in(user)
        client.cookies[settings.SESSION_COOKIE_NAME] = sign_in.cookie
    return client


def make_world() -> SimpleNamespace:
    """Make one of each thing that addresses name, two conferences, and a user of every kind."""
    conference, elsewhere = make_conference(), make_conference()
    team = {role: make_member(conference, role=role) for role in TeamRole}
    registration = make_registration(conference, status=RegistrationStatus.CONFIRMED)
    session = make_session(conference)
    released_speaker = make_speaker(session, contribution=session.contributions.create(title="Controls in practice"))
    release(conference, by=None, at=BEFORE)
    document = session.documents.create(
        title="Slides", file=ContentFile(b"%PDF-1.7", "slides.pdf"), uploaded_at=BEFORE,
        uploaded_by=released_speaker.participant,
    )  # fmt: skip
    note = make_note(conference)
    clearance_request = make_clearance_request(note)
    return SimpleNamespace(
        conference=conference,
        elsewhere=elsewhere,
        users={
            "anonymous": None,
            "stranger": make_user(),
            "elsewhere": make_member(elsewhere),
            **{str(role): user for role, user in team.items()},
        },
        sign_ins={},
        room=make_room(conference),
        member=conference.team.get(user=team[TeamRole.VIEWER]),
        delegation=make_delegation(conference),
        question=make_question(conference),
        organisation=make_organisation(),
        another_organisation=make_organisation(),
        merge_of_participants=make_merge(conference, kept=registration.participant, kind=MergeKind.PARTICIPANT),
        merge=make_merge(conference, kept=make_organisation()),
        message=make_message(conference, html="<p>You are invited.</p>"),
        letter=make_letter(conference),
        mailing=make_mailing(conference),
        reminder=make_reminder(conference),
        registration=registration,
        open_import=conference.imports.create(file_name="a.csv", headers=["Name"], mapping=[""], uploaded_at=BEFORE),
        work=conference.work.create(kind="tag", wish={"name": "Visa"}, asked_at=BEFORE),
        done_import=conference.imports.create(file_name="b.csv", uploaded_at=BEFORE, done_at=BEFORE),
        draft=conference.drafts.create(
            key="4a0f2a94-6a52-4f4c-8f0e-1c1f5e0d5a11",
            reference="DRFT-2345",
            answers={"person": {"family_name": "Muster", "email": "ana@example.org"}},
            created_at=BEFORE,
            changed_at=BEFORE,
        ),
        saved_view=conference.saved_views.create(name="Awaiting approval", query="status=pending"),
        visa_request=make_visa_request(registration.participant),
        invitation=make_invitation(conference, participant=make_participant(conference)),
        session=session,
        speaker=make_speaker(session),
        contribution=session.contributions.create(title="Controls at the border"),
        released_speaker=released_speaker,
        document=document,
        speaker_profile=profile_of(released_speaker.participant),
        removed_session=make_session(conference, title="Removed", starts_at=None, removed_at=BEFORE),
        accepted_clash=conference.accepted_clashes.create(key="room:1-2", reason="Two halves.", accepted_at=BEFORE),
        note=note,
        front_matter_item=note.front_matter.create(key="event", label="Event"),
        accepted_fact=make_accepted_fact(note),
        clearance_request=clearance_request,
        comment=make_comment(clearance_request),
        state_group=make_state_group(),
        note_template=make_note_template(),
        section=note.sections.get(),
    )


def link_owner(world, access: str):
    """Return the purpose of a view behind a personal link, and the world's object whose links open it."""
    purpose = access.removeprefix("personal link: ")
    owners = {
        "participants:invitation": world.invitation,
        "participants:me": world.registration,
        "participants:own_data": world.registration,
        "participants:draft": world.draft,
        "participants:nomination": world.delegation,
        "reports:clearance": world.clearance_request,
        "sessions:my_calendar": world.registration,
        "sessions:speaker": world.speaker_profile,
    }
    return purpose, owners[purpose]

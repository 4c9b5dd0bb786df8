"""What a text may name is what the one who sends it fills: nothing is offered that always stays empty."""

from types import SimpleNamespace

import pytest

from conference import actions as conference_actions
from correspondence import actions, facts, kinds, wording
from correspondence.models import Message
from participants import emails, letter_emails
from reports import emails as emails_of_notes
from sessions import emails as emails_of_sessions
from sessions.facts.notices import Notice
from sessions.models import SpeakerProfile
from tests.factories import (
    BEFORE,
    make_clearance_request,
    make_conference,
    make_delegation,
    make_invitation,
    make_note,
    make_participant,
    make_registration,
    make_user,
    make_visa_request,
)

pytestmark = pytest.mark.django_db
BY = {"by": None, "at": BEFORE}
OF_THE_SHEET = {"letter_reference", "date", "office", "office_in_notes", "signatory"}  # what printing itself fills
WHERE_THERE_ARE_ANY = {"note"}  # the words of one message, as its meaning says


def draft_link(conference):
    draft = SimpleNamespace(
        conference=conference, pk=1, link_version=0, reads="en", email="ana@example.org", name="Ana Muster"
    )
    emails.send_draft_link(draft, **BY)


def note_of_a_mission(conference):
    delegation = make_delegation(conference)
    letter_emails.send_note_verbale(delegation, note="", language="en", **BY)


def released(conference):
    release = SimpleNamespace(pk=1, conference=conference, snapshot={"sessions": [], "cancelled": []})
    emails_of_sessions.send_release(release, Notice(make_participant(conference)), turns=[], **BY)


def asked_to_speak(conference):
    profile = SpeakerProfile.objects.create(participant=make_participant(conference))
    emails_of_sessions.send_speaker_link(profile, [], **BY)


def published(conference, *, is_correction=False):
    edition = SimpleNamespace(pk=1, note=make_note(conference), reason="", is_correction=is_correction)
    emails_of_notes.send_published(edition, make_participant(conference), **BY)


def welcomed(conference, *, has_password=True):
    user = make_user(email="dora@example.org")
    if not has_password:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    conference_actions.add_member(conference, email=user.email, name="Dora", role="desk", **BY)


def visa_refused(conference):
    request = make_visa_request(make_registration(conference).participant)
    letter_emails.send_visa_refusal(request, **BY)


SENDERS = {
    "draft_link": draft_link,
    "note_verbale": note_of_a_mission,
    "nomination_request": lambda conference: emails.send_nomination_request(make_delegation(conference), **BY),
    "nomination_sent_back": lambda conference: emails.send_nomination_back(make_delegation(conference), **BY),
    "nomination_accepted": lambda conference: emails.send_nomination_accepted(make_delegation(conference), [], **BY),
    "speaker_link": asked_to_speak,
    "agenda_changed": released,
    "note_clearance": lambda conference: emails_of_notes.send_clearance(
        make_clearance_request(make_note(conference)), **BY
    ),
    "note_published": published,
    "note_corrected": lambda conference: published(conference, is_correction=True),
    "visa_refused": visa_refused,
    "team_welcome": welcomed,
    "team_welcome_new": lambda conference: welcomed(conference, has_password=False),
    "invitation": lambda conference: emails.send_invitation(make_invitation(conference), **BY),
    "confirmation": lambda conference: emails.send_status(make_registration(conference), **BY),
}
LETTERS = {
    "invitation_letter": lambda conference: letter_emails.invitation_letter(make_invitation(conference)),
    "visa_letter": lambda conference: letter_emails.visa_letter(
        make_visa_request(make_registration(conference).participant)
    ),
    "note_verbale_letter": lambda conference: letter_emails.note_verbale(
        make_delegation(conference), note="", language="en", at=BEFORE
    ),
}


@pytest.mark.parametrize("code", SENDERS)
def test_a_text_may_name_what_its_sender_fills_and_nothing_else_of_a_person(code, monkeypatch):
    filled = {}
    compose = wording.compose

    def noted(conference, kind, language, values):
        filled[kind] = set(values)
        return compose(conference, kind, language, values)

    monkeypatch.setattr(wording, "compose", noted)

    SENDERS[code](make_conference())

    given = filled[code] | ({"personal_link"} if Message.objects.get().link_purpose else set())
    assert set(kinds.KINDS[code].placeholders) - given <= WHERE_THERE_ARE_ANY
    assert given.isdisjoint(kinds.KINDS[code].lacks)


@pytest.mark.parametrize("code", LETTERS)
def test_a_letter_may_name_what_is_ordered_with_it_and_nothing_else_of_a_person(code):
    conference = make_conference()
    actions.set_letterhead(conference, office="Secretariat", has_passport=True, **BY)
    conference.refresh_from_db()

    given = set(LETTERS[code](conference)["values"]) | OF_THE_SHEET

    assert set(kinds.KINDS[code].placeholders) - given <= WHERE_THERE_ARE_ANY
    assert given.isdisjoint(kinds.KINDS[code].lacks)


def test_every_kind_that_differs_from_the_usual_is_compared():
    special = {code for code, kind in kinds.KINDS.items() if kind.lacks or kind.further or kind.is_letter}
    assert special <= {*SENDERS, *LETTERS}


def test_what_nobody_fills_is_refused_in_a_text():
    problems = wording.problems("{reference}", allowed=set(kinds.KINDS["team_welcome"].placeholders))
    assert problems == ["Line 1: {reference} is not known here (character 1)."]
    assert "reference" not in facts.values(make_conference())

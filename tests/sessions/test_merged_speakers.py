"""Speakers of a released agenda whose entry became part of another: readers and speakers notice nothing of it."""

import pytest
from django.urls import reverse

from participants import actions as participants
from sessions import actions, queries
from sessions.models import SpeakerProfile
from tests.factories import BEFORE, make_conference, make_participant, make_session, make_speaker

pytestmark = pytest.mark.django_db
BY = {"by": None, "at": BEFORE}


def released():
    """Return a conference with a released speaker, and two further entries of the same person."""
    conference = make_conference()
    speaker, second, third = (make_participant(conference, email="") for _ in range(3))
    make_speaker(make_session(conference), participant=speaker)
    SpeakerProfile.objects.create(participant=speaker, biography="A chemist of renown.")
    actions.release(conference, **BY)
    return conference, speaker, second, third


def test_the_public_page_keeps_the_biography_after_one_merge_and_after_two(client):
    conference, speaker, second, third = released()
    address = reverse("sessions:person", kwargs={"conference": conference.slug, "pk": speaker.pk})

    participants.merge_participants(second, speaker, values={}, **BY)
    once = client.get(address).content.decode()
    participants.merge_participants(third, second, values={}, **BY)

    assert "A chemist of renown." in once
    assert "A chemist of renown." in client.get(address).content.decode()


def test_the_next_release_tells_a_merged_speaker_nothing_new():
    conference, speaker, second, _ = released()

    participants.merge_participants(second, speaker, values={}, **BY)

    candidate = queries.candidate(conference, BEFORE)
    assert candidate.differences == []
    assert candidate.notices() == []

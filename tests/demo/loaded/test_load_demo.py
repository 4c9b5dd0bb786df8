"""The demonstration: what a newcomer finds, and that loading it again changes nothing."""

import hashlib
from collections import Counter
from itertools import pairwise

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from conference import actions as conferences
from conference.models import Conference
from correspondence.choices import MessageStatus
from demo import sign_ins
from demo.data import mexico, upcoming
from demo.data.people import BODIES, PRESENT
from participants.choices import RegistrationStatus as Status
from participants.models import Organisation
from sessions.choices import SessionKind

OURS = ("accounts", "conference", "correspondence", "participants", "conference_sessions", "reports")


@pytest.fixture
def conference(demonstration, db):
    return Conference.objects.get(slug=mexico.SLUG)


@pytest.fixture
def coming(conference):
    return Conference.objects.get(slug=upcoming.SLUG)


def everything() -> dict[str, tuple[int, str]]:
    """Return the number of rows and a digest of the content of each of our tables."""
    found = {}
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            rows = serializers.serialize("json", model._default_manager.order_by("pk"))
            found[model._meta.label] = (model._default_manager.count(), hashlib.sha256(rows.encode()).hexdigest())
    return found


def test_loading_twice_changes_nothing(conference, load):
    before = everything()
    assert before["participants.Registration"][0] > 31

    assert "nothing was changed" in load()

    assert everything() == before


def test_what_people_changed_is_left_alone(conference, load):
    Conference.objects.filter(pk=conference.pk).update(capacity=33)
    load()
    assert Conference.objects.get(pk=conference.pk).capacity == 33


def test_the_conference_states_the_facts_of_its_note(conference):
    assert (conference.title, conference.series.name, conference.ordinal) == (
        "UN Security Council Resolution 1540 Regional Industry Outreach Conference (Mexico-Wiesbaden Conference) for the "
        "Pacific Alliance States and Brazil",
        "Wiesbaden Conferences",
        2,
    )
    assert (str(conference.starts_on), str(conference.ends_on), conference.city) == (
        "2017-06-08",
        "2017-06-09",
        "Mexico City",
    )
    assert [(each.name, each.role) for each in conference.organizers.in_order()] == [
        ("Government of Mexico", "host"),
        ("Germany", "support"),
        ("the UN Office for Disarmament Affairs (UNODA)", "support"),
    ]


def test_31_people_came_from_where_the_note_says(conference):
    arrived = conference.registrations.arrived().with_participant()
    assert arrived.count() == conference.registrations.confirmed().count() == 31
    came_from = Counter(
        (each.participant.organisation.sector, each.participant.organisation.country) for each in arrived
    )
    for country in ("BR", "CL", "CO", "MX", "PE"):
        assert came_from["government", country] >= 2
        assert came_from["industry", country] >= 2
    assert [came_from["industry", country] for country in ("DE", "CH", "US")] == [1, 1, 1]
    assert {each.participant.organisation.short_name for each in arrived if not each.participant.country} == {
        "1540 Committee",
        "UNODA",
    }
    assert all(each.participant.is_listed for each in arrived)


def test_names_are_kept_to_the_letter(conference):
    names = {person.name for person in conference.participants.all()}
    assert {"María Fernanda de la Cruz", "Fiona McDonald", "Elena Núñez", "Wirawan", "Li Wei", "Wang Xiulan"} <= names
    assert "Layla Al-Haddad" in names
    assert "يوسف منصور" in names


def test_registrations_stand_in_every_status(conference):
    assert Counter(conference.registrations.values_list("status", flat=True)) == {
        Status.CONFIRMED: 31,
        Status.PENDING: 2,
        Status.WAITLISTED: 2,
        Status.REJECTED: 1,
        Status.CANCELLED: 2,
    }


def test_the_agenda_follows_the_note_over_one_and_a_half_days(conference):
    sessions = conference.sessions.exclude(kind=SessionKind.BREAK).in_order()
    assert [(session.starts_at.astimezone(conference.zone).day, session.kind) for session in sessions] == [
        (8, "opening"),
        (8, "presentations"),
        (8, "presentations"),
        (8, "panel"),
        (8, "keynote"),
        (9, "presentations"),
        (9, "panel"),
        (9, "ceremony"),
    ]
    keynote = sessions.get(kind=SessionKind.KEYNOTE)
    speakers = keynote.speaker_roles.filter(role="speaker").order_by("position")
    assert [speaker.participant.country for speaker in speakers] == ["MX", "DE", "KR"]
    assert conference.agenda_releases.count() == 2


def test_sessions_of_a_room_do_not_overlap(conference, coming):
    for each in (conference, coming):
        for room in each.rooms.all():
            sessions = list(room.sessions.order_by("starts_at"))
            assert all(before.ends_at <= after.starts_at for before, after in pairwise(sessions))


def test_the_note_is_a_draft_with_everything_placed(conference):
    note = conference.notes.get()
    assert (note.status, note.unplaced) == ("draft", "")
    assert [item.label for item in note.front_matter.all()] == ["Event", "Organizers", "Date", "Participants"]
    assert [section.heading for section in note.sections.all()] == ["Background", "Highlights", "Additional Comments"]
    assert [footnote.is_on_title for footnote in note.footnotes.all()] == [True]
    assert note.annexes.get().kind == "participants"


def test_messages_of_the_past_do_not_wait_for_the_worker(conference):
    assert not conference.messages.waiting().exists()
    assert [message.to_email for message in conference.messages.filter(status=MessageStatus.FAILED)] == [
        "peter.oconnell@example.org"
    ]
    sent = conference.messages.filter(status=MessageStatus.SENT)
    assert sent.count() > 60
    assert {message.sent_at.year for message in sent} == {2017}


def test_history_has_the_time_of_each_act(conference):
    entries = conference.history.all()
    assert {entry.at.year for entry in entries} == {2017}
    assert entries.filter(verb="registration.checked_in").count() == 31


def test_the_coming_conference_sends_its_open_invitations_and_asks_for_nominations(coming):
    waiting = coming.messages.waiting()
    invited = waiting.filter(kind="invitation")
    assert sorted(message.to_email.split("@")[0] for message in invited) == sorted(upcoming.UNANSWERED)
    assert [message.to_email for message in waiting.difference(invited)] == ["omar.haddadin@example.org"]


def test_the_ministries_of_the_region_come_as_delegations_with_a_head(conference):
    heads = conference.participants.filter(delegation_role="head")
    assert sorted(head.country for head in heads) == ["BR", "CL", "CO", "MX", "PE"]
    assert all(head.delegation.organisation == head.organisation for head in heads)


def test_the_printed_link_opens_an_invitation_that_can_be_answered(coming, client):
    printed = sign_ins.lines()
    assert [line.split()[0] for line in printed[1:5]] == [email for email, _name, _role in sign_ins.TEAM]
    link = printed[-1].strip()
    response = client.get("/i/" + link.partition("/i/")[2])
    assert response.status_code == 200
    assert "María Fernanda de la Cruz" in response.content.decode()


def test_no_link_is_printed_when_nothing_can_be_answered(coming):
    coming.invitations.filter(answer="").update(answer="declined")
    assert sign_ins.open_link() == ""
    assert "personal link" not in " ".join(sign_ins.lines())


@pytest.mark.parametrize(("email", "name", "role"), sign_ins.TEAM)
def test_the_sign_ins_work(conference, client, email, name, role):
    assert client.login(email=email, password=sign_ins.PASSWORD)
    assert conference.team.get(user__email=email).role == role
    assert client.get(f"/c/{mexico.SLUG}/desk/").status_code == 200


def test_every_address_is_one_that_nobody_has(conference, coming):
    for each in (conference, coming):
        assert {person.email.rpartition("@")[2] for person in each.participants.all()} == {"example.org"}


def test_the_data_know_each_organisation_they_name():
    assert {person.body for person in PRESENT} <= set(BODIES)


def test_states_are_in_the_dictionary_once(conference, load):
    assert Organisation.objects.filter(is_state=True).count() == 193
    assert Organisation.objects.matching("south korea").get(is_state=True).official_name == "Republic of Korea"
    assert Organisation.objects.matching("USA").get(is_state=True).official_name == "United States of America"
    assert Organisation.objects.matching("Германия").get(is_state=True).official_name == "Germany"


def test_the_clock_does_not_erase_the_invented_people(conference):
    assert conferences.erase_what_is_due(conference, by=None, at=timezone.now()) == {}
    assert conference.participants.exclude(email="").count() > 30

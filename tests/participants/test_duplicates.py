"""People who are entered twice: found, shown side by side, merged field by field, taken apart again."""

import pytest

from conference.choices import TeamRole
from lib.refusal import NotPossible
from participants import actions, duplicates, queries
from participants.audit import history_of
from participants.choices import InvitationAnswer, MergeKind, RegistrationStatus
from participants.forms.duplicates import MergeForm
from participants.models import Answer, Invitation, Merge, Participant, Registration
from sessions.models import SpeakerRole
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_delegation,
    make_invitation,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
    make_session,
    make_speaker,
)
from tests.history import verbs
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
page = pages_of("participants")
BY = {"by": "Olga", "at": BEFORE}
CONFIRMED, WAITLISTED, PENDING = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED, RegistrationStatus.PENDING


def state_of_everything():
    """Return all rows of participants that a merge may touch."""
    models = [Participant, Registration, Invitation, Answer]
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    for row in [each for several in rows.values() for each in several]:
        row.pop("link_version", None)  # a link that was made useless stays so
    return rows | {"tags": sorted(Registration.tags.through.objects.values_list("registration", "tag"))}


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (("Elena", "Núñez"), ("ELENA", "Nunez"), "The same name"),
        (("Elena", "Núñez"), ("Núñez", "Elena"), "The same name, its parts exchanged"),
        (("Jean Paul", "Roy"), ("Jean-Paul", "Roy"), "The same name, its parts exchanged"),
    ],
)
def test_people_of_the_same_name_are_likely_one(first, second, reason):
    conference = make_conference()
    pair = [make_participant(conference, given_name=one, family_name=two) for one, two in (first, second)]
    make_participant(conference, given_name="Elena", family_name="Roy")

    [found] = duplicates.among_participants(conference.participants.all())

    assert ([found.first, found.second], found.reason) == (pair, reason)


def test_addresses_that_differ_by_what_was_added_are_likely_one():
    conference = make_conference()
    make_participant(conference, family_name="A", email="ana@example.org")
    make_participant(conference, family_name="B", email="Ana+geneva@Example.org")

    [found] = duplicates.among_participants(conference.participants.all())

    assert found.reason == "Almost the same e-mail address"


def test_almost_the_same_name_counts_within_one_organisation():
    conference, ministry = make_conference(), make_organisation()
    one = {"given_name": "Alexander", "family_name": "Lukashevich"}
    make_participant(conference, organisation=ministry, **one)
    make_participant(conference, organisation=ministry, **one | {"family_name": "Lukashevitch"})
    make_participant(conference, organisation=make_organisation(), **one | {"family_name": "Lukaschevich"})

    [found] = duplicates.among_participants(conference.participants.select_related("organisation"))

    assert found.reason == "Almost the same name, and the same organisation"


def test_single_names_and_people_kept_apart_are_no_duplicates():
    conference = make_conference()
    for name in ("Suharto", "Suharto"):
        make_participant(conference, given_name="", family_name=name)
    one, two = make_participant(conference), make_participant(conference)

    actions.keep_participants_apart(two, one, **BY)
    actions.keep_participants_apart(one, two, **BY)

    apart = queries.known_apart(MergeKind.PARTICIPANT)
    assert duplicates.among_participants(conference.participants.all(), apart) == []
    assert verbs(conference) == ["participant.kept_apart"]


def test_ten_thousand_people_are_searched_without_a_query(django_assert_num_queries):
    people = [
        Participant(pk=number, given_name=f"Given{number}", family_name=f"Family{number % 5000}", organisation_id=1)
        for number in range(1, 10_001)
    ]

    with django_assert_num_queries(0):
        found = duplicates.among_participants(
            [*people, Participant(pk=10_001, given_name="family7", family_name="given7")]
        )

    assert ("The same name, its parts exchanged", 7, 10_001) in [(e.reason, e.first.pk, e.second.pk) for e in found]


def test_the_chosen_values_are_kept_and_everything_moves():
    conference = make_conference()
    kept = make_participant(conference, family_name="Nunez", email="", job_title="Adviser")
    gone = make_participant(
        conference, family_name="Núñez", email="elena@example.org", delegation=make_delegation(conference)
    )
    registration = make_registration(conference, participant=gone)
    invitation = make_invitation(conference, participant=gone)
    role = make_speaker(make_session(conference), participant=gone)
    form = MergeForm({"family_name": "second"}, first=kept, second=gone, cancel="")
    assert form.is_valid()

    actions.merge_participants(kept, gone, values=form.values, **BY)

    kept.refresh_from_db()
    role.refresh_from_db()
    assert (kept.family_name, kept.email, kept.job_title) == ("Núñez", "elena@example.org", "Adviser")
    assert (kept.delegation_id, kept.search_key) == (gone.delegation_id, "ana nunez elena@example.org")
    assert (kept.registration, kept.invitation, role.participant) == (registration, invitation, kept)
    assert conference.participants.count() == 1
    assert verbs(conference) == ["participant.merged"]


def test_an_undone_merge_leaves_everything_as_it_was():
    conference = make_conference()
    question, session = make_question(conference), make_session(conference)
    kept = make_participant(conference, family_name="Nunez", phone="+41229171234")
    gone = make_participant(conference, family_name="Núñez", phone="+41229175678", organisation=make_organisation())
    for each, status in ((kept, PENDING), (gone, CONFIRMED)):
        make_registration(conference, participant=each, status=status)
        make_invitation(conference, participant=each)
        make_speaker(session, participant=each)
        Answer.objects.create(question=question, participant=each, text=each.family_name, answered_at=BEFORE)
    kept.registration.tags.add(conference.tags.create(name="press"))
    before, speakers = state_of_everything(), list(SpeakerRole.objects.order_by("pk").values())
    values = {"family_name": "Núñez", "email": gone.email, "phone": gone.phone, "organisation": gone.organisation}
    merge = actions.merge_participants(kept, gone, values=values, **BY)
    merged = Registration.objects.get()
    assert (merged.status, merged.participant_id, [str(tag) for tag in merged.tags.all()]) == (
        CONFIRMED,
        kept.pk,
        ["press"],
    )
    assert (Invitation.objects.count(), Answer.objects.get().participant_id) == (1, kept.pk)

    actions.undo_merge_of_participants(merge, by="Olga", at=OPENING)

    assert state_of_everything() == before
    assert list(SpeakerRole.objects.order_by("pk").values()) == speakers
    assert verbs(conference) == [
        "participant.merged",
        "participant.links_revoked",
        "participant.links_revoked",
        "participant.merge_undone",
    ]


def test_a_place_that_becomes_free_by_a_merge_goes_to_the_first_in_line_and_undoing_never_oversells():
    conference = make_conference(capacity=2)
    kept, gone = (make_registration(conference).participant for _ in range(2))
    waiting = make_registration(conference, status=WAITLISTED)

    merge = actions.merge_participants(kept, gone, values={}, **BY)
    waiting.refresh_from_db()
    promoted = waiting.status
    actions.undo_merge_of_participants(merge, **BY)

    assert promoted == CONFIRMED
    assert conference.registrations.confirmed().count() == 2
    assert conference.registrations.waitlisted().count() == 1


def test_the_answered_invitation_stays():
    conference = make_conference()
    answered = make_invitation(conference, answer=InvitationAnswer.DECLINED)
    other = make_invitation(conference)

    actions.merge_participants(other.participant, answered.participant, values={}, **BY)

    assert Invitation.objects.get() == answered
    assert Invitation.objects.get().participant == other.participant


def test_people_of_two_conferences_or_one_person_are_not_merged():
    here, there = make_conference(), make_conference()
    one, two = make_participant(here), make_participant(there)

    with pytest.raises(NotPossible, match="gone already"):
        actions.merge_participants(one, two, values={}, **BY)
    with pytest.raises(NotPossible, match="gone already"):
        actions.merge_participants(one, one, values={}, **BY)

    assert Participant.objects.count() == 2


def test_a_merge_is_undone_only_once():
    conference = make_conference()
    merge = actions.merge_participants(make_participant(conference), make_participant(conference), values={}, **BY)
    actions.undo_merge_of_participants(merge, **BY)

    with pytest.raises(NotPossible, match="undone already"):
        actions.undo_merge_of_participants(merge, **BY)

    assert conference.participants.count() == 2


def test_the_history_of_a_merged_person_has_both_pasts():
    conference = make_conference()
    one, two = make_participant(conference), make_participant(conference)
    actions.change_participant(two, job_title="Adviser", **BY)
    registration = make_registration(conference, participant=one)

    actions.merge_participants(one, two, values={}, **BY)

    registration = conference.registrations.select_related("participant").get(pk=registration.pk)
    registration.participant.conference = conference
    assert [entry.verb for entry in history_of(registration.participant)] == [
        "participant.links_revoked",
        "participant.merged",
        "participant.changed",
    ]


def test_two_entries_are_compared_merged_and_taken_apart_on_the_pages(sign_in):
    conference = make_conference()
    first = make_registration(conference, participant=make_participant(conference, job_title="Adviser")).participant
    second = make_participant(conference, job_title="Director")
    client = sign_in(conference, TeamRole.DESK)

    listed = client.get(page("participant_duplicates", conference)).context["page"].object_list
    merge_page = page("merge_participants", conference, pk=first.pk, other=second.pk)
    compared = client.get(merge_page).context["different"]
    client.post(merge_page, {"job_title": "second", "email": "first"})
    first.refresh_from_db()
    merged = (first.job_title, conference.participants.count())
    shown = client.get(first.registration.get_absolute_url()).context["merges"]
    client.post(page("undo_merge_of_participants", conference, pk=Merge.objects.get().pk))

    assert [(pair.first, pair.second) for pair in listed] == [(first, second)]
    assert ("Position", "Adviser", "Director") in compared
    assert merged == ("Director", 1)
    assert [merge.gone_label for merge in shown] == ["Ana Muster"]
    assert conference.participants.get(pk=second.pk).job_title == "Director"


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(sign_in, django_assert_max_num_queries, how_many):
    conference = make_conference()
    for _ in range(how_many + 1):
        make_registration(conference)
    client = sign_in(conference)

    with django_assert_max_num_queries(10):
        client.get(page("participant_duplicates", conference))


def test_the_history_of_a_merge_does_not_tell_what_only_the_desk_reads():
    conference = make_conference()
    kept, gone = make_participant(conference), make_participant(conference, needs="insulin", gender="female")

    actions.merge_participants(kept, gone, values={"needs": "insulin", "gender": "female", "job_title": "Head"}, **BY)

    after = conference.history.get(verb="participant.merged").after
    assert after == {"merged_entry": "Ana Muster", "needs": "changed", "gender": "changed", "job_title": "Head"}

"""Whom an import that is taken back leaves in the conference, and what becomes of files that were not imported."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lib.refusal import NotPossible
from participants import actions, importing
from participants.choices import NewPeople, WorkKind
from participants.queries import uploads_left_alone
from tests.factories import (
    BEFORE,
    make_conference,
    make_delegation,
    make_invitation,
    make_message,
    make_participant,
    make_question,
)

pytestmark = pytest.mark.django_db
LATER = BEFORE + timedelta(hours=1)


def imported(
    conference, content=b"Family name,Given name,E-mail\nNunez,Elena,elena@example.org\nSuharto,,\n", **chosen
):
    run = actions.upload(conference, file_name="guests.csv", content=content, by=None, at=BEFORE)
    chosen = {"mapping": run.mapping, "new_become": NewPeople.CONFIRMED, "new_sector": "industry"} | chosen
    run = actions.map_columns(run, by=None, at=BEFORE, **chosen)
    return actions.run_import(run, fingerprint=importing.plan(run).fingerprint, by=None, at=BEFORE)


def test_who_was_tagged_since_stays_with_the_tag():
    conference = make_conference()
    run = imported(conference)
    elena = conference.registrations.filter(participant__family_name="Nunez")
    given = {"conference": conference, "by": None, "at": LATER}
    actions.do_to_many(elena, WorkKind.TAG, wish={"name": "press"}, **given)

    outcome = actions.undo_import(run, by=None, at=LATER)

    assert outcome.done == ["Suharto"]
    assert [name for name, _ in outcome.skipped] == ["Elena Nunez"]
    assert [str(tag) for tag in elena.get().tags.all()] == ["press"]


def written_to(conference, elena):
    make_message(conference, to_email="ELENA@example.org", created_at=LATER)


def answered(conference, elena):
    question = make_question(conference, label="Faith")
    elena.answers.create(question=question, text="Quaker", answered_at=LATER)


def nominated(conference, elena):
    delegation = make_delegation(conference)
    delegation.nominees.create(family_name="Nunez", participant=elena)


def named_to_come_instead(conference, elena):
    make_invitation(conference, delegated_to=elena)


@pytest.mark.parametrize("touch", [written_to, answered, nominated, named_to_come_instead])
def test_whom_something_happened_to_since_stays(touch):
    conference = make_conference()
    run = imported(conference)
    touch(conference, conference.participants.get(family_name="Nunez"))

    outcome = actions.undo_import(run, by=None, at=LATER)

    assert outcome.done == ["Suharto"]
    assert outcome.skipped == [("Elena Nunez", "Something has happened to this entry since the import.")]
    assert [each.name for each in conference.participants.filter(family_name="Nunez")] == ["Elena Nunez"]


def test_the_history_keeps_by_reference_who_was_taken_back_and_no_name():
    conference = make_conference()
    run = imported(conference)
    references = list(conference.registrations.order_by("pk").values_list("reference", flat=True))

    actions.undo_import(run, by=None, at=LATER)

    entry = conference.history.get(verb="import.undone")
    assert entry.before == {"registrations": references}
    assert entry.after == {"removed": 2, "restored": 0, "kept": 0}
    registered = conference.history.filter(verb="registration.received").values_list("subject_label", flat=True)
    assert sorted(registered) == sorted([f"Elena Nunez ({references[0]})", f"Suharto ({references[1]})"])


def test_import_and_undoing_tell_how_far_they_are_up_to_the_end():
    conference = make_conference()
    make_participant(conference, family_name="Old", given_name="", email="old@example.org")
    content = b"Family name,Given name,E-mail\nOld,Ada,old@example.org\nNunez,Elena,\nSuharto,,\n"
    run = actions.upload(conference, file_name="guests.csv", content=content, by=None, at=BEFORE)
    told = []

    given = {"tell": lambda *so_far: told.append(so_far), "by": None}
    run = actions.run_import(run, fingerprint=importing.plan(run).fingerprint, at=BEFORE, **given)
    assert told == [(1, 9), (3, 9), (5, 9), (9, 9)]
    told.clear()
    actions.undo_import(run, at=LATER, **given)

    assert told == [(1, 5), (2, 5), (3, 5), (5, 5)]


# Files that were uploaded and not imported


def test_files_that_were_not_imported_are_listed_with_the_way_on_and_are_dropped(sign_in):
    conference = make_conference()
    run = actions.upload(conference, file_name="guests.csv", content=b"Family name\nNunez\n", by=None, at=BEFORE)
    client = sign_in(conference)
    address = reverse("participants:import_list", kwargs={"conference": conference.slug})
    given = {"conference": conference.slug, "pk": run.pk}

    page = client.get(address).content.decode()
    assert "Uploaded on 1 March 2030, 09:00; kept until 31 March 2030" in page
    assert f'href="{reverse("participants:import_mapping", kwargs=given)}"' in page
    answer = client.post(reverse("participants:discard_upload", kwargs=given), follow=True).content.decode()

    assert "guests.csv is dropped." in answer
    assert "Not finished" not in answer
    assert conference.history.get().verb == "import.discarded"


def test_a_file_that_is_imported_or_that_the_worker_is_busy_with_is_not_dropped():
    conference = make_conference()
    run = actions.upload(conference, file_name="guests.csv", content=b"Family name\nNunez\n", by=None, at=BEFORE)
    work = actions.ask_for_import(run, WorkKind.PREVIEW, by=None, at=BEFORE)

    with pytest.raises(NotPossible, match="The worker is busy with this file"):
        actions.discard_upload(run, by=None, at=LATER)
    assert not uploads_left_alone(conference)
    actions.stop_work(work, by="Olga", at=LATER)
    assert list(uploads_left_alone(conference)) == [run]
    actions.run_import(run, fingerprint=importing.plan(run).fingerprint, by=None, at=BEFORE)

    with pytest.raises(NotPossible, match="This file is imported already"):
        actions.discard_upload(run, by=None, at=LATER)
    assert not uploads_left_alone(conference)

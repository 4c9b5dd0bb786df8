"""Whom an import that is taken back leaves in the conference."""

from datetime import timedelta

import pytest

from participants import actions, importing
from participants.choices import NewPeople, WorkKind
from tests.factories import BEFORE, make_conference

pytestmark = pytest.mark.django_db
LATER = BEFORE + timedelta(hours=1)


def test_who_was_tagged_since_stays_with_the_tag():
    conference = make_conference()
    content = b"Family name,Given name\nNunez,Elena\nSuharto,\n"
    run = actions.upload(conference, file_name="guests.csv", content=content, by=None, at=BEFORE)
    chosen = {"mapping": run.mapping, "new_become": NewPeople.CONFIRMED, "new_sector": "industry"}
    run = actions.map_columns(run, by=None, at=BEFORE, **chosen)
    actions.run_import(run, fingerprint=importing.plan(run).fingerprint, by=None, at=BEFORE)
    elena = conference.registrations.filter(participant__family_name="Nunez")
    given = {"conference": conference, "by": None, "at": LATER}
    actions.do_to_many(elena, WorkKind.TAG, wish={"name": "press"}, **given)

    outcome = actions.undo_import(run, by=None, at=LATER)

    assert outcome.done == ["Suharto"]
    assert [name for name, _ in outcome.skipped] == ["Elena Nunez"]
    assert [str(tag) for tag in elena.get().tags.all()] == ["press"]

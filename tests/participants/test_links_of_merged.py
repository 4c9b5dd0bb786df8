"""Links that were mailed to somebody who was entered twice, when one of two addresses is given up."""

import pytest

from participants import actions
from tests.factories import BEFORE, make_conference, make_participant, make_registration

pytestmark = pytest.mark.django_db
BY = {"by": "Olga", "at": BEFORE}


@pytest.mark.parametrize("chosen", ["kept", "gone"])
def test_links_to_an_address_that_is_given_up_open_nothing_any_more(chosen):
    conference = make_conference()
    kept, gone = (make_participant(conference, email=f"{name}@example.org") for name in ("kept", "gone"))
    registration = make_registration(conference, participant=kept if chosen == "gone" else gone)

    merge = actions.merge_participants(kept, gone, values={"email": f"{chosen}@example.org"}, **BY)

    registration.refresh_from_db()
    assert (registration.participant_id, registration.link_version) == (kept.pk, 1)
    actions.undo_merge_of_participants(merge, **BY)
    registration.refresh_from_db()
    assert registration.link_version == (2 if chosen == "gone" else 1)


def test_links_stay_when_only_one_of_the_two_has_an_address():
    conference = make_conference()
    kept, gone = make_participant(conference, email=""), make_participant(conference, email="ana@example.org")
    registration = make_registration(conference, participant=gone)

    actions.merge_participants(kept, gone, values={"email": "ana@example.org"}, **BY)

    registration.refresh_from_db()
    assert registration.link_version == 0

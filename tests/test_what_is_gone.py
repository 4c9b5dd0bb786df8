"""What went while its page was open, merged or removed or taken back by somebody else: a refusal in a sentence (REL-03)."""

import pytest

from conference import actions as conferences
from conference.models import Conference
from correspondence import actions as correspondence
from lib.refusal import NotPossible
from participants import actions
from participants.actions.visas import refuse_visa_letter
from reports import actions as reports
from sessions import actions as agenda
from tests.factories import BEFORE

SENTENCE = "This entry is no longer there."


def with_conference(action):
    """Do something to what all conferences share, for the sake of one."""
    return lambda each, **who: action(each, conference=Conference.objects.first(), **who)


DONE_TO = {
    "registration": [actions.confirm, actions.cancel, actions.check_in, actions.undo_check_in, actions.approve_change],
    "invitation": [actions.accept, actions.decline, actions.revoke, actions.renew, actions.send_again],
    "delegation": [actions.ask_for_nominations, actions.submit_nomination, actions.remove_delegation],
    "question": [actions.retire_question, actions.bring_back_question, actions.change_question],
    "visa_request": [lambda each, **who: refuse_visa_letter(each, reason="No.", **who)],
    "work": [actions.stop_work, actions.start_work_again],
    "draft": [actions.send_draft_link, lambda each, **who: actions.save_step(each, "stay", {}, **who)],
    "message": [correspondence.send_again, correspondence.cancel],
    "mailing": [correspondence.start, correspondence.pause],
    "member": [conferences.remove_member, lambda each, **who: conferences.change_role(each, role="desk", **who)],
    "room": [conferences.remove_room, lambda each, **who: conferences.change_room(each, name="B", seat_count=1, **who)],
    "session": [agenda.remove, agenda.copy],
    "document": [agenda.remove_document, agenda.put_back_document],
    "released_speaker": [agenda.take_answer_back],
    "accepted_clash": [agenda.reopen_clash],
    "accepted_fact": [reports.renew_fact, reports.settle_fact],
    "state_group": [with_conference(reports.remove_state_group)],
    "note_template": [with_conference(reports.remove_template)],
    "merge": [with_conference(actions.undo_merge_of_organisations)],
    "another_organisation": [with_conference(actions.change_organisation)],
    "note": [reports.clear, reports.remove_note],
}


def how_often():
    return [(name, number) for name, acts in DONE_TO.items() for number in range(len(acts))]


@pytest.mark.parametrize(("name", "number"), how_often())
def test_what_is_gone_is_refused_in_a_sentence(world, name, number):
    entry = getattr(world, name)
    type(entry)._base_manager.filter(pk=entry.pk).delete()

    with pytest.raises(NotPossible, match=SENTENCE):
        DONE_TO[name][number](entry, by=None, at=BEFORE)

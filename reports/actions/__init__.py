"""The only writers of notes; one module per noun."""

from reports.actions.clearance import agree, ask, comment, recall, settle_comment
from reports.actions.facts import accept_fact, keep_state_group, remove_state_group, renew_fact, settle_fact
from reports.actions.notes import (
    change_note,
    import_note,
    keep_template,
    remove_note,
    remove_template,
    start_note,
    take_over,
)
from reports.actions.parts import (
    Conflict,
    add_part,
    change_part,
    move_part,
    remove_part,
    settle_unplaced,
    take_from_data,
)
from reports.actions.proofreading import accept_suggestion, dismiss, take_up_again
from reports.actions.status import clear, publish, reopen, send_to_organizers, tell_participants, withdraw
from reports.actions.translations import follow_original, start_translation

__all__ = [
    "Conflict",
    "accept_fact",
    "accept_suggestion",
    "add_part",
    "agree",
    "ask",
    "change_note",
    "change_part",
    "clear",
    "comment",
    "dismiss",
    "follow_original",
    "import_note",
    "keep_state_group",
    "keep_template",
    "move_part",
    "publish",
    "recall",
    "remove_note",
    "remove_part",
    "remove_state_group",
    "remove_template",
    "renew_fact",
    "reopen",
    "send_to_organizers",
    "settle_comment",
    "settle_fact",
    "settle_unplaced",
    "start_note",
    "start_translation",
    "take_from_data",
    "take_over",
    "take_up_again",
    "tell_participants",
    "withdraw",
]

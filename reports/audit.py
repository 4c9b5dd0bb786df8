"""The words that the history of notes is read with."""

from conference.audit import record, verbs

__all__ = ["record", "register"]

VERBS = {
    "note.started": "started the note",
    "note.translation_started": "started a translation, the note",
    "note.translation_followed": "brought up to date with its original the note",
    "note.imported": "read in the note",
    "note.changed": "changed the note",
    "note.sent_to_organizers": "sent to the organizers for comment the note",
    "note.clearance_asked": "asked for the clearance of the note",
    "note.clearance_recalled": "recalled the request for the clearance of the note",
    "note.commented": "commented on the note",
    "note.comment_settled": "settled a comment on the note",
    "note.agreed": "agreed with the note",
    "note.cleared": "cleared the note",
    "note.reopened": "reopened the note",
    "note.published": "published the note",
    "note.corrected": "published a correction of the note",
    "note.announced": "wrote to the participants about the note",
    "note.withdrawn": "withdrew the note",
    "note.finding_dismissed": "let stand what proofreading found in the note",
    "note.finding_reopened": "took up again what proofreading found in the note",
    "note.fact_settled": "let a sentence stand after its data changed in the note",
    "note.removed": "removed the note",
    "note_template.kept": "kept a shape of notes as the template",
    "note_template.removed": "removed the template of notes",
    "state_group.kept": "kept the group of States",
    "state_group.removed": "removed the group of States",
}


def register():
    """Give the verbs their sentences; called once when the app is ready."""
    verbs.update(VERBS)

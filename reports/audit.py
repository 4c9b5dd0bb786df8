"""The words that the history of notes is read with."""

from conference.audit import record, verbs

verbs.update(
    {
        "note.started": "started the note",
        "note.imported": "read in the note",
        "note.changed": "changed the note",
        "note.sent_to_organizers": "sent to the organizers for comment the note",
        "note.cleared": "cleared the note",
        "note.reopened": "reopened the note",
        "note.published": "published the note",
        "note.corrected": "published a correction of the note",
        "note.withdrawn": "withdrew the note",
        "note_template.kept": "kept a shape of notes as the template",
        "note_template.removed": "removed the template of notes",
        "note.finding_dismissed": "let stand what proofreading found in the note",
        "note.finding_reopened": "took up again what proofreading found in the note",
        "note.fact_settled": "let a sentence stand after its data changed in the note",
        "state_group.kept": "kept the group of States",
        "state_group.removed": "removed the group of States",
        "note.removed": "removed the note",
    }
)

__all__ = ["record", "verbs"]

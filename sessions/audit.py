"""The verbs that the agenda leaves in the history."""

from conference.audit import verbs

verbs.update(
    {
        "session.added": "added the session",
        "session.changed": "changed the session",
        "session.moved": "moved the session",
        "session.copied": "copied the session",
        "session.shifted": "shifted, with all that follows on its day, the session",
        "session.undone": "took back the last change of the session",
        "agenda.undone": "took back the last change of",
        "sessions.left_room": "left without a room what was in",
        "session.removed": "removed the session",
        "session.restored": "brought back the session",
        "contribution.added": "added the presentation",
        "contribution.changed": "changed the presentation",
        "contribution.removed": "removed the presentation",
        "speaker.added": "added the speaker",
        "speaker.changed": "changed the speaker",
        "speaker.removed": "removed the speaker",
        "speaker.confirmed": "confirmed the role of",
        "speaker.declined": "declined the role of",
        "speaker.answer_withdrawn": "took back the answer for the role of",
        "speaker.described": "described",
        "speakers.asked": "asked the speakers to confirm, of",
        "document.added": "added the document",
        "document.removed": "removed the document",
        "document.put_back": "put back the document",
        "clash.accepted": "let the clash stand:",
        "clash.reopened": "no longer lets the clash stand:",
        "agenda.released": "released the agenda,",
    }
)

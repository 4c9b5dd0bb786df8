"""The sentences of this app's verbs in the history."""

from conference import audit


def register():
    """Give the history its words; called once at start."""
    audit.verbs.update(
        {
            "message.written": "wrote the message",
            "message.written_again": "wrote the message again",
            "message.cancelled": "cancelled the message",
            "message.bounced": "learned that this came back:",
            "message.delayed": "learned that this is delayed:",
            "message.complained_about": "learned that the recipient does not want",
            "message.answered": "received a calendar’s answer to",
            "message.unsubscribed": "unsubscribed, through",
            "letterhead.changed": "changed",
            "letter.ordered": "ordered the",
            "letter.made_again": "asked for another try of the",
            "letters.erased": "destroyed the letters that name passports of",
            "message_template.worded": "changed the text of",
            "message_template.taken_over": "took over texts and reminders for",
            "message_template.restored": "went back to the text that comes with Plenary for",
            "mailing.prepared": "prepared the mailing",
            "mailing.changed": "changed the mailing",
            "mailing.started": "sent the mailing",
            "mailing.paused": "paused the mailing",
            "mailing.resumed": "resumed the mailing",
            "mailing.cancelled": "cancelled the rest of the mailing",
            "reminder.added": "added the reminder",
            "reminder.removed": "removed the reminder",
            "reminder.sent": "sent the reminder",
            "reminder.skipped": "left out the reminder, which concerned nobody or came too late:",
            "suppression.made": "keeps messages back, because mail was refused or came back for good, from",
            "suppression.lifted": "allowed messages again to",
        }
    )

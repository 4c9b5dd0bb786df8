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
            "suppression.lifted": "allowed messages again to",
        }
    )

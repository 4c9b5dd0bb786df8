"""The sentences of this app's verbs in the history."""

from conference import audit


def register():
    """Give the history its words; called once at start."""
    audit.verbs.update(
        {
            "message.written": "wrote the message",
            "message.written_again": "wrote the message again",
            "message.cancelled": "cancelled the message",
        }
    )

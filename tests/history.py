"""A conference's history, as tests of several apps read it."""


def verbs(conference) -> list[str]:
    """Return what happened, in order, but for the messages that were written."""
    entries = conference.history.exclude(verb="message.written").order_by("pk")
    return list(entries.values_list("verb", flat=True))

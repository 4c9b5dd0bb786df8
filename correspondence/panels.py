"""What correspondence shows on a conference's overview: the messages that did not arrive, while there are any."""

from django.urls import reverse

from conference.panels import Panel


def desk(conference, user, at):
    """Count what was refused, came back or is kept back and was not written again, and the letters that failed."""
    counts = conference.messages.stuck_counts()
    if not any(counts.values()):
        return []
    messages, letters = (
        reverse(f"correspondence:{name}", kwargs={"conference": conference.slug})
        for name in ("message_list", "letter_list")
    )
    context = counts | {"messages_url": f"{messages}?status=undelivered", "letters_url": letters}
    return [Panel("correspondence/_desk_panel.html", context, position=8)]

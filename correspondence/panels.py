"""What correspondence shows on a conference's overview: the messages that did not arrive, while there are any."""

from django.urls import reverse

from conference.panels import Panel


def desk(conference, user, at):
    """Count what was refused, came back or is kept back, and was not written again since."""
    count = conference.messages.undelivered().count()
    if not count:
        return None
    address = reverse("correspondence:message_list", kwargs={"conference": conference.slug})
    return Panel(
        "correspondence/_desk_panel.html", {"count": count, "url": f"{address}?status=undelivered"}, position=8
    )

"""What information notes show on a conference's overviews."""

from conference.panels import Panel


def public(conference, user, at):
    """The published notes, one link per language."""
    notes = list(conference.notes.in_force())
    return [Panel("reports/_public_panel.html", {"notes": notes}, position=10)] if notes else []


# The same for the kept pages of the agenda, which ask for it together with the rest of their state.
HAS_PUBLISHED = (
    "EXISTS (SELECT 1 FROM reports_edition e JOIN reports_informationnote n ON n.id = e.note_id"
    " WHERE n.conference_id = c.id AND e.withdrawn_at IS NULL)"
)


def has_published(conference) -> bool:
    """Whether readers find a note; the public pages lead to it then."""
    return bool(conference.pk) and conference.notes.in_force().exists()


def desk(conference, user, at):
    """Where each note stands, once the conference is over or a note is begun."""
    notes = list(conference.notes.order_by("language"))
    is_over = at.astimezone(conference.zone).date() > conference.ends_on
    return [Panel("reports/_desk_panel.html", {"notes": notes}, position=40)] if notes or is_over else []

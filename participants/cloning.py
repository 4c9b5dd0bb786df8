"""What a conference that is copied for another year takes over: its questions, and what else registration asks."""

from participants import actions


def take_over_questions(sender, *, original, copy, by, at, **kwargs):
    """Ask in the copy what the original asks."""
    actions.copy_questions(original, copy, by=by, at=at)
    actions.copy_registration_settings(original, copy, by=by, at=at)

"""How an action says no."""


class NotPossible(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The action does not fit the state of things; the text is a sentence for the user."""

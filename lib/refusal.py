"""How an action says no."""


class NotPossible(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The action does not fit the state of things; the text is a sentence for the user.

    `field` names what of a form it is about, if it is about one thing that was typed.
    """

    def __init__(self, sentence: str, *, field: str = ""):
        super().__init__(sentence)
        self.field = field

    def add_to(self, form) -> None:
        """Show the sentence beside the field that it is about, else above the form."""
        form.add_error(self.field if self.field in form.fields else None, str(self))


def still_there(rows, **names):
    """Return the one row of these names (`pk=…`), as it stands now; refuse when it is gone.

    What an action is to change may have been removed, merged or taken back since its page was shown.
    """
    try:
        return rows.get(**names)
    except rows.model.DoesNotExist:
        return there(None)


def there(row):
    """Return the row that was found, as `still_there` does; refuse when it is None."""
    if row is None:
        raise NotPossible("This entry is no longer there.")
    return row

"""Files that are kept beside the database."""

from functools import partial

from django.db import transaction


def forget(file) -> None:
    """Delete a field's file, if it has one, once the transaction that makes it useless is committed."""
    if file:
        transaction.on_commit(partial(file.storage.delete, file.name))

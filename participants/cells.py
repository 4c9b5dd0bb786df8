"""How a cell of a spreadsheet is read: its text as the value that it stands for, or a ValueError with a sentence. Pure.

A reader takes the cell and `known`, whose `countries` finds a country's code by the search key of its name.
"""

from collections.abc import Callable
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from phonenumber_field.phonenumber import to_python

from lib.text import search_key
from lib.written import language_named
from participants.choices import Gender, NameOrder, Sector

WHOLE_NAME = "name"


def _text(limit: int) -> Callable:
    def read(cell, known):
        if len(cell) > limit:
            raise ValueError(f"Longer than {limit} letters.")
        return cell

    return read


def _choice(choices) -> Callable:
    values = {search_key(label): value for value, label in choices.choices if value} | {
        value: value for value in choices.values if value
    }

    def read(cell, known):
        found = values.get(search_key(cell)) or values.get(cell)
        if found is None:
            raise ValueError(f"“{cell}” is none of: {', '.join(label for value, label in choices.choices if value)}.")
        return str(found)

    return read


def _reference(cell, known):
    return _text(20)(cell, known).upper()


def _email(cell, known):
    try:
        validate_email(cell)
    except ValidationError:
        raise ValueError(f"“{cell}” is not an e-mail address.") from None
    return _text(254)(cell, known)


def _phone(cell, known):
    number = _number(cell)
    if number is None:
        raise ValueError(f"“{cell}” is not a telephone number with its country code, such as +41 22 917 12 34.")
    return number


@lru_cache(maxsize=20_000)  # a file is read twice, for the preview and under the lock, and numbers are slow to read
def _number(cell) -> str | None:
    number = to_python(cell)
    return number.as_e164 if number and number.is_valid() else None


def _country(cell, known):
    code = known.countries.get(search_key(cell))
    if code is None:
        raise ValueError(f"“{cell}” is not the name or code of a country.")
    return code


def _yes_or_no(cell, known):
    word = search_key(cell)
    if word not in {"yes", "no", "y", "n", "1", "0", "true", "false", "x"}:
        raise ValueError(f"“{cell}” is neither yes nor no.")
    return word in {"yes", "y", "1", "true", "x"}


READERS = {
    WHOLE_NAME: _text(300),
    "honorific": _text(40),
    "given_name": _text(150),
    "family_name": _text(150),
    "name_order": _choice(NameOrder),
    "job_title": _text(200),
    "organisation": _text(300),
    "sector": _choice(Sector),
    "country": _country,
    "email": _email,
    "phone": _phone,
    "needs": _text(2000),
    "language": lambda cell, known: language_named(cell),
    "gender": _choice(Gender),
    "is_listed": _yes_or_no,
    "reference": _reference,
}

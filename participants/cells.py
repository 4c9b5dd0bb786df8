"""How a cell of a spreadsheet is read: its text as the value that it stands for, or a ValueError with a sentence. Pure.

A reader takes the cell and `known`, whose `countries` finds a country's code by the search key of its name.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator, validate_email
from phonenumber_field.phonenumber import to_python

from lib.text import search_key
from lib.written import MONTHS as NAMES_OF_MONTHS
from lib.written import language_named, written_days
from participants.choices import Gender, NameOrder, Sector

WHOLE_NAME = "name"
YES = {"yes", "y", "1", "true", "x", "oui", "si", "ja", "да", "是", "نعم"}
NO = {"no", "n", "0", "false", "non", "nein", "нет", "否", "لا"}
DECIMALS = DecimalValidator(max_digits=15, decimal_places=4)  # as the field of a form has it
MONTHS = {
    search_key(name): number
    for names in NAMES_OF_MONTHS.values()
    for number, both in enumerate(names, start=1)
    for name in [*both.split("/"), *([both[:3]] if names[0] == "January" else [])]
}


def text(limit: int) -> Callable:
    """Return a reader of text of at most so many letters."""

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
    return text(20)(cell, known).upper()


def _email(cell, known):
    try:
        validate_email(cell)
    except ValidationError:
        raise ValueError(f"“{cell}” is not an e-mail address.") from None
    return text(254)(cell, known)


def _phone(cell, known):
    found = _phone_number(cell)
    if found is None:
        raise ValueError(f"“{cell}” is not a telephone number with its country code, such as +41 22 917 12 34.")
    return found


@lru_cache(maxsize=20_000)  # a file is read twice, for the preview and under the lock, and numbers are slow to read
def _phone_number(cell) -> str | None:
    found = to_python(cell)
    return found.as_e164 if found and found.is_valid() else None


def _country(cell, known):
    code = known.countries.get(search_key(cell))
    if code is None:
        raise ValueError(f"“{cell}” is not the name or code of a country.")
    return code


def yes_or_no(cell, known) -> bool:
    """Read yes or no, in any of the six languages."""
    word = search_key(cell)
    if word not in YES | NO:
        raise ValueError(f"“{cell}” is neither yes nor no.")
    return word in YES


def day(cell, known) -> str:
    """Read a day as people write it; return it as 2017-06-08."""
    found = _day_of(search_key(cell).replace(",", " "))
    if found is None:
        raise ValueError(f"“{cell}” is not a date, such as 2017-06-08 or 8 June 2017.")
    return found.isoformat()


def _day_of(written) -> date | None:
    if match := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", written):
        return _date(match[1], match[3], match[4])
    if match := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", written):
        return _of_two_numbers(match[2], match[1], match[3], match[4])
    words = [word.strip(".") for word in re.split(r"[\s-]+", written) if word not in {"de", "del", "of", "года"}]
    if len(words) != 3:
        return None
    first, second, year = words
    number, name = (second, first) if first in MONTHS else (first, second)
    return _date(year, MONTHS.get(name, 0), re.sub(r"(?<=\d)(st|nd|rd|th|er)$", "", number))


def _of_two_numbers(between, first, second, year) -> date | None:
    """Return the day of two numbers; between points or dashes the day stands first, between strokes it may be either."""
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if between == "/" and day_first and month_first and day_first != month_first:
        raise ValueError(
            f"This may be {written_days([day_first])} or {written_days([month_first])}. "
            f"Write it as {day_first} or {month_first}."
        )
    return day_first or (month_first if between == "/" else None)


def _date(year, month, day) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def number(cell, known) -> str:
    """Read a number with its decimals behind a point or a comma; return it with a point."""
    plain = re.sub(r"(?<=\d)[\s'’](?=\d{3})", "", cell)
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", plain):
        raise ValueError(f"“{cell}” may be read in two ways. Write it without the comma.")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        value = Decimal(plain)
        DECIMALS(value)
    except InvalidOperation:
        raise ValueError(f"“{cell}” is not a number.") from None
    except ValidationError:
        raise ValueError(f"“{cell}” has more than 11 digits or 4 decimals, or is not a number.") from None
    return f"{value.normalize():f}"


READERS = {
    WHOLE_NAME: text(300),
    "honorific": text(40),
    "given_name": text(150),
    "family_name": text(150),
    "name_order": _choice(NameOrder),
    "job_title": text(200),
    "organisation": text(300),
    "sector": _choice(Sector),
    "country": _country,
    "email": _email,
    "phone": _phone,
    "needs": text(2000),
    "language": lambda cell, known: language_named(cell),
    "gender": _choice(Gender),
    "is_listed": yes_or_no,
    "reference": _reference,
}

"""How notes write dates, places and numbers."""

from collections.abc import Iterable
from datetime import date, timedelta

from lib.written import is_run

SMALL_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def days_of(first: date, last: date, with_sessions: Iterable[date] = ()) -> list[date]:
    """Return the days of a conference: all from first to last, or those with sessions when these lie apart."""
    held = sorted(set(with_sessions))
    if held and not is_run(held):
        return held
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def in_words(number: int) -> str:
    """Write a number as English UN texts do: in words below ten, in figures from there on, with commas."""
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else f"{number:,}"


def ordinal(number: int) -> str:
    """Write an English ordinal: “second”, “21st”."""
    if number < len(ORDINALS):
        return ORDINALS[number]
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def half_days(number: int) -> str:
    """Write a length in half-days: 1 “half a day”, 2 “one day”, 3 “one and a half days”."""
    whole, half = divmod(number, 2)
    if not whole:
        return "half a day" if half else "no day"
    if half:
        return f"{in_words(whole)} and a half days"
    return "one day" if whole == 1 else f"{in_words(whole)} days"

"""States and territories by their UN names in six languages, from lib/data/states.json (source and licence there).

Codes are ISO 3166-1 alpha-2. Languages are ar, zh, en, fr, ru, es; a longer tag ("zh-Hans") counts by its first part,
and a language that is not among the six reads English.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lib.written import main_language

DATA = Path(__file__).parent / "data" / "states.json"


@dataclass(frozen=True)
class State:
    """One State or territory."""

    code: str
    kind: str
    names: dict[str, str]
    formal: str
    region: str
    subregion: str
    aliases: list[str]

    @property
    def is_member(self) -> bool:
        """Whether it is a Member State of the United Nations."""
        return self.kind == "member"


def name(code: str, language: str = "en") -> str:
    """Return the short name; a code that is not known is returned as it is."""
    state = _states().get(code)
    return state.names[main_language(language)] if state else code


def formal_name(code: str) -> str:
    """Return the formal English name with its article: “the Federative Republic of Brazil”; short where none is."""
    state = _states().get(code)
    return (state and state.formal) or name(code)


def is_observer(code: str) -> bool:
    """Return whether a State observes at the United Nations without being a Member."""
    return code in _states() and _states()[code].kind == "observer"


def position(code: str, language: str = "en") -> int:
    """Return a State's place in the language's alphabetical order, to sort by; unknown codes come last."""
    return _positions(main_language(language)).get(code, len(_states()))


def choices(language: str = "en") -> list[tuple[str, str]]:
    """Return all as (code, name) in the language's alphabetical order, for a form."""
    return list(_choices(main_language(language)))


@cache
def _choices(language):
    return tuple((state.code, name(state.code, language)) for state in everything(language))


def member_states(language: str = "en") -> list[State]:
    """Return the Member States of the United Nations in the language's alphabetical order."""
    return [state for state in everything(language) if state.is_member]


def everything(language: str = "en") -> list[State]:
    """Return Member States, observers and other territories in the language's alphabetical order."""
    states = _states()
    return [states[code] for code in _data()["order"][main_language(language)]]


@cache
def _data():
    return json.loads(DATA.read_text(encoding="utf-8"))


@cache
def _states():
    return {entry["code"]: State(**entry) for entry in _data()["states"]}


@cache
def _positions(language):
    return {code: index for index, code in enumerate(_data()["order"][language])}

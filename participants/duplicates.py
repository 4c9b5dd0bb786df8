"""Entries that are likely the same: pure functions over fetched rows, cheap enough for some thousands of them."""

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from lib.text import search_key

SMALL_WORDS = {"the", "of", "for", "and", "de", "des", "du", "la", "le", "el", "los", "der", "die", "das", "und", "y"}
CLOSE = 0.9
LARGEST_BLOCK = 60


@dataclass(frozen=True)
class Pair:
    """Two entries, the older one first, and why they look alike."""

    first: Any
    second: Any
    reason: str


def among_organisations(organisations, apart: set[tuple[int, int]] = frozenset()) -> list[Pair]:
    """Return the pairs of organisations that are likely one: called the same, or spelled almost the same."""
    organisations = sorted(organisations, key=lambda each: each.pk)
    found = {}
    for first, second in _sharing(organisations, _names):
        found.setdefault((first.pk, second.pk), Pair(first, second, "Called the same"))
    for first, second in _sharing(organisations, _blocks):
        if _may_be_one(first, second) and _are_close(first.official_name, second.official_name):
            found.setdefault((first.pk, second.pk), Pair(first, second, "Spelled almost the same"))
    pairs = [pair for key, pair in sorted(found.items()) if key not in apart]
    return [pair for pair in pairs if not (pair.first.is_state and pair.second.is_state)]


def among_participants(participants, apart: set[tuple[int, int]] = frozenset()) -> list[Pair]:
    """Return the pairs of a conference's people who are likely one person, the likeliest first."""
    participants = sorted(participants, key=lambda each: each.pk)
    found = {}
    for first, second in _sharing(participants, _address):
        found.setdefault((first.pk, second.pk), Pair(first, second, "Almost the same e-mail address"))
    for first, second in _sharing(participants, _name_in_any_order):
        is_swapped = search_key(first.given_name) != search_key(second.given_name)
        reason = "The same name, its parts exchanged" if is_swapped else "The same name"
        found.setdefault((first.pk, second.pk), Pair(first, second, reason))
    for first, second in _sharing(participants, _house_and_first_letters):
        if _are_close(f"{first.family_name} {first.given_name}", f"{second.family_name} {second.given_name}"):
            reason = "Almost the same name, and the same organisation"
            found.setdefault((first.pk, second.pk), Pair(first, second, reason))
    pairs = [pair for key, pair in sorted(found.items()) if key not in apart]
    return sorted(pairs, key=lambda pair: (not _is_one_house(pair), bool(pair.first.email and pair.second.email)))


def _is_one_house(pair) -> bool:
    """Say whether more than the name speaks for one person: the organisation, or the address."""
    same = pair.first.organisation_id == pair.second.organisation_id
    return same or bool(_address(pair.first) & _address(pair.second))


def _address(participant) -> set[str]:
    """Return an address without what people add to it: “ana+geneva@…” is “ana@…”."""
    name, _, domain = participant.email.casefold().rpartition("@")
    return {f"{name.partition('+')[0]}@{domain}"} if name else set()


def _name_in_any_order(participant) -> set[str]:
    words = sorted(re.findall(r"\w+", search_key(participant.given_name, participant.family_name)))
    return {" ".join(words)} if len(words) > 1 else set()


def _house_and_first_letters(participant) -> set[str]:
    if not (participant.organisation_id and participant.given_name):
        return set()
    return {f"{participant.organisation_id} {search_key(participant.family_name)[:2]}"}


def _sharing(entries, keys_of):
    """Yield the pairs of entries that share a key; a key that very many share says nothing."""
    holders = defaultdict(list)
    for entry in entries:
        for key in keys_of(entry):
            holders[key].append(entry)
    for several in holders.values():
        if 1 < len(several) <= LARGEST_BLOCK:
            yield from combinations(several, 2)


def _names(organisation) -> set[str]:
    return {key for name in organisation.names if (key := _plain(name))}


def _blocks(organisation) -> set[str]:
    """Return where to look for spellings that are almost the same: how the name begins, and its longest word."""
    words = _words(organisation.official_name)
    return {words[0][:4], max(words, key=len)} if words else set()


def _may_be_one(first, second) -> bool:
    return not (first.country and second.country and first.country != second.country)


def _are_close(one, other) -> bool:
    matcher = SequenceMatcher(None, " ".join(_words(one)), " ".join(_words(other)))
    return matcher.real_quick_ratio() >= CLOSE and matcher.quick_ratio() >= CLOSE and matcher.ratio() >= CLOSE


def _words(name) -> list[str]:
    return [word for word in re.findall(r"\w+", search_key(name)) if word not in SMALL_WORDS]


def _plain(name) -> str:
    """Return a name without its order of words, small words and signs."""
    return " ".join(sorted(_words(name)))

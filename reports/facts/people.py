"""Facts about who took part: how many, from which sectors, States and organisations."""

import re
from collections import Counter
from functools import partial

from lib import states
from lib.text import search_key
from lib.written import enumeration, main_language
from participants.choices import Gender, Sector
from reports.documents.frame import isolated
from reports.facts.model import Fact
from reports.facts.phrases import Phrases

SMALLEST_CELL = 5  # fewer persons than this could be recognized
INVERTED = re.compile(r"(.+) \((.+ of(?: the)?)\)")
WITH_ARTICLE = re.compile(
    r"(Bahamas|Central African Rep|Comoros|Congo|Democratic|Dominican Rep|Gambia|Holy See|Lao People|Marshall|Netherlands|"
    r"Niger$|Philippines|Republic|Russian Fed|Solomon|State of|Sudan|Syrian|United)"
)


def total(data, basis, language):
    counted = data.counted(basis)
    if counted:
        phrases = Phrases(language)
        yield Fact(
            "total",
            "Participants in total",
            phrases.say(f"total:{basis}", len(counted)),
            len(counted),
            [_row(person) for person in counted],
            basis,
            phrases.digits(len(counted)),
        )


def sectors(data, basis, language):
    counted = data.counted(basis)
    counts = Counter(person.sector or Sector.OTHER for person in counted)
    if len(counts) < 2:
        return
    phrases = Phrases(language)
    present = [sector for sector in Sector if counts[sector]]
    written = phrases.alike(counts[sector] for sector in present)
    parts = [
        phrases.say_within("count" if place else "first count", number=number, name=phrases.word("sector", sector))
        for place, (sector, number) in enumerate(zip(present, written, strict=True))
    ]
    yield Fact(
        "sectors",
        "Participants by sector",
        phrases.say("sectors", len(counted), counts=enumeration(parts, language)),
        {str(sector): counts[sector] for sector in present},
        [f"{Sector(person.sector or Sector.OTHER).label}: {_row(person)}" for person in counted],
        basis,
    )


def states_represented(data, basis, language):
    counted = [person for person in data.counted(basis) if person.sector == Sector.GOVERNMENT and person.country]
    codes = _in_order({person.country for person in counted}, language)
    if codes:
        names = named(codes, language)
        yield Fact(
            "states",
            "States represented by their Governments",
            Phrases(language).say("states", len(codes), names=names),
            codes,
            [f"{states.name(person.country)}: {_row(person)}" for person in counted],
            basis,
            names,
        )


def named_groups(data, basis, language):
    counted = [person for person in data.counted(basis) if person.country]
    present, phrases = {person.country for person in counted}, Phrases(language)
    for group in data.groups:
        codes = _in_order(present & set(group.codes), language)
        if not codes:
            continue
        names, size = named(codes, language), len(set(group.codes))
        places = {"names": names, "group": isolated(group.name, language), "some": phrases.figure(len(codes))}
        yield Fact(
            f"group:{group.name}",
            group.name,
            phrases.say("whole group" if len(codes) == size else "part of group", size, **places),
            codes,
            [f"{states.name(person.country)}: {_row(person)}" for person in counted if person.country in codes],
            basis,
            names,
        )


def organisations(data, basis, language):
    counted = [p for p in data.counted(basis) if p.organisation and p.sector != Sector.GOVERNMENT]
    names = sorted({person.organisation for person in counted}, key=search_key)
    if names:
        phrases = Phrases(language)
        yield Fact(
            "organisations",
            "Organisations and companies",
            phrases.say("organisations", len(names), names=phrases.listed(names).removesuffix(".")),
            names,
            [f"{person.organisation}: {person.name}" for person in counted],
            basis,
        )


def gender(data, basis, language):
    stated = [person.gender for person in data.counted(basis) if person.gender]
    counts = Counter(stated)
    if not stated:
        return
    label, rows = "Gender, where stated", [f"Stated by {len(stated)} of {len(data.counted(basis))}"]
    if min(counts.values()) < SMALLEST_CELL or len(stated) < 2 * SMALLEST_CELL:
        reason = f"Not shown: a group has fewer than {SMALLEST_CELL} persons, who could be recognized."
        yield Fact("gender", label, "", None, rows, basis, reason=reason)
        return
    phrases = Phrases(language)
    present = [each for each in (Gender.FEMALE, Gender.MALE, Gender.OTHER) if counts[each]]
    parts = [
        phrases.word("of gender" if place else "first of gender", each).format(number=phrases.digits(counts[each]))
        for place, each in enumerate(present)
    ]
    yield Fact(
        "gender",
        label,
        phrases.say("gender", total=phrases.digits(len(stated)), counts=enumeration(parts, language)),
        {str(each): counts[each] for each in present},
        rows,
        basis,
    )


def in_text(code: str) -> str:
    """Return a State's English short name as it stands in a sentence: “the Republic of Korea”."""
    name = states.name(code)
    if inverted := INVERTED.fullmatch(name):
        return f"the {inverted[2]} {inverted[1]}"
    return f"the {name}" if WITH_ARTICLE.match(name) else name


def _row(person):
    country = states.name(person.country) if person.country else ""
    return ", ".join(part for part in (person.name, person.organisation, country) if part)


def named(codes, language: str) -> str:
    """Return States in a row, in their order, as they are named in a sentence of the language."""
    in_words = in_text if main_language(language) == "en" else partial(states.name, language=language)
    return enumeration(map(in_words, codes), language)


def _in_order(codes, language):
    return sorted(codes, key=lambda code: states.position(code, language))


PEOPLE = (total, sectors, states_represented, named_groups, organisations, gender)

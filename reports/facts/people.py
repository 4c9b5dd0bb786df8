"""Facts about who took part: how many, from which sectors, States and organisations."""

import re
from collections import Counter

from lib import states
from lib.text import search_key
from participants.choices import Gender, Sector
from reports.facts.model import Basis, Fact
from reports.wording import enumeration, in_words

SMALLEST_CELL = 5  # fewer persons than this could be recognized
SECTORS = {
    Sector.GOVERNMENT: "Governments",
    Sector.UNITED_NATIONS: "the United Nations",
    Sector.INTERGOVERNMENTAL: "intergovernmental organizations",
    Sector.REGIONAL: "regional organizations",
    Sector.INDUSTRY: "industry",
    Sector.CIVIL_SOCIETY: "civil society",
    Sector.ACADEMIA: "academia",
    Sector.MEDIA: "the media",
    Sector.OTHER: "other organizations",
}
INVERTED = re.compile(r"(.+) \((.+ of(?: the)?)\)")
WITH_ARTICLE = re.compile(
    r"(Bahamas|Central African Rep|Comoros|Congo|Democratic|Dominican Rep|Gambia|Holy See|Lao People|Marshall|Netherlands|"
    r"Niger$|Philippines|Republic|Russian Fed|Solomon|State of|Sudan|Syrian|United)"
)


def total(data, basis, language):
    counted = data.counted(basis)
    number = f"{len(counted):,}"
    sentence = {
        Basis.CHECKED_IN: f"There was a total of {number} participants.",
        Basis.CONFIRMED: f"There was a total of {number} confirmed participants.",
        Basis.REGISTERED: f"A total of {number} persons registered.",
    }[basis]
    if counted:
        rows = [_row(person) for person in counted]
        yield _fact("total", "Participants in total", sentence, len(counted), rows, basis, language, number)


def sectors(data, basis, language):
    counted = data.counted(basis)
    counts = Counter(person.sector or Sector.OTHER for person in counted)
    if len(counts) < 2:
        return
    parts = [(SECTORS[sector], counts[sector]) for sector in SECTORS if counts[sector]]
    written = _numbers([count for _, count in parts])
    listed = enumeration(f"{number} from {name}" for (name, _), number in zip(parts, written, strict=True))
    yield _fact(
        "sectors",
        "Participants by sector",
        f"Of the {len(counted):,} participants, {listed.replace(' from ', ' came from ', 1)}.",
        {str(sector): counts[sector] for sector in SECTORS if counts[sector]},
        [f"{Sector(person.sector or Sector.OTHER).label}: {_row(person)}" for person in counted],
        basis,
        language,
        enumeration((str(count) for _, count in parts), language),
    )


def states_represented(data, basis, language):
    counted = [person for person in data.counted(basis) if person.sector == Sector.GOVERNMENT and person.country]
    codes = _in_order({person.country for person in counted}, language)
    if not codes:
        return
    number = in_words(len(codes))
    were = "State was" if len(codes) == 1 else "States were"
    yield _fact(
        "states",
        "States represented by their Governments",
        f"{number[0].upper()}{number[1:]} {were} represented: {enumeration(states.name(code) for code in codes)}.",
        codes,
        [f"{states.name(person.country)}: {_row(person)}" for person in counted],
        basis,
        language,
        enumeration((states.name(code, language) for code in codes), language),
    )


def named_groups(data, basis, language):
    counted = [person for person in data.counted(basis) if person.country]
    present = {person.country for person in counted}
    for group in data.groups:
        codes = _in_order(present & set(group.codes), language)
        if not codes:
            continue
        names = enumeration(states.name(code) for code in codes)
        if len(codes) == len(set(group.codes)):
            sentence = f"Participants came from the {group.name} ({names})."
        else:
            of_all = f"{in_words(len(codes))} of the {in_words(len(set(group.codes)))} {group.name}"
            sentence = f"Participants came from {of_all} ({names})."
        yield _fact(
            f"group:{group.name}",
            group.name,
            sentence,
            codes,
            [f"{states.name(person.country)}: {_row(person)}" for person in counted if person.country in codes],
            basis,
            language,
            enumeration((states.name(code, language) for code in codes), language),
        )


def organisations(data, basis, language):
    counted = [p for p in data.counted(basis) if p.organisation and p.sector != Sector.GOVERNMENT]
    names = sorted({person.organisation for person in counted}, key=search_key)
    if names:
        yield _fact(
            "organisations",
            "Organisations and companies",
            f"The following organizations and companies were represented: {enumeration(names).removesuffix('.')}.",
            names,
            [f"{person.organisation}: {person.name}" for person in counted],
            basis,
            language,
            enumeration(names, language),
        )


def gender(data, basis, language):
    stated = [person.gender for person in data.counted(basis) if person.gender]
    counts = Counter(stated)
    if not stated:
        return
    label, rows = "Gender, where stated", [f"Stated by {len(stated)} of {len(data.counted(basis))}"]
    if min(counts.values()) < SMALLEST_CELL or len(stated) < 2 * SMALLEST_CELL:
        reason = f"Not shown: a group has fewer than {SMALLEST_CELL} persons, who could be recognized."
        yield Fact("gender", label, "", None, rows, basis, reason)
        return
    words = {
        Gender.FEMALE: ("woman", "women"),
        Gender.MALE: ("man", "men"),
        Gender.OTHER: ("other", "of other genders"),
    }
    parts = [
        f"{counts[each]} {'were ' if each == Gender.OTHER else ''}{words[each][1]}" for each in words if counts[each]
    ]
    sentence = f"Of the {len(stated)} participants who stated their gender, {enumeration(parts)}."
    sentence = re.sub(r"(\d+) (women|men)", r"\1 were \2", sentence, count=1)
    bare = enumeration((str(counts[each]) for each in words if counts[each]), language)
    yield _fact("gender", label, sentence, {str(k): counts[k] for k in words if counts[k]}, rows, basis, language, bare)


def in_text(code: str) -> str:
    """Return a State's English short name as it stands in a sentence: “the Republic of Korea”."""
    name = states.name(code)
    if inverted := INVERTED.fullmatch(name):
        return f"the {inverted[2]} {inverted[1]}"
    return f"the {name}" if WITH_ARTICLE.match(name) else name


def _fact(key, label, sentence, value, rows, basis, language, bare):
    return Fact(key, label, sentence if language == "en" else bare, value, rows, basis)


def _row(person):
    country = states.name(person.country) if person.country else ""
    return ", ".join(part for part in (person.name, person.organisation, country) if part)


def _in_order(codes, language):
    return sorted(codes, key=lambda code: states.position(code, language))


def _numbers(numbers):
    """Write numbers of one sentence alike: all in figures when one of them is."""
    return [str(number) for number in numbers] if max(numbers) >= 10 else [in_words(number) for number in numbers]


PEOPLE = (total, sectors, states_represented, named_groups, organisations, gender)

"""Figures in the text against the data: participants, States, days, and the front matter."""

import re
from functools import cache

from lib import states
from lib.written import main_language
from reports.choices import FrontMatterKey
from reports.facts import Basis, fact_of, usual_basis
from reports.proofreading.model import Finding, at
from reports.starting import value_of
from reports.wording import half_days, in_words

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
)
WORDS = {word: number for number, word in enumerate(_WORDS.split(), start=1)}
NUMBER = rf"(?P<number>\d[\d,]{{0,11}}|(?i:{'|'.join(WORDS)}))"
PERSONS = re.compile(rf"\b{NUMBER} (?P<what>(?:\w+ )?(?:participants|attendees|delegates|persons))\b")
# In the other languages figures alone are read, and a number below the data's only beside the word for a total.
PERSONS_IN = {
    "fr": (r"(?:participants|délégués|personnes)", r"(?:\btotal(?: de|,)?|\bparticipation de)"),
    "es": (r"(?:participantes|delegados|personas)", r"\btotal(?: de)?"),
    "ru": (r"(?:участник|делегат|человек)\w*", r"(?:всего|сложности[^.,;:\n\d]{0,50})"),
    "zh": (r"(?:[名位](?:与会者|参加者|代表)|人(?![民次]))", r"共有?"),
    "ar": (r"(?:مشارك|شخص|أشخاص)\w*", r"مجموعه"),
}
STATES = re.compile(
    rf"(?<!\b[Tt]he )(?<!\b[Tt]hese )(?<!\b[Tt]hose )\b{NUMBER} (?P<what>(?:Member )?(?:States|countries))\b"
)
DAYS = re.compile(r"\b(?P<whole>one|two|three|four|five)(?P<half>(?:[ -]and[ -](?:a[ -])?half))?[ -]days?\b", re.I)
# What stands before a number that claims nothing, or nothing below it; and what says that all are meant, not some.
OPEN = re.compile(r"(?:\b(?:up to|fewer than|less than|at most|to|or|another|each of)|[-–])\s*$", re.I)
AT_LEAST = re.compile(r"\b(?:more than|over|at least)\s*$", re.I)
ALL_BEFORE = re.compile(
    r"\b(?:total of|there (?:were|was)|attended by|together|gathered|comprised|with|by|came from)\s*$", re.I
)
ALL_BEHIND = re.compile(
    r"(?! of )[^.;:]{0,60}?\b(?:attended|took part|participated|came|were present|gathered|were represented|registered)\b"
)
# An article that means all: “The 30 participants met”, not “the 20 participants from companies”.
THE = re.compile(r"\b(?:the|all|les|los)\s*$", re.I)
PERSONS_OF_ALL = re.compile(r"(?:(?:confirmed|registered) )?\w+")
SOME = re.compile(
    r"\s+(?:from|of|in|who|that|whose|with|representing|d[’'e]|d[eu]s?|del|qui|dont|ayant|venue?s|que|cuy[ao]s|con|avec)\b"
)
OF_THIS = re.compile(r"\b(?:the|this|was an?)\s+$", re.I)
HALF_WITHOUT_ARTICLE = re.compile(r"\b(one|two|three|four|five)( and )half([ -]days?)\b", re.I)


def persons(evidence):
    """A number of participants that no count of the data gives."""
    language = main_language(evidence.language)
    if not evidence.data.people:
        return
    pattern = PERSONS if language == "en" else _persons_in(language)
    totals = {basis: len(evidence.data.counted(basis)) for basis in Basis}
    parts = _counts_of_parts(evidence.data)
    usual = totals[usual_basis(evidence.data)]
    for passage, found, number in _numbers(evidence, pattern):
        if number in totals.values() or number in parts:
            continue
        is_claimed = _claims(passage.text, found, number, totals.values(), language)
        if not (is_claimed or _is_of_all(passage.text, found, number, max(totals.values()))):
            continue
        said = ", ".join(f"{count} {label}" for count, label in _said(totals))
        yield at(
            passage,
            *found.span("number"),
            rule="persons",
            title="The data have another number of participants",
            reason=f"The data have {said}.",
            suggestion=_like(found["number"], usual, language),
        )


def states_counted(evidence):
    """A number of States that no count of the data gives."""
    if evidence.language != "en" or not evidence.data.people:
        return
    counts = set()
    for basis in Basis:
        counted = evidence.data.counted(basis)
        by_government = fact_of(evidence.data, "states", basis)
        counts |= {len({person.country for person in counted if person.country})}
        counts |= {len(by_government.value)} if by_government else set()
    counts |= {len(set(group.codes)) for group in evidence.data.groups}
    usual = fact_of(evidence.data, "states", usual_basis(evidence.data))
    for passage, found, number in _numbers(evidence, STATES):
        if usual is None or number in counts or number == len(states.member_states()):
            continue
        if not _claims(passage.text, found, number, counts):
            continue
        yield at(
            passage,
            *found.span("number"),
            rule="states_counted",
            title="The data have another number of States",
            reason=f"{len(usual.value)} States were represented by their Governments, according to the data.",
            suggestion=_like(found["number"], len(usual.value)),
        )


def days_in_words(evidence):
    """A length that the agenda contradicts, and “one and half day”, which lacks its article."""
    if evidence.language != "en":
        return
    length = fact_of(evidence.data, "length", Basis.CONFIRMED)
    for passage in evidence.prose:
        for found in HALF_WITHOUT_ARTICLE.finditer(passage.text):
            yield at(
                passage,
                *found.span(),
                rule="half_day",
                title="An article is missing",
                reason="It reads “one and a half days”, and before a noun “one and a half day”.",
                suggestion=f"{found[1]}{found[2]}a half{found[3]}",
            )
        for found in DAYS.finditer(passage.text):
            said = WORDS[found["whole"].casefold()] * 2 + bool(found["half"])
            is_length = re.match(
                r"\s+(?:regional |industry |outreach )*(conference|event|meeting|workshop|seminar)\b",
                passage.text[found.end() :],
            )
            is_this = OF_THIS.search(passage.text[: found.start()])
            if length and is_length and is_this and said != length.value:
                yield at(
                    passage,
                    *found.span(),
                    rule="length",
                    title="The agenda has another length",
                    reason=f"By its half-days with sessions the conference lasted {half_days(length.value)}.",
                    suggestion=half_days(length.value).removesuffix("s"),
                )


def front_matter(evidence):
    """Front matter that the conference's data would write differently."""
    compared = set(FrontMatterKey) - {FrontMatterKey.PARTICIPANTS, FrontMatterKey.EVENT}
    for item in evidence.content["front_matter"]:
        if item["key"] not in compared:
            continue
        expected = value_of(item["key"], evidence.known, evidence.language)
        # A capital needs no country behind it, so both forms are right.
        as_short = value_of(item["key"], evidence.known.without_country(), evidence.language)
        if expected and _bare(item["value"]) not in {_bare(expected), _bare(as_short)}:
            yield Finding(
                rule="front_matter",
                title="The front matter differs from the conference’s data",
                reason=f"The data say: “{expected}”.",
                place=f"front-matter-{item['id']}",
                label=item["label"],
                field="value",
                excerpt=item["value"],
                suggestion=expected,
            )


def _bare(text):
    return re.sub(r"[\s\\]+", " ", text.replace("–", "-")).strip().rstrip(".")


def _numbers(evidence, pattern):
    for passage in evidence.prose:
        for found in pattern.finditer(passage.text):
            written = found["number"].casefold()
            yield passage, found, WORDS.get(written) or int(re.sub(r"\D", "", written))


@cache
def _persons_in(language):
    between = " ?" if language == "zh" else " "
    return re.compile(rf"(?<![\d.,])(?P<number>\d[\d\u00a0\u202f]{{0,9}}){between}(?P<what>{PERSONS_IN[language][0]})")


def _claims(text, found, number, counts, language="en"):
    """Whether a number that no count gives says how many there were, and not how many some, or others, are."""
    before, behind, most = text[: found.start()], text[found.end() :], max(counts, default=0)
    if language != "en":
        return number > most or bool(re.search(rf"{PERSONS_IN[language][1]}\s*$", before, re.I))
    if OPEN.search(before):
        return False
    if number > most or AT_LEAST.search(before):
        return number > most
    return bool(ALL_BEFORE.search(before) or ALL_BEHIND.match(behind))


def _is_of_all(text, found, number, most):
    """Whether an article before a number of persons says that they are all: it is near to how many there were."""
    if not (THE.search(text[: found.start()]) and PERSONS_OF_ALL.fullmatch(found["what"])):
        return False
    return 2 * number > most and not SOME.match(text[found.end() :])


def _counts_of_parts(data):
    """Return the sizes of the parts that a text may speak of: sectors, countries, organisations."""
    sizes = set()
    for basis in Basis:
        counted = data.counted(basis)
        for name in ("sector", "country", "organisation", "gender"):
            values = [getattr(person, name) for person in counted]
            sizes |= {values.count(value) for value in set(values) if value}
    return sizes


def _said(totals):
    labels = {Basis.CHECKED_IN: "checked in", Basis.CONFIRMED: "confirmed", Basis.REGISTERED: "registered"}
    return [(totals[basis], labels[basis]) for basis in labels if totals[basis]]


def _like(written, number, language="en"):
    """Write a number as the author wrote the one in its place."""
    if language != "en":
        return str(number)
    if written[0].isdigit():
        return f"{number:,}"
    text = in_words(number)
    return text[0].upper() + text[1:] if written[0].isupper() else text

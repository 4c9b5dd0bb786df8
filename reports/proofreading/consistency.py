"""What the note says in one place and not in another: footnotes, annexes, dates, consent."""

import re
from datetime import date
from functools import cache

from lib.markup import references
from lib.written import MONTHS, main_language
from reports.choices import AnnexKind, FrontMatterKey
from reports.labels import LABELS
from reports.proofreading.model import Finding, at

# Days that a text may well name, though the conference was not held on them: those of an act, or of a document.
AGREEMENT = r"(?:treat(?:y|ies)|conventions?|agreements?|protocols?)"
ACT = re.compile(
    r"\b(?:adopted|issued|signed|dated|force|opened for signature)\b[^.;\n]{0,40}$"
    rf"|\b{AGREEMENT}\b[^.;\n]{{0,30}}\bconcluded\b[^.;\n]{{0,40}}$"
    rf"|\bconcluded\b[^.;\n]{{0,20}}\b{AGREEMENT}\b[^.;\n]{{0,40}}$"
    r"|\b(?:resolution|letter|report|statement|decision|treaty|convention|agreement)\b[^.;\n]{0,30} of $",
    re.I,
)
# What tells that a sentence speaks of an earlier conference of the series; the day may also stand before it.
EARLIER = re.compile(r"\b(?:first|second|third|earlier|previous|last|former|series|hosted)\b", re.I)
SENTENCE_ENDS = re.compile(r"[.!?]\s+(?=[A-Z])|;|\n\n")
BEGINS = re.compile(r"\W*(?:(?:On|From|Between|Already on) )?")
TITLES = "Mr|Ms|Mrs|Miss|Dr|Prof|Professor|Ambassador|Minister|Mme|M|Sr|Sra|г-н|г-жа"


def footnotes(evidence):
    """A call without a footnote, a footnote without a call, a note without its disclaimer."""
    numbers = {str(each["number"]): each for each in evidence.content["footnotes"]}
    called = {str(each["number"]) for each in evidence.content["footnotes"] if each["is_on_title"]}
    texts = [*evidence.passages, *_labels(evidence)]
    for passage in texts:
        for key in references(passage.text):
            called.add(key)
            if key not in numbers:
                call = f"[^{key}]"
                start = max(passage.text.find(call), 0)
                yield at(
                    passage,
                    start,
                    start + len(call),
                    rule="footnote_missing",
                    title="The mark has no footnote",
                    reason="Nothing stands at the foot of the page for this mark. Write ^[the footnote] in its place.",
                )
    for key, footnote in numbers.items():
        if key not in called:
            yield Finding(
                rule="footnote_uncalled",
                title="The footnote has no mark",
                reason="No text calls it, so it is not printed.",
                place=f"footnote-{footnote['id']}",
                label=f"Footnote {key}",
                excerpt=footnote["text"],
            )
    if not any(each["is_on_title"] for each in evidence.content["footnotes"]):
        yield Finding(
            rule="disclaimer",
            title="The disclaimer is missing",
            reason="Notes carry it as the footnote of their title.",
            place="title",
            label="Title",
        )


def annex_missing(evidence):
    """“List attached”, and no list of participants among the annexes."""
    attached = {words["list_attached"].casefold() for words in LABELS.values()}
    titles = {words["list_of_participants"].casefold() for words in LABELS.values()}
    annexes = evidence.content["annexes"]
    if any(each["kind"] == AnnexKind.PARTICIPANTS or each["title"].casefold() in titles for each in annexes):
        return
    for item in evidence.content["front_matter"]:
        if item["value"].strip().rstrip(".").casefold() in attached:
            yield Finding(
                rule="annex_missing",
                title="No list is attached",
                reason="The note has no annex with the list of participants. Add one, or change these words.",
                place=f"front-matter-{item['id']}",
                label=item["label"],
                excerpt=item["value"],
            )


def other_date(evidence):
    """A full date that is a day neither of the conference, nor of an earlier one of its series, nor of an act."""
    conference, language = evidence.data.conference, main_language(evidence.language)
    dated = {
        f"front-matter-{item['id']}"
        for item in evidence.content["front_matter"]
        if item["key"] in set(FrontMatterKey) - {FrontMatterKey.OTHER, FrontMatterKey.EVENT}
    }
    for passage in evidence.passages:
        if passage.place in dated:
            continue
        for found in _full_date(language).finditer(passage.text):
            days = [_date(found, name, language) for name in ("first", "day") if found[name]]
            held = [conference, *_spoken_of(evidence.data, passage.text, found, language)]
            if any(all(day and each.starts_on <= day <= each.ends_on for day in days) for each in held):
                continue
            if ACT.search(passage.text[: found.start()]):
                continue
            yield at(
                passage,
                *found.span(),
                rule="other_date",
                title="A date outside the conference",
                reason=f"The conference was held {_held(conference)}.",
            )


def no_consent(evidence):
    """A person named who did not agree to be named: with the whole name, or behind a title with the family name."""
    for name in evidence.unlisted:
        ways = [re.escape(name)]
        family = evidence.families.get(name)
        if family:
            ways.append(rf"(?:{TITLES})\.? {re.escape(family)}")
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.I)
        for passage in evidence.passages:
            for found in pattern.finditer(passage.text):
                yield at(
                    passage,
                    *found.span(),
                    rule="no_consent",
                    title="A person is named without consent",
                    reason=f"{name} did not agree to be named. Ask, or name the organisation instead.",
                )


def _labels(evidence):
    """The labels of the front matter can call footnotes too."""
    for passage in evidence.passages:
        if passage.kind == "front-matter":
            yield type(passage)(passage.kind, passage.pk, "label", passage.label, passage.label)


def _held(conference):
    if conference.starts_on == conference.ends_on:
        return f"on {conference.starts_on:%-d %B %Y}"
    return f"from {conference.starts_on:%-d %B} to {conference.ends_on:%-d %B %Y}"


def _spoken_of(data, text, found, language):
    """Return the earlier conferences that the sentence around a date may speak of."""
    if language != "en":
        return data.earlier
    before = SENTENCE_ENDS.split(text[: found.start()])[-1]
    if BEGINS.fullmatch(before):
        before = SENTENCE_ENDS.split(text[found.end() :])[0]
    elsewhere = {each.city for each in data.earlier} - {"", data.conference.city}
    return data.earlier if EARLIER.search(before) or any(city in before for city in elsewhere) else []


@cache
def _full_date(language):
    if language == "zh":
        return re.compile(r"(?P<first>)(?P<year>\d{4})年(?P<month>\d\d?)月(?P<day>\d\d?)日")
    months = "|".join(map(re.escape, MONTHS[language]))
    between = r"(?:-|–| and | to | et | au | y | al | и | по )"
    return re.compile(
        rf"\b(?:(?P<first>\d\d?)(?:er)?{between})?(?P<day>\d\d?)(?:er)? (?:de )?(?P<month>{months}) (?:de )?(?P<year>\d{{4}})\b"
    )


def _date(found, name, language):
    month = int(found["month"]) if language == "zh" else MONTHS[language].index(found["month"]) + 1
    try:
        return date(int(found["year"]), month, int(found[name]))
    except ValueError:
        return None

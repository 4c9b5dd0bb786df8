"""What the note says in one place and not in another: footnotes, annexes, dates, consent."""

import re
from datetime import date

from lib.markup import references
from lib.written import MONTHS
from reports.choices import AnnexKind, FrontMatterKey
from reports.labels import LABELS
from reports.proofreading.model import Finding, at

MONTH = {name: number for number, name in enumerate(MONTHS["en"], start=1)}
FULL_DATE = re.compile(
    rf"\b(?:(?P<first>\d\d?)(?:-|–| and | to ))?(?P<day>\d\d?) (?P<month>{'|'.join(MONTH)}) (?P<year>\d{{4}})\b"
)


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
    """A full date that is not a day of the conference."""
    conference = evidence.data.conference
    dated = {
        f"front-matter-{item['id']}"
        for item in evidence.content["front_matter"]
        if item["key"] in set(FrontMatterKey) - {FrontMatterKey.OTHER, FrontMatterKey.EVENT}
    }
    for passage in evidence.passages:
        if passage.place in dated:
            continue
        for found in FULL_DATE.finditer(passage.text):
            days = [_date(found, name) for name in ("first", "day") if found[name]]
            if all(day and conference.starts_on <= day <= conference.ends_on for day in days):
                continue
            yield at(
                passage,
                *found.span(),
                rule="other_date",
                title="A date outside the conference",
                reason=f"The conference was held from {conference.starts_on:%-d %B} to {conference.ends_on:%-d %B %Y}.",
            )


def no_consent(evidence):
    """A person named who did not agree to be named."""
    for name in evidence.unlisted:
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
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


def _date(found, name):
    try:
        return date(int(found["year"]), MONTH[found["month"]], int(found[name]))
    except ValueError:
        return None

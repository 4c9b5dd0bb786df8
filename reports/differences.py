"""What changed between two revisions of a note, part by part and word by word. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from reports.groups import written_groups

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
LONGEST_UNCHANGED = 240  # characters; of a longer stretch only its ends are shown
SHOWN_OF_IT = 100

WHOLE = {"title": "Title", "series_number": "Symbol or number"}


@dataclass(frozen=True)
class Span:
    """A stretch of text that is the same in both, removed, or added."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """A part that differs: added, removed, changed or moved, with its stretches."""

    where: str
    kind: str
    spans: list[Span]


def differences(earlier: dict | None, later: dict) -> list[Change]:
    """Return what differs between two contents (reports/content.py), in the order of the later one."""
    earlier = earlier or {"front_matter": [], "sections": [], "footnotes": [], "annexes": []}
    changes = [
        Change(label, "changed", spans_between(str(earlier.get(name, "")), str(later[name])))
        for name, label in WHOLE.items()
        if str(earlier.get(name, "")) != str(later[name])
    ]
    for name, label_of in (
        ("front_matter", lambda part: part["label"]),
        ("sections", lambda part: part["heading"] or "Section without a heading"),
        ("footnotes", lambda part: f"Footnote {part['number']}"),
        ("annexes", lambda part: f"Annex: {part['title']}"),
    ):
        changes += _of_parts(earlier[name], later[name], label_of)
    return changes


def spans_between(before: str, after: str, *, shorten: bool = True) -> list[Span]:
    """Return the stretches of two texts, word by word; spelling out what was removed and what was added."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    spans = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            text = "".join(old[a:b])
            if shorten and len(text) > LONGEST_UNCHANGED:
                text = _shortened(text, starts=c == 0, ends=d == len(new))
            spans.append(Span("same", text))
        else:
            spans += [Span("removed", "".join(old[a:b]))] if b > a else []
            spans += [Span("added", "".join(new[c:d]))] if d > c else []
    return spans


def _of_parts(before, after, label_of):
    pairs = _pairs(before, after, label_of)
    kept = {id(old) for old, new in pairs if old and new}
    for old, new in pairs:
        where = label_of(new or old)
        if old is None:
            yield Change(where, "added", [Span("added", _text(new))])
        elif new is None:
            yield Change(where, "removed", [Span("removed", _text(old))])
        elif _text(old) != _text(new):
            # The heading that is the same in both says where the change is; the text need not say it again.
            has_head = _head(old) != _head(new)
            yield Change(where, "changed", spans_between(_text(old, has_head=has_head), _text(new, has_head=has_head)))
    order_before = [label_of(new) for old in before if id(old) in kept for o, new in pairs if o is old]
    order_after = [label_of(new) for old, new in pairs if old and new]
    if order_before != order_after:
        yield Change("Order", "moved", spans_between("\n".join(order_before), "\n".join(order_after)))


def _pairs(before, after, label_of):
    """Pair parts by their id, or, after a text was read in anew, by their label; the removed ones come last."""
    left = list(before)
    pairs = []
    for new in after:
        old = next((each for each in left if each["id"] == new["id"]), None)
        old = old or next((each for each in left if label_of(each) == label_of(new)), None)
        if old:
            left.remove(old)
        pairs.append((old, new))
    return pairs + [(old, None) for old in left]


def _head(part):
    return part.get("label") or part.get("heading") or part.get("title") or ""


def _text(part, *, has_head=True):
    body = part.get("value", part.get("text", ""))
    groups = written_groups(part.get("groups", []))
    return "\n\n".join(each for each in (_head(part) if has_head else "", body, groups) if each)


def _shortened(text, *, starts, ends):
    """Show of a long stretch the whole words beside a change, in the paragraph of the change; the text may start or end with it."""
    start, gap, _ = text[:SHOWN_OF_IT].partition("\n\n")
    before = "" if starts else f"{start}{gap}" if gap else f"{start.rpartition(' ')[0] or start} "
    _, gap, end = text[-SHOWN_OF_IT:].rpartition("\n\n")
    after = "" if ends else f"{gap}{end}" if gap else f" {end.partition(' ')[2] or end}"
    return f"{before}…{after}"

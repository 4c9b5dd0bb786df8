"""Spelling, things left open, addresses that are no links."""

import re

from reports.proofreading.model import Finding, at

# Verbs that English writes with either ending; Oxford, and the United Nations, use -ize.
STEMS = (
    "author|categor|central|character|colon|critic|crystall|digit|emphas|equal|familiar|final|formal|general|global|"
    "harmon|ideal|industrial|initial|institutional|internal|international|legal|liberal|local|marginal|maxim|memor|minim|"
    "mobil|modern|national|neutral|normal|operational|optim|organ|penal|priorit|privat|public|rational|real|recogn|"
    "regular|revital|scrutin|sensit|social|special|stabil|standard|summar|symbol|synchron|synthes|theor|util|"
    "victim|visual|weapon"
)
ISE = re.compile(
    rf"\b(?P<start>(?:dis|re|de|un|non-)?(?:{STEMS})i)(?P<letter>[sz])(?P<end>e|es|ed|er|ers|ing|ation|ations|ational)\b",
    re.I,
)
PLACEHOLDER = re.compile(
    r"\b(?:TBC|TBD|TBA|XX+)\b|\?\?+|_{3,}|\b[Ll]orem ipsum\b|(?<!\^)\\?\[(?!\^)[^\]\[]{1,60}\](?!\()|<[^<>\n]{1,40}>"
)
# Brackets of an editor, also around a letter of a word that was changed, and the number of an article: nothing is left
# open there.
EDITORIAL = re.compile(r"\\?\[(?:sic|emphasis added|…|\.\.\.|[^\W\d_](?=\\?\]\w))\\?\]|(?<=[^\W\d_])\\?\[[a-z]\\?\]")
NUMBERED = re.compile(r"\b(?:Article|Part|Title)s? $", re.I)
UNLINKED = re.compile(
    r"(?<![\w/.@])www\.[\w-]+(?:\.[\w-]+)+(?:/[\w./?=&%-]*[\w/])?|[\w.+-]+ ?(?:\(at\)|\[at\]) ?[\w.-]+\w"
)


def mixed_spelling(evidence):
    """-ise and -ize in one note: those with -ise are reported. Proper names keep their own."""
    if evidence.language != "en":
        return
    found = [(p, m) for p in evidence.passages for m in ISE.finditer(p.text) if not _is_proper_name(p.text, m)]
    labels = [m for item in evidence.content["front_matter"] for m in ISE.finditer(item["label"])]
    if len({match["letter"].casefold() for match in [*labels, *(match for _, match in found)]}) < 2:
        return
    for passage, match in found:
        if match["letter"] in "sS":
            yield at(
                passage,
                *match.span(),
                rule="mixed_spelling",
                title="-ise and -ize are mixed",
                reason="The note has both. United Nations spelling is -ize.",
                suggestion=f"{match['start']}z{match['end']}",
            )


def placeholders(evidence):
    """Something left to be filled in."""
    for passage in evidence.passages:
        for found in PLACEHOLDER.finditer(passage.text):
            is_numeral = not found[0].strip("X") and NUMBERED.search(passage.text[: found.start()])
            if is_numeral or EDITORIAL.match(passage.text, found.start()):
                continue
            yield at(
                passage,
                *found.span(),
                rule="placeholders",
                title="Something is left open",
                reason="It looks like a place that was to be filled in.",
            )


def empty_sections(evidence):
    """A heading with nothing below it; a heading of a higher level may stand above its subsections."""
    sections = evidence.content["sections"]
    for place, section in enumerate(sections):
        has_below = place + 1 < len(sections) and sections[place + 1]["level"] > section["level"]
        if not section["text"].strip() and not has_below:
            yield Finding(
                rule="empty_sections",
                title="A section without a text",
                reason="Only its heading would be printed.",
                place=f"section-{section['id']}",
                label=section["heading"],
                excerpt=section["heading"],
            )


def unlinked(evidence):
    """An address that readers cannot follow."""
    for passage in evidence.passages:
        for found in UNLINKED.finditer(passage.text):
            is_web = found[0].startswith("www.")
            yield at(
                passage,
                *found.span(),
                rule="unlinked",
                title="An address that is no link",
                reason="Readers of the page and of the PDF cannot follow it.",
                suggestion=f"https://{found[0]}" if is_web else re.sub(r" ?[(\[]at[)\]] ?", "@", found[0]),
            )


def _is_proper_name(text, match):
    """A capital letter inside a sentence: “Organisation for the Prohibition of Chemical Weapons”."""
    before = text[: match.start()].rstrip()
    return match[0][0].isupper() and bool(before) and before[-1] not in ".:!?\n"

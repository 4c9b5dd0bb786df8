"""Texts of messages that an organiser may word: Markdown with a closed list of placeholders.

A kind of message comes with a text of ours in each of the six languages (texts/<language>/<kind>.md: subject, empty
line, text); a conference may keep its own. Placeholders are filled with plain text, whatever it holds; only the links
are links.
"""

import re
import secrets
from functools import cache, lru_cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from conference.statements import Statement
from correspondence import letter_words, link_place
from correspondence.kinds import (
    BLOCKS,
    KINDS,
    LINKS,
    MAY_LINK,
    ON_ONE_LINE,
    PLACEHOLDERS,
    PLACEHOLDERS_OF_ALL,
    PLACEHOLDERS_OF_LETTERS,
    TYPED,
)
from correspondence.models import MessageTemplate
from lib import markup
from lib.text import without_breaks
from lib.written import direction, main_language

TEXTS = Path(__file__).parent / "texts"
OWN = Statement(
    lambda conference, kind, language: MessageTemplate.objects.filter(
        conference=conference, kind=kind, language=language
    ).values_list("subject", "text")
)
AS_THEY_ARE = LINKS | BLOCKS | {"salutation", "dates", "deadline", "venue", "contact"}  # among writing from the right
OF_ONE_PERSON = TYPED | {"reference"}  # what stands in a message under another word until the rest is HTML
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_LINK_TARGET = re.compile(r"\]\(([^)]*)\)")


class Marked(str):
    """The value of a placeholder with marks of its own: as a text it is plain, `markdown` is what HTML is made from.

    `typed` says for which texts the words in `markdown` stand; nothing in these has a meaning.
    """

    markdown: str
    typed: dict[str, str]

    def __new__(cls, plain: str, markdown: str, typed: dict[str, str]):
        marked = super().__new__(cls, plain)
        marked.markdown, marked.typed = markdown, typed
        return marked


def listed(lines: list[str], language: str) -> Marked:
    """Return texts as a list, each in its own order of writing."""
    typed = {_stand_in(): letter_words.among(line, language) for line in lines}
    return Marked(
        "\n".join(f"• {line}" for line in typed.values()), "\n".join(f"- {stands_for}" for stands_for in typed), typed
    )


def paragraphs(parts: list[tuple[str, list[str]]], language: str) -> Marked:
    """Return a paragraph for each (title, lines below it), the title in bold."""
    typed, plain, marked = {}, [], []
    for title, below in parts:
        stand_ins = {_stand_in(): line for line in [letter_words.among(title, language), *below]}
        plain.append("\n".join(stand_ins.values()))
        first, *others = stand_ins
        marked.append("\n".join([f"**{first}**", *others]))
        typed |= stand_ins
    return Marked("\n\n".join(plain), "\n\n".join(marked), typed)


@cache
def shipped(kind: str, language: str = "en") -> tuple[str, str]:
    """Return (subject, text) as they come with the product; in English where the language is not among the six."""
    path = TEXTS / main_language(language) / f"{kind}.md"
    subject, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    return subject.strip(), text.strip() + "\n"


def worded(conference, kind: str, language: str) -> tuple[str, str]:
    """Return (subject, text) of a kind in a conference: its own ones, else those that come with the product."""
    return OWN.first(conference.pk, kind, language) or shipped(kind, language)


def empty(language: str) -> tuple[str, str]:
    """Return what a mailing begins with when it begins with no text of ours: how it opens and how it ends."""
    return "", letter_words.words(language)["mailing"]["empty"]


def to_begin_with(conference, kind: str, language: str = "") -> tuple[str, str]:
    """Return (subject, text) of a kind as the beginning of a mailing, whose words are written into it."""
    subject, text = worded(conference, kind, language or conference.default_language)
    return subject, re.sub(r"\{note\}\n*", "", text)


def compose(conference, kind: str, language: str, values: dict) -> tuple[str, str, str]:
    """Return (subject, text, html) of a kind, by the conference's own text or by the one that comes with Plenary."""
    reason = KINDS[kind].reason
    return fill(*worded(conference, kind, language), values, conference=conference, reason=reason, language=language)


def problems(text: str, *, required: tuple[str, ...] = (), allowed: set[str] = frozenset(PLACEHOLDERS)) -> list[str]:
    """Return what keeps a text from being used, each with its place; an empty list when it is good."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        found += [f"Line {number}: {each}" for each in _problems_of_line(line, allowed)]
    for name in required:
        if f"{{{name}}}" not in text:
            found.append(f"{{{name}}} is missing: without it, nobody finds {PLACEHOLDERS_OF_ALL[name]}.")
    return found


def _problems_of_line(line, allowed):
    if re.search(r"\{\{|\}\}|\{%|%\}", line):
        return ["doubled braces and {% have no meaning here; a placeholder stands in single ones, such as {name}."]
    problems = [
        f"{found[0]} is not known here (character {found.start() + 1})."
        for found in _PLACEHOLDER.finditer(line)
        if found[1] not in allowed
    ]
    rest = _PLACEHOLDER.sub(lambda found: " " * len(found[0]), line)
    problems += [f"a single {sign} (character {rest.index(sign) + 1})." for sign in "{}" if sign in rest]
    if re.search(r"<[a-zA-Z/!][^>]*>", rest):
        problems.append("HTML is shown as it is typed; use **bold** or *italic*.")
    with_links = _PLACEHOLDER.sub(lambda found: "https://" if found[1] in LINKS else "", line)
    if any(not re.match(r"https?://|mailto:", target) for target in _LINK_TARGET.findall(with_links)):
        problems.append("a link may lead to https://, to mailto: or to a link placeholder only.")
    return problems


def fill(
    subject: str, text: str, values: dict, *, conference, reason: str = "concerned", language: str = "en"
) -> tuple[str, str, str]:
    """Return (subject, text, html) of a message; `values` are plain texts, but for those named in LINKS.

    A value may be a function, which is asked when the text names it. A line that holds nothing but placeholders without
    a value is left out. Around the text stand the conference and the sentence for the `reason` why somebody gets the
    message (words.toml), in its language. The place of the personal link stays open until hand-over.
    """
    named = {*LINKS, *_PLACEHOLDER.findall(subject + text)}
    values = {name: _said(name, values) for name in PLACEHOLDERS_OF_ALL if name in named}
    values = _among(language, values) | {"personal_link": _LINK}
    text = "\n".join(line for line in text.splitlines() if not _is_left_empty(line, values))

    def finish(rendered):
        return link_place.typed(rendered).replace(_LINK, link_place.PLACE)

    plain = _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), _without_marks(text))
    typed = {name: _STAND_INS[name] for name in OF_ONE_PERSON & values.keys()}
    html = _html(_with_breaks(_PLACEHOLDER.sub(lambda found: _in_markdown(found, values | typed), text)))
    words = {stands_for: values[name] for name, stands_for in typed.items()}
    for marked in values.values():
        words |= marked.typed if isinstance(marked, Marked) else {}
    for stands_for, said in words.items():
        html = html.replace(stands_for, escape(said))
    html = _with_buttons(html, values, language)
    subject = _one_line(_PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), subject))
    frame = letter_words.frame(conference, reason, language)
    page = _page(**frame).replace(_SUBJECT, escape(subject)).replace(_BODY, html)
    return subject, re.sub(r"\n{3,}", "\n\n", finish(plain)).strip() + "\n", finish(page)


@lru_cache(200)
def _html(text: str) -> SafeString:
    """Return the HTML of a text. It is the same text for everybody: what differs stands in it under other words."""
    return markup.to_html(text)


@lru_cache(50, typed=True)
def _page(**frame) -> str:
    """Return a message without its words, once for each conference, reason and language."""
    stand_ins = {"subject": _SUBJECT, "body": SafeString(_BODY)}  # words of ours, without a sign that means something
    return render_to_string("correspondence/emails/message.html", frame | stand_ins)


def fill_letter(subject: str, text: str, values: dict, language: str = "en") -> tuple[str, SafeString]:
    """Return the subject of a letter and the HTML of its body; `values` are plain texts, and stay what they are.

    A line whose placeholders all stand for nothing is left out, with the commas that an empty value leaves behind.
    """
    values = _among(language, {name: _said(name, values) for name in PLACEHOLDERS_OF_LETTERS})
    lines = [line for line in text.splitlines() if not _is_left_empty(line, values)]
    comma = "(?:, |，|، )"

    def stays(found):
        """What stands behind a name between two commas: without a value neither of them stays."""
        is_said = any(values.get(name) for name in _PLACEHOLDER.findall(found[0]))
        return found[0] if is_said else " " if found[0].endswith(" ") else ""

    text = re.sub(rf"(?<=\}})(?:{comma}\{{(?:position|organisation)\}})+{comma}(?!\{{)", stays, "\n".join(lines))
    text = re.sub(rf"\{{(\w+)\}}{comma}(?=\{{)", lambda found: found[0] if values.get(found[1]) else "", text)
    text = re.sub(rf"{comma}\{{(\w+)\}}(?=[,，،])", lambda found: found[0] if values.get(found[1]) else "", text)
    typed = {name: _stand_in() for name in values.keys() - LINKS - MAY_LINK}
    html = markup.to_html(_PLACEHOLDER.sub(lambda found: _in_markdown(found, values | typed), text))
    for name, stands_for in typed.items():
        html = html.replace(stands_for, escape(values[name]))
    subject = _one_line(_PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), subject))
    return subject, SafeString(html)  # what lib.markup cleaned, with values that are escaped


def _stand_in() -> str:
    """Return a word that nobody types, to stand for a text until the rest is HTML."""
    return f"typed{secrets.token_hex(16)}"


# The words of this process. No message carries one, since each is replaced; so the HTML around them is made only once.
_STAND_INS = {name: _stand_in() for name in OF_ONE_PERSON}
_SUBJECT, _BODY = _stand_in(), _stand_in()
_LINK = f"https://personal-link.invalid/{secrets.token_hex(16)}"


def _said(name, values) -> str:
    """Return what a placeholder stands for; names and the like keep to one line, so that nobody adds a paragraph."""
    value = values.get(name, "")
    value = value() if callable(value) else value
    value = value if isinstance(value, str) else str(value)
    return without_breaks(value) if name in ON_ONE_LINE else value


def _among(language, values):
    """Return the values as they stand among words of a language: among writing from the right each keeps its order."""
    if direction(language) == "ltr":
        return values
    return {name: value if name in AS_THEY_ARE else letter_words.isolated(value) for name, value in values.items()}


def _is_left_empty(line, values):
    names = _PLACEHOLDER.findall(line)
    return bool(names) and not any(values.get(name, name) for name in names) and not _PLACEHOLDER.sub("", line).strip()


def _in_markdown(found, values):
    """Return a placeholder's value as Markdown that shows exactly that."""
    if found[1] not in values:
        return found[0]
    value = values[found[1]]
    if isinstance(value, Marked):
        return value.markdown
    return value if found[1] in LINKS else markup.escape(value)


def _with_breaks(text):
    """Return Markdown in which each line of a paragraph stays a line, as in the plain text."""
    return re.sub(r"(?<=\S)\n(?=\S)", "  \n", text)


def _with_buttons(html, values, language):
    """Make a paragraph that is nothing but a link of ours a button; one without a label gets the usual one."""
    for name in LINKS & values.keys():
        if not values[name]:
            continue
        link = re.escape(escape(values[name]))
        usual = letter_words.buttons(language).get(name, "")

        def button(found, usual=usual):
            label = usual if usual and found[2] == found[1] else found[2]
            return f'<p><a class="button" href="{found[1]}">{label}</a></p>'

        html = re.sub(rf'<p><a href="({link})"[^>]*>([^<]*)</a></p>', button, html)
    return SafeString(html)  # what lib.markup cleaned, with names as escaped text, and a class and a label of ours


def _without_marks(text):
    """Return a text's words as plain mail shows them: no marks of emphasis, links spelled out."""
    text = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r"\1: \2", text)
    text = re.sub(r"(?m)^[-+*] ", "• ", text)
    return re.sub(r"\*{1,2}([^*\n]+)\*{1,2}", r"\1", text)


def _one_line(text):
    return " ".join(text.split())

"""Texts of messages that an organiser may word: Markdown with a closed list of placeholders.

A kind of message comes with a text of ours (texts/<kind>.<language>.md: subject, empty line, text); a conference may
keep its own. Placeholders are filled with plain text, whatever it holds; only the links are links.
"""

import re
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString

from correspondence import link_place
from correspondence.choices import LetterKind
from lib import markup

TEXTS = Path(__file__).parent / "texts"
PLACEHOLDERS = {
    "salutation": "how the letter begins, without the comma",
    "name": "the recipient’s name",
    "conference": "the conference’s title",
    "short_title": "the conference’s short title",
    "dates": "when it takes place",
    "venue": "where it takes place",
    "organizers": "who holds it",
    "reference": "the reference of the recipient’s registration",
    "deadline": "until when an answer is asked for",
    "note": "the words that belong to this one message, where there are any",
    "sender": "the contact’s name",
    "contact": "the contact’s address",
    "personal_link": "the recipient’s own page",
    "agenda_link": "the agenda’s page",
    "notes_link": "the page of the information note",
}
# A letter is paper: it knows its addressee and its signatory, and carries no personal link, which is never kept.
PLACEHOLDERS_OF_LETTERS = {name: meaning for name, meaning in PLACEHOLDERS.items() if name != "personal_link"} | {
    "letter_reference": "the reference of the letter",
    "date": "the date of the letter",
    "addressee": "whom a note verbale addresses, such as “the Permanent Mission of Peru”",
    "organisation": "whom the recipient represents",
    "position": "the recipient’s position",
    "passport": "the passport, a line for each thing, where the conference asks for it",
    "office": "the office that writes, from the letterhead",
    "office_in_notes": "the office as notes verbales name it, with its article",
    "signatory": "who signs, from the letterhead",
}
LINKS = {"personal_link", "agenda_link", "notes_link"}
MAY_LINK = {"note", "contact"}  # in letters: what the desk writes; whatever else people typed never becomes a link
BLOCKS = {"note", "passport"}
TYPED = {"salutation", "name"}  # by the people themselves: an address in there is no link
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_LINK_TARGET = re.compile(r"\]\(([^)]*)\)")
_BUTTON = {
    "personal_link": "Open your page",
    "agenda_link": "Read the agenda",
    "notes_link": "Read the information note",
}


@dataclass(frozen=True)
class Kind:
    """A kind of message whose text an organiser may word, and what its text cannot do without."""

    code: str
    label: str
    required: tuple[str, ...] = ()
    is_letter: bool = False
    reason: str = "you are invited to, or registered for,"  # why somebody gets it, before the conference's title

    @property
    def placeholders(self) -> dict[str, str]:
        """What its text may name, each with its meaning."""
        return PLACEHOLDERS_OF_LETTERS if self.is_letter else PLACEHOLDERS


REGISTERED = "you registered for"
KINDS = {
    kind.code: kind
    for kind in [
        Kind("invitation", "Invitation", ("personal_link",), reason="you are invited to"),
        Kind("note_verbale", "Invitation by note verbale", ("personal_link",), reason="you are invited to"),
        Kind("received", "Registration received", ("personal_link",), reason=REGISTERED),
        Kind("confirmation", "Confirmation", ("personal_link",), reason=REGISTERED),
        Kind("waiting_list", "Waiting list", ("personal_link",), reason=REGISTERED),
        Kind("promoted", "Offer of a place", ("personal_link",), reason=REGISTERED),
        Kind("rejection", "Rejection", reason=REGISTERED),
        Kind("cancellation", "Cancellation", reason=REGISTERED),
        Kind("agenda_change", "Change of the agenda", ("agenda_link",)),
        Kind("reminder", "Reminder", ("personal_link",)),
        Kind("practical_information", "Practical information"),
        Kind("thanks", "Thanks, with the information note", ("notes_link",)),
        Kind(LetterKind.INVITATION.value, LetterKind.INVITATION.label, is_letter=True),
        Kind(LetterKind.VISA.value, LetterKind.VISA.label, ("name",), is_letter=True),
        Kind(LetterKind.NOTE_VERBALE.value, LetterKind.NOTE_VERBALE.label, ("addressee",), is_letter=True),
    ]
}
PLACEHOLDERS_OF_ALL = PLACEHOLDERS | PLACEHOLDERS_OF_LETTERS
# Kinds that nothing in Plenary sends by itself: texts to begin a mailing with.
FOR_MAILINGS = ("practical_information", "agenda_change", "reminder", "thanks")


@cache
def shipped(kind: str, language: str = "en") -> tuple[str, str]:
    """Return (subject, text) as they come with the product; in English where the language has none."""
    path = TEXTS / f"{kind}.{language}.md"
    if not path.exists():
        path = TEXTS / f"{kind}.en.md"
    subject, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    return subject.strip(), text.strip() + "\n"


def worded(conference, kind: str, language: str) -> tuple[str, str]:
    """Return (subject, text) of a kind in a conference: its own ones, else those that come with the product."""
    own = conference.message_templates.filter(kind=kind, language=language).first()
    return (own.subject, own.text) if own else shipped(kind, language)


def to_begin_with(conference, kind: str) -> tuple[str, str]:
    """Return (subject, text) of a kind as the beginning of a mailing, whose words are written into it."""
    subject, text = worded(conference, kind, conference.default_language)
    return subject, re.sub(r"\{note\}\n*", "", text)


def compose(conference, kind: str, language: str, values: dict) -> tuple[str, str, str]:
    """Return (subject, text, html) of a kind, by the conference's own text or by the one that comes with Plenary."""
    context = {"conference": conference, "reason": KINDS[kind].reason}
    return fill(*worded(conference, kind, language), values, context=context, language=language)


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


def fill(subject: str, text: str, values: dict, *, context: dict, language: str = "en") -> tuple[str, str, str]:
    """Return (subject, text, html) of a message; `values` are plain texts, but for those named in LINKS.

    A value may be a function, which is asked when the text names it. A line that holds nothing but placeholders without
    a value is left out. `context` is what the layout needs: the conference, and the reason why somebody gets the
    message where it is a special one. The place of the personal link stays open until hand-over.
    """
    place = f"https://personal-link.invalid/{secrets.token_hex(8)}"
    named = {*LINKS, *_PLACEHOLDER.findall(subject + text)}
    values = {name: _said(values.get(name, "")) for name in PLACEHOLDERS if name in named} | {"personal_link": place}
    text = "\n".join(line for line in text.splitlines() if not _is_left_empty(line, values))

    def finish(rendered):
        return link_place.typed(rendered).replace(place, link_place.PLACE)

    plain = _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), _without_marks(text))
    typed = {name: f"typed{secrets.token_hex(8)}" for name in TYPED & values.keys()}
    html = markup.to_html(_with_breaks(_PLACEHOLDER.sub(lambda found: _in_markdown(found, values | typed), text)))
    for name, stands_for in typed.items():
        html = html.replace(stands_for, escape(values[name]))
    html = _with_buttons(html, values)
    subject = _one_line(_PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), subject))
    with translation.override(language):
        page = render_to_string(
            "correspondence/emails/worded.html",
            {"reason": Kind.reason} | context | {"subject": subject, "body": html, "language": language},
        )
    return subject, re.sub(r"\n{3,}", "\n\n", finish(plain)).strip() + "\n", finish(page)


def fill_letter(subject: str, text: str, values: dict) -> tuple[str, SafeString]:
    """Return the subject of a letter and the HTML of its body; `values` are plain texts, and stay what they are.

    A line whose placeholders all stand for nothing is left out, with the commas that an empty value leaves behind.
    """
    values = {name: _said(values.get(name, "")) for name in PLACEHOLDERS_OF_LETTERS}
    lines = [line for line in text.splitlines() if not _is_left_empty(line, values)]
    text = re.sub(r"\{(\w+)\}, (?=\{)", lambda found: found[0] if values.get(found[1]) else "", "\n".join(lines))
    text = re.sub(r", \{(\w+)\}(?=,)", lambda found: found[0] if values.get(found[1]) else "", text)
    typed = {name: f"typed{secrets.token_hex(8)}" for name in values.keys() - LINKS - MAY_LINK}
    html = markup.to_html(_PLACEHOLDER.sub(lambda found: _in_markdown(found, values | typed), text))
    for name, stands_for in typed.items():
        html = html.replace(stands_for, escape(values[name]))
    subject = _one_line(_PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), subject))
    return subject, SafeString(html)  # what lib.markup cleaned, with values that are escaped


def _said(value) -> str:
    return str(value() if callable(value) else value)


def _is_left_empty(line, values):
    names = _PLACEHOLDER.findall(line)
    return bool(names) and not any(values.get(name, name) for name in names) and not _PLACEHOLDER.sub("", line).strip()


def _in_markdown(found, values):
    """Return a placeholder's value as Markdown that shows exactly that."""
    if found[1] not in values:
        return found[0]
    return values[found[1]] if found[1] in LINKS else markup.escape(values[found[1]])


def _with_breaks(text):
    """Return Markdown in which each line of a paragraph stays a line, as in the plain text."""
    return re.sub(r"(?<=\S)\n(?=\S)", "  \n", text)


def _with_buttons(html, values):
    """Make a paragraph that is nothing but a link of ours a button."""
    for name, label in _BUTTON.items():
        link = re.escape(escape(values[name]))
        html = re.sub(rf'<p><a (href="{link}")[^>]*>{link}</a></p>', rf'<p><a class="button" \1>{label}</a></p>', html)
    return SafeString(html)  # what lib.markup cleaned, with names as escaped text, and a class and a label of ours


def _without_marks(text):
    """Return a text's words as plain mail shows them: no marks of emphasis, links spelled out."""
    text = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r"\1: \2", text)
    text = re.sub(r"(?m)^[-+*] ", "• ", text)
    return re.sub(r"\*{1,2}([^*\n]+)\*{1,2}", r"\1", text)


def _one_line(text):
    return " ".join(text.split())

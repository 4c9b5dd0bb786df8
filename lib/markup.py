"""Narrative: a small Markdown subset to clean HTML (SEC-13).

Paragraphs, *emphasis*, **strong**, [links](https://example.org), lists, quotations, tables and footnote references
`[^key]`; nothing else has a meaning. Raw HTML is text. What was typed comes out character for character: no curled
quotes, no joined dashes, no entities. Bare e-mail and web addresses become links, their text unchanged.
"""

import re
from collections.abc import Callable
from itertools import pairwise

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

from lib.written import is_in_other_letters

BLOCKS = {"p", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td"}
ALLOWED = BLOCKS | {"br", "em", "strong", "a", "bdi"}
ATTRIBUTES = {"p": {"dir"}, "bdi": {"dir"}, "a": {"href"}, "ol": {"start"}, "th": {"scope"}, "sup": {"data-footnote"}}
SCHEMES = {"http", "https", "mailto"}

ADDRESS = re.compile(
    r"(?P<mail>(?<![\w.%+-])[\w.%+-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,})(?![\w-])"
    r"|(?P<web>\bhttps?://[^\s<>\"“”«»]+)"
)
FOOTNOTE = re.compile(r"\[\^([\w-]+)\]")
PLACE = re.compile(r'<sup data-footnote="([\w-]+)"></sup>')

# A footnote reference becomes what this returns for its key: HTML that is safe already. None: the text as typed.
Footnote = Callable[[str], str | None]


def to_html(text: str, *, footnote: Footnote | None = None, language: str = "") -> SafeString:
    """Return the HTML of a narrative: paragraphs and other blocks.

    Where the document's language has other letters than a paragraph has, that paragraph is set in its own direction.
    """
    return _clean(_PARSER.render(text, {"language": language}), footnote)


def inline_html(text: str, *, footnote: Footnote | None = None, language: str = "") -> SafeString:
    """Return the HTML of one line, such as a heading or a footnote: no paragraph around it."""
    return _clean(_PARSER.renderInline(text, {"language": language}), footnote)


def plain_text(text: str) -> str:
    """Return the words alone: no marks of emphasis, no footnote references; blocks are parted by blank lines."""
    blocks = [_words(token.children) for token in _PARSER.parse(text, {}) if token.type == "inline"]
    return "\n\n".join(block for block in blocks if block)


def references(text: str) -> list[str]:
    """Return the keys of the footnotes that a narrative refers to, in their order."""
    inline = [token for token in _PARSER.parse(text, {}) if token.type == "inline"]
    return [child.content for token in inline for child in token.children if child.type == "footnote"]


def escape(text: str) -> str:
    """Return Markdown that shows exactly this plain text: each sign that would mean something is escaped."""
    text = re.sub(r"[\\*|]", r"\\\g<0>", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\_", text)
    text = re.sub(r"\[(?=\^)" if "](" not in text else r"\[", r"\[", text)
    text = re.sub(r"(?m)^([ \t]*)(>|[-+](?=[ \t]|$))", r"\1\\\2", text)
    return re.sub(r"(?m)^([ \t]*\d{1,9})([.)])(?=[ \t]|$)", r"\1\\\2", text)


def _clean(html, footnote):
    cleaned = nh3.clean(html, tags=ALLOWED | {"sup"}, attributes=ATTRIBUTES, url_schemes=SCHEMES)

    def note(place):
        found = footnote(place[1]) if footnote else None
        return f"[^{place[1]}]" if found is None else found

    return SafeString(PLACE.sub(note, cleaned))  # cleaned by the allow-list above


def _words(children: list[Token]) -> str:
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(child.content if child.type == "text" else breaks.get(child.type, "") for child in children).strip()


def _may_link(address: str) -> bool:
    return address.partition(":")[0].lower() in SCHEMES


def _footnote_reference(state, silent: bool) -> bool:
    """An inline rule of markdown-it: `[^key]` becomes a token of its own."""
    found = FOOTNOTE.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("footnote", "sup", 0).content = found[1]
    state.pos = found.end()
    return True


def _link_addresses(state) -> None:
    """A core rule of markdown-it: bare e-mail and web addresses outside links become links."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        children, depth = [], 0
        for child in token.children:
            depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            children += [child] if depth or child.type != "text" else _linked(child)
        token.children = children


def _set_apart(state) -> None:
    """A core rule of markdown-it: what is wholly in other letters than those of the document keeps its own order.

    A paragraph is set from its own side; an entry of a list, a cell or a line stays on the side of the others.
    """
    language = state.env.get("language", "")
    for above, token in pairwise([None, *state.tokens]):
        if token.type != "inline" or not is_in_other_letters(_words(token.children), language):
            continue
        if above and above.type == "paragraph_open" and not above.level:
            above.attrSet("dir", "ltr")
        else:
            opened, closed = Token("bdi_open", "bdi", 1, attrs={"dir": "ltr"}), Token("bdi_close", "bdi", -1)
            token.children = [opened, *token.children, closed]


def _linked(token: Token) -> list[Token]:
    parts, end = [], 0
    for found in ADDRESS.finditer(token.content):
        shown = found["mail"] or _without_punctuation(found["web"])
        address = f"mailto:{shown}" if found["mail"] else shown
        parts += [_text(token.content[end : found.start()])]
        parts += [Token("link_open", "a", 1, attrs={"href": address}), _text(shown), Token("link_close", "a", -1)]
        end = found.start() + len(shown)
    return [*parts, _text(token.content[end:])]


def _without_punctuation(address: str) -> str:
    """Leave what closes the sentence or the bracket around a web address out of it."""
    while address[-1] in ".,;:!?'’]" or (address.endswith(")") and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _say_column(renderer, tokens, index, options, env) -> str:
    """Render the head of a column: every table here has its heads in the first row."""
    return '<th scope="col">'


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"maxNesting": 100})
    parser.enable(["list", "blockquote", "table", "emphasis", "link", "newline", "escape"])
    parser.inline.ruler.before("link", "footnote", _footnote_reference)
    parser.core.ruler.push("addresses", _link_addresses)
    parser.core.ruler.push("apart", _set_apart)
    parser.add_render_rule(
        "footnote", lambda self, tokens, index, options, env: f'<sup data-footnote="{tokens[index].content}"></sup>'
    )
    parser.add_render_rule("th_open", _say_column)
    parser.validateLink = _may_link
    return parser


_PARSER = _make_parser()

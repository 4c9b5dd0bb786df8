"""Narrative: what means something, what is cleaned, and that nothing typed is ever changed."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib import markup
from tests.examples import examples

SIGNS = "\\`*_{}[]()<>#+-.!|~^&:=\"'“”‘’«»–—…/@%$;,? \t\n1234abcÑéßПриветΕλλάδα\u00a0"
typed = st.text(st.sampled_from(SIGNS), max_size=60) | st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=60
)


class Reader(HTMLParser):
    """Reads HTML as a browser would: its text, its tags, its attributes."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.attributes = "", [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]

    def handle_data(self, data):
        self.text += data


def fold(text):
    return " ".join(text.split())


@given(typed)
@example("1. one\n- two\n+ three\n> four\n| a |\n|---|\n# five")
@example("*a* __b__ \\* [c](d) [^1] `e` &amp; <i>f</i> ![g](h) ~~i~~ a_b_c _d_")
@example("---\n===\n    code\n~~~\n[a]: b\n***")
@example("a\\\nb  \nc")
@examples(400)
def test_escaped_text_is_shown_as_it_was_typed(text):
    html = markup.to_html(markup.escape(text), footnote=lambda key: "<b>never</b>")

    assert fold(Reader(html).text) == fold(text)
    assert set(Reader(html).tags) <= {"p", "br", "a"}
    assert fold(markup.plain_text(markup.escape(text))) == fold(text)


@given(typed)
@examples(400)
def test_any_text_gives_only_allowed_html(text):
    read = Reader(markup.to_html(text) + markup.inline_html(text))

    assert set(read.tags) <= markup.ALLOWED
    assert {(tag, name) for tag, name, _ in read.attributes} <= {
        ("a", "href"),
        ("a", "rel"),
        ("ol", "start"),
        ("th", "scope"),
    }
    assert all(re.match("(https?|mailto):", value) for _, name, value in read.attributes if name == "href")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "<http://example.org/><svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<!-- x --><style>p{}</style>",
        '<sup data-footnote="1"></sup>',
    ],
)
def test_an_attack_is_shown_as_text(attack):
    read = Reader(markup.to_html(attack, footnote=lambda key: "<b>never</b>"))

    assert fold(read.text) == fold(attack)
    assert set(read.tags) <= {"p", "a"}


def test_typography_is_left_alone():
    text = "\"straight\" 'single' -- --- ... (c) +- “curly” – — … &amp; &copy;"

    assert fold(Reader(markup.to_html(text)).text) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* and **b**", "<p><em>a</em> and <strong>b</strong></p>"),
        ("one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>"),
        ("[UN](https://un.org)", '<p><a href="https://un.org" rel="noopener noreferrer">UN</a></p>'),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("# no heading", "<p># no heading</p>"),
        ("    no code", "<p>no code</p>"),
    ],
)
def test_the_subset(text, html):
    assert markup.to_html(text).strip() == html


def test_a_table_names_its_columns():
    html = markup.to_html("| State | Name |\n|---|---|\n| Chile | Rojas |")

    assert html.count('<th scope="col">') == 2
    assert "<td>Rojas</td>" in html


@pytest.mark.parametrize(
    ("text", "address", "shown"),
    [
        ("write to 1540experts@un.org.", "mailto:1540experts@un.org", "1540experts@un.org"),
        (
            "(first.last_name+x@mail.example.org)",
            "mailto:first.last_name+x@mail.example.org",
            "first.last_name+x@mail.example.org",
        ),
        ("see https://un.org/a_b(c), please", "https://un.org/a_b(c)", "https://un.org/a_b(c)"),
        ("(see https://un.org/x).", "https://un.org/x", "https://un.org/x"),
        ("“http://un.org/?a=1&b=2”", "http://un.org/?a=1&b=2", "http://un.org/?a=1&b=2"),
    ],
)
def test_a_bare_address_becomes_a_link_and_keeps_its_text(text, address, shown):
    html = markup.to_html(markup.escape(text))

    assert [value for _, name, value in Reader(html).attributes if name == "href"] == [address]
    assert f">{shown.replace('&', '&amp;')}</a>" in html
    assert fold(Reader(html).text) == text


def test_an_address_inside_a_link_is_not_linked_again():
    assert markup.to_html("[a@example.org](https://example.org)").count("<a ") == 1


def test_footnote_references_become_what_the_caller_says():
    text = "First[^1], second[^two] and unknown[^3]."

    html = markup.inline_html(text, footnote={"1": "<i>¹</i>", "two": "<i>²</i>"}.get)

    assert html == "First<i>¹</i>, second<i>²</i> and unknown[^3]."
    assert markup.references(text) == ["1", "two", "3"]
    assert markup.plain_text(text) == "First, second and unknown."


def test_without_footnotes_a_reference_stays_as_typed():
    assert markup.to_html("See[^1].") == "<p>See[^1].</p>\n"


@pytest.mark.parametrize("language", ["ar", "zh-Hans"])
def test_what_is_wholly_in_other_letters_than_its_document_keeps_its_own_order(language):
    html = markup.to_html("One.[^1]\n\n- Two.\n\n> Three.", footnote=lambda key: "<sup>1</sup>", language=language)

    assert html == (
        '<p dir="ltr">One.<sup>1</sup></p>\n<ul>\n<li><bdi dir="ltr">Two.</bdi></li>\n</ul>\n'
        '<blockquote>\n<p><bdi dir="ltr">Three.</bdi></p>\n</blockquote>\n'
    )
    assert markup.inline_html("*One*.", language=language) == '<bdi dir="ltr"><em>One</em>.</bdi>'


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("UNODA مكتب", "ar"),
        ("2017", "ar"),
        ("مكتب", "ar"),
        ("UNODA 会议", "zh-Hans"),
        ("2017", "zh-Hans"),
        ("مكتب", "en"),
        ("Встреча", "fr"),
        ("会议", ""),
    ],
)
def test_what_has_letters_of_its_document_is_set_as_the_rest(text, language):
    assert markup.to_html(text, language=language) == f"<p>{text}</p>\n"

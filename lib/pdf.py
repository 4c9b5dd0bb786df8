"""Documents: HTML to PDF in a closed world (SEC-15). The only module that imports WeasyPrint.

A document may use the print styles and fonts that Plenary ships, inline data, and the files handed to `render`; all
else is refused, and so is a character that the print fonts cannot show. What comes out is PDF/A-3a and PDF/UA-1 at
once: it can be archived, and it can be read aloud. The same HTML gives the same bytes.

WeasyPrint needs Pango and takes a second to load, so it is loaded when the first document is made; its fonts and the
parsed print styles are then kept. Fontconfig and Pango are shared by the process: one document is made at a time.
"""

import logging
import mimetypes
import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from lib import pdf_fonts, pdf_footnotes, pdf_identity, pdf_tags

STATIC = Path(__file__).resolve().parent.parent / "static"
SHEETS = STATIC / "css" / "print"
FOLDERS = [SHEETS, *(pdf_fonts.VENDOR / folder for folder in pdf_fonts.FAMILIES.values())]
NOWHERE = "nowhere:"  # what a relative address is relative to; it reaches the fetcher, and is refused
VARIANT = "pdf/a-3a"  # and PDF/UA-1, by pdf_tags and pdf_identity
PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

_one_at_a_time = threading.Lock()


class DocumentError(Exception):
    """A document could not be made; the text is a sentence for the user."""


def warm_up():
    """Load what every document needs."""
    with _one_at_a_time:
        _press()


def render(
    html: str,
    *,
    sheets: Sequence[str] = ("document",),
    files: Mapping[str, bytes] | None = None,
    most_pages: int | None = None,
) -> bytes:
    """Return the PDF of an HTML document; one of more than `most_pages` is refused.

    `sheets` names print styles in static/css/print/, in their order. The HTML refers to a packaged file as
    `static:<path below static/>` and to one of `files` as `given:<name>`; title, author, description, language and
    dates are read from its head.
    """
    with _one_at_a_time:
        press = _press()
        try:
            return _print(press, html, [_sheet(name) for name in sheets], files or {}, most_pages)
        except press.FatalURLFetchingError as error:  # a BaseException: nothing else would catch it
            _press.cache_clear()  # fonts may have been half added
            _sheet.cache_clear()
            raise DocumentError(f"{error.__cause__}") from error


def _print(press, html, sheets, files, most_pages):
    world = press.ClosedWorld(files)
    source = press.HTML(string=html, base_url=NOWHERE, url_fetcher=world)
    _refuse_missing_glyphs(source)

    def lay_out():
        counter_style = press.CounterStyle(press.counter_style)
        return source.render(
            font_config=press.font_config, counter_style=counter_style, stylesheets=sheets, pdf_variant=VARIANT
        )

    try:
        document = pdf_footnotes.settle(source, lay_out)
    except pdf_footnotes.FootnoteLostError as error:
        raise DocumentError("A footnote finds no place; please shorten it or the paragraph that calls it.") from error
    _refuse_what_no_archive_takes(document)
    if most_pages and len(document.pages) > most_pages:
        raise DocumentError(
            f"The document has {len(document.pages)} pages; {most_pages} are the most that are printed."
        )
    marks = _recorded_marks(document.pages)

    def finish(document, pdf):
        tree = pdf_tags.StructureTree()
        for number, page in enumerate(document.pages):
            tree.add_page(number, page._page_box, marks[number])
        pdf_tags.write(pdf, tree)
        pdf_identity.declare_pdf_ua(pdf)

    body = document.write_pdf(finisher=finish, pdf_variant=VARIANT)
    if world.refused:  # from within a drawing, where WeasyPrint swallows even fatal errors
        raise DocumentError(world.refused[0])
    return body


def _recorded_marks(pages):
    """Have each page leave a record of which box was drawn as which marked content, before WeasyPrint uses it up."""
    marks = [{} for _ in pages]
    for page, record in zip(pages, marks, strict=True):

        def paint(stream, scale=1, *, page=page, record=record):
            type(page).paint(page, stream, scale)
            record.update(stream._tags)

        page.paint = paint
    return marks


def _refuse_missing_glyphs(source):
    body = source.etree_element.find("body")
    if missing := pdf_fonts.missing_glyphs("".join(body.itertext())):
        shown = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in missing[:10])
        raise DocumentError(f"The print fonts cannot show {shown}.")


def _refuse_what_no_archive_takes(document):
    if not document.metadata.title or not document.metadata.lang:
        raise DocumentError("A document needs a title and a language.")
    links = [link for page in document.pages for link in page.links]
    if document.metadata.attachments or any(kind == "attachment" for kind, *_ in links):
        raise DocumentError("A document may not carry attached files.")


@cache
def _sheet(name):
    press = _press()
    return press.CSS(
        string=(SHEETS / f"{name}.css").read_text(encoding="utf-8"),
        url_fetcher=press.ClosedWorld({}),
        font_config=press.font_config,
        counter_style=press.counter_style,
    )


@cache
def _press():
    """Load WeasyPrint with our fonts alone, and keep what every document needs."""
    with _only_our_fonts():
        try:
            import weasyprint  # noqa: PLC0415 - slow, and Pango may be missing
            from weasyprint.css.counters import CounterStyle  # noqa: PLC0415 - as above
            from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above
            from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse  # noqa: PLC0415 - as above
        except OSError as error:
            raise DocumentError(
                "Documents cannot be made, because Pango is not installed. "
                f"On Debian or Ubuntu: apt-get install --no-install-recommends {PANGO}"
            ) from error
        font_config = FontConfiguration()
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)

    class ClosedWorld(weasyprint.URLFetcher):
        """Fetches inline data, packaged print files and the files given with a document; refuses all else."""

        def __init__(self, files):
            super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
            self.files = files
            self.refused = []

        def fetch(self, url, headers=None):
            scheme, _, name = url.partition(":")
            if scheme == "data":
                return super().fetch(url, headers)
            if scheme == "given" and name in self.files:
                return self._response(url, self.files[name])
            if scheme == "static" and (path := _packaged(name)):
                return self._response(url, path.read_bytes())
            self.refused.append(f"A document may not load “{url[:200]}”.")
            raise ValueError(self.refused[-1])

        def _response(self, url, body):
            content_type = mimetypes.guess_type(url)[0] or "application/octet-stream"
            return URLFetcherResponse(url, body, {"Content-Type": content_type})

    return SimpleNamespace(
        HTML=weasyprint.HTML,
        CSS=weasyprint.CSS,
        ClosedWorld=ClosedWorld,
        FatalURLFetchingError=FatalURLFetchingError,
        font_config=font_config,
        CounterStyle=CounterStyle,
        counter_style=CounterStyle(),
    )


def _packaged(name):
    """Return the path of a packaged file that documents may use, or None."""
    path = (STATIC / name).resolve()
    return path if path.is_file() and any(path.is_relative_to(folder) for folder in FOLDERS) else None


@contextmanager
def _only_our_fonts():
    """Let fontconfig read our list of fonts instead of the system's."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(pdf_fonts.FONTCONFIG_FILE)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before

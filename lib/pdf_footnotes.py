"""Footnotes at the foot of the page that calls them.

When a page ends behind the first lines of a paragraph, lines that may not stand alone, WeasyPrint 70 makes room for
them by sending footnotes on to the next page, and now and then loses one. Such a page is found here in the laid-out
document; the paragraph is told to begin the next page, with its heading, and the document is laid out again.
"""

from collections.abc import Callable

MOVED = "data-moved"  # the print styles break the page before an element that carries it
MOST_LAYOUTS = 15
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class FootnoteLostError(Exception):
    """A footnote stands on no page at all."""


def settle(source, lay_out: Callable):
    """Lay out a document until its footnotes stand where they are called; return what was laid out last."""
    for _ in range(MOST_LAYOUTS):
        document = lay_out()
        calls, notes = _called(document), _printed(document)
        astray = [page for element, page in calls.items() if notes.get(element) != page]
        if not astray:
            return document
        element = _to_move(source.etree_element, _last_block(document.pages[min(astray)]))
        if MOVED in element.attrib:
            break
        element.set(MOVED, "")
    if calls.keys() - notes.keys():
        raise FootnoteLostError
    return document


def _called(document) -> dict:
    """Return the page on which each footnote is called."""
    boxes = ((page, box) for page, sheet in enumerate(document.pages) for box in sheet._page_box.descendants())
    return {box.footnote.element: page for page, box in boxes if getattr(box, "footnote", None)}


def _printed(document) -> dict:
    """Return the page on which each footnote is printed."""
    return {
        footnote.element: page
        for page, sheet in enumerate(document.pages)
        for area in sheet._page_box.children
        if _is(area, "FootnoteAreaBox")
        for footnote in area.children
    }


def _last_block(sheet):
    """Return the element to which the last line of a page's text belongs."""
    text = [box for box in sheet._page_box.children if not _is(box, "FootnoteAreaBox") and not _is(box, "MarginBox")]
    return [box for part in text for box in part.descendants() if _is(box, "LineBox")][-1].element


def _to_move(root, element):
    """Return the element that must begin the next page so that this one does: its row, or the heading above it."""
    parents = {child: parent for parent in root.iter() for child in parent}
    while element.tag in ("td", "th", "li"):
        if element.tag == "li":
            return element
        element = parents[element]
    above = list(parents[element])
    place = above.index(element)
    while place and above[place - 1].tag in HEADINGS:
        place -= 1
    return above[place]


def _is(box, class_name):
    return type(box).__name__ == class_name

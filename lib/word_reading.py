"""Reading Word documents: what came from Word or LibreOffice, within limits, because it is somebody's upload."""

import io
import zipfile
from xml.etree import ElementTree as ET

from lib.word import Block, Document, R, Run, W

LARGEST_FILE = 5_000_000
LARGEST_PART = 20_000_000


class NotADocument(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The file is not a Word document that can be read; the text is a sentence for the user."""


def read(data: bytes) -> Document:
    """Return the document that a file holds. Raises NotADocument with a sentence for the user."""
    if len(data) > LARGEST_FILE:
        raise NotADocument("The file is larger than 5 MB. A note is a few pages of text.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = _parsed(archive, "word/document.xml")
            notes = _parsed(archive, "word/footnotes.xml", may_miss=True)
            names = _style_names(_parsed(archive, "word/styles.xml", may_miss=True))
            numbered = _numbered_lists(_parsed(archive, "word/numbering.xml", may_miss=True))
            links = _targets(_parsed(archive, "word/_rels/document.xml.rels", may_miss=True))
            note_links = _targets(_parsed(archive, "word/_rels/footnotes.xml.rels", may_miss=True))
    except (zipfile.BadZipFile, KeyError, ET.ParseError, NotImplementedError, RuntimeError) as error:
        raise NotADocument("The file is not a Word document (.docx) that can be read.") from error
    reader = _Reader(names, numbered, links)
    blocks = [block for element in body.iterfind(f"{{{W}}}body/*") for block in reader.blocks(element)]
    footnotes = {}
    if notes is not None:
        of_notes = _Reader(names, numbered, note_links)
        for note in notes.iterfind(f"{{{W}}}footnote"):
            if note.get(f"{{{W}}}type") is None:
                runs = [run for p in note.iterfind(f"{{{W}}}p") for run in of_notes.runs(p)]
                footnotes[note.get(f"{{{W}}}id")] = _trimmed(runs)
    return Document(blocks, footnotes)


class _Reader:
    """Reads paragraphs and tables with what other parts of the file say of them."""

    def __init__(self, names, numbered, links):
        self.names, self.numbered, self.links = names, numbered, links

    def blocks(self, element):
        if element.tag == f"{{{W}}}tbl":
            yield Block(
                "table",
                rows=[
                    [
                        [run for p in cell.iter(f"{{{W}}}p") for run in self.runs(p)]
                        for cell in row.iterfind(f"{{{W}}}tc")
                    ]
                    for row in element.iterfind(f"{{{W}}}tr")
                ],
            )
        elif element.tag == f"{{{W}}}p":
            runs = _trimmed(self.runs(element))
            if any(run.text.strip() or run.footnote for run in runs):
                yield self._block(element, runs)
        else:
            for inner in element.iterfind(f"{{{W}}}sdtContent/*"):
                yield from self.blocks(inner)

    def _block(self, element, runs):
        style = element.find(f"{{{W}}}pPr/{{{W}}}pStyle")
        name = self.names.get(_val(style), _val(style)).casefold().replace(" ", "")
        kind = {"title": "title", "heading1": "heading1", "heading2": "heading2", "heading3": "heading2"}.get(name)
        kind = kind or ("quote" if "quote" in name else "paragraph")
        number = element.find(f"{{{W}}}pPr/{{{W}}}numPr/{{{W}}}numId")
        if kind == "paragraph" and number is not None and _val(number) != "0":
            level = element.find(f"{{{W}}}pPr/{{{W}}}numPr/{{{W}}}ilvl")
            return Block("item", runs, int(_val(level) or 0), _val(number) in self.numbered, int(_val(number)))
        return Block(kind, runs)

    def runs(self, paragraph, href=""):
        for element in paragraph:
            if element.tag == f"{{{W}}}hyperlink":
                yield from self.runs(element, self.links.get(element.get(f"{{{R}}}id"), ""))
            elif element.tag in {f"{{{W}}}ins", f"{{{W}}}smartTag", f"{{{W}}}sdt", f"{{{W}}}sdtContent"}:
                yield from self.runs(element, href)
            elif element.tag == f"{{{W}}}r":
                yield from self._run(element, href)

    def _run(self, element, href):
        call = element.find(f"{{{W}}}footnoteReference")
        if call is not None:
            yield Run(footnote=call.get(f"{{{W}}}id"))
        text = "".join(
            (each.text or "") if each.tag == f"{{{W}}}t" else {f"{{{W}}}br": "\n", f"{{{W}}}tab": " "}.get(each.tag, "")
            for each in element
        )
        look = element.find(f"{{{W}}}rPr")
        is_call = look is not None and _val(look.find(f"{{{W}}}rStyle")) == "FootnoteReference"
        if is_call and text.isdecimal():  # a second call of a footnote
            yield Run(footnote=text)
        elif text:
            yield Run(text, _is_on(look, "b"), _is_on(look, "i"), href)


def _parsed(archive, name, *, may_miss=False):
    if may_miss and name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise NotADocument("The file holds more text than a note can have.")
    text = archive.read(name)
    if b"<!DOCTYPE" in text[:1000] or b"<!ENTITY" in text:
        raise NotADocument("The file is not a Word document (.docx) that can be read.")
    return ET.fromstring(text)  # noqa: S314 - no document type, so no entities


def _val(element):
    return element.get(f"{{{W}}}val", "") if element is not None else ""


def _is_on(look, name):
    element = look.find(f"{{{W}}}{name}") if look is not None else None
    return element is not None and _val(element) not in {"0", "false", "none"}


def _style_names(styles):
    if styles is None:
        return {}
    return {
        style.get(f"{{{W}}}styleId"): _val(style.find(f"{{{W}}}name")) for style in styles.iterfind(f"{{{W}}}style")
    }


def _numbered_lists(numbering):
    """Return the ids of lists whose first level counts."""
    if numbering is None:
        return set()
    counting = {
        kind.get(f"{{{W}}}abstractNumId")
        for kind in numbering.iterfind(f"{{{W}}}abstractNum")
        if _val(kind.find(f"{{{W}}}lvl/{{{W}}}numFmt")) not in {"bullet", "none", ""}
    }
    return {
        each.get(f"{{{W}}}numId")
        for each in numbering.iterfind(f"{{{W}}}num")
        if _val(each.find(f"{{{W}}}abstractNumId")) in counting
    }


def _targets(relations):
    return {} if relations is None else {each.get("Id"): each.get("Target", "") for each in relations}


def _trimmed(runs):
    """Join runs that look alike, and take the blanks from both ends."""
    joined = []
    for run in runs:
        last = joined[-1] if joined else None
        alike = last and not (last.footnote or run.footnote)
        if alike and (last.is_bold, last.is_italic, last.href) == (run.is_bold, run.is_italic, run.href):
            joined[-1] = Run(last.text + run.text, last.is_bold, last.is_italic, last.href)
        else:
            joined.append(run)
    if joined and not joined[0].footnote:
        joined[0] = Run(joined[0].text.lstrip(), joined[0].is_bold, joined[0].is_italic, joined[0].href)
    if joined and not joined[-1].footnote:
        joined[-1] = Run(joined[-1].text.rstrip(), joined[-1].is_bold, joined[-1].is_italic, joined[-1].href)
    return [run for run in joined if run.text or run.footnote]

"""Reading a PDF back as other programs do: with poppler's pdfinfo, pdftotext and pdffonts."""

import re
import subprocess
import tempfile
import unicodedata
from pathlib import Path

BLOCK = re.compile(r"\s*(H[1-6]|P|Note|LI|TD|TH|Caption)\b")
QUOTED = re.compile(r'\s*"(.*)"$')
MARGIN = 72  # points


def squash(text: str) -> str:
    """Return a text without any white space, for where a line was broken says nothing.

    Letter and accent become one character, as in the font: a PDF cannot tell the two spellings of "é" apart.
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def run(command: str, pdf: bytes, *arguments: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(pdf)
        options = [path if each == "PDF" else each for each in arguments]
        return subprocess.run([command, *options], capture_output=True, text=True, check=True).stdout


def tagged_blocks(pdf: bytes) -> list[tuple[str, str]]:
    """Return the blocks of the tag tree in reading order, as (kind, text)."""
    blocks = []
    for line in run("pdfinfo", pdf, "-struct-text", "PDF").split("\n"):
        if found := BLOCK.match(line):
            blocks.append((found[1], ""))
        if (quoted := QUOTED.match(line)) and blocks:
            blocks[-1] = (blocks[-1][0], blocks[-1][1] + quoted[1] + "\n")
    return [(kind, text) for kind, text in blocks if text]


def raw_text(pdf: bytes) -> str:
    """Return the text in the order in which it is painted, without running heads and page numbers."""
    area = ["-x", "0", "-y", str(MARGIN - 12), "-W", "595", "-H", "720"]
    return run("pdftotext", pdf, "-raw", *area, "PDF", "-")


def fonts(pdf: bytes) -> set[str]:
    """Return the names of the embedded fonts; one that is not embedded keeps a warning in its name."""
    rows = run("pdffonts", pdf, "PDF").splitlines()[2:]
    return {row.split()[0].partition("+")[2] or f"{row.split()[0]} (not embedded)" for row in rows}


def facts(pdf: bytes) -> dict[str, str]:
    """Return what pdfinfo says of the document."""
    return dict(re.findall(r"(?m)^([^:\n]+):\s*(.*)$", run("pdfinfo", pdf, "PDF")))


def words_of(document: bytes, page: int = 1) -> list[tuple[str, float, float]]:
    """Return the words of a page with their upper and lower edges in points."""
    found = run("pdftotext", document, "-bbox", "-f", str(page), "-l", str(page), "PDF", "-")
    edges = re.findall(r'<word xMin="[\d.]+" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>', found)
    return [(word, float(top), float(bottom)) for top, bottom, word in edges]

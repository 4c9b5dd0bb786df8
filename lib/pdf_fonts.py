"""The fonts of printed documents: shipped with Plenary, so that a document looks alike on every machine.

Latin, Cyrillic and Greek are set in Liberation Serif, Arabic in Noto Naskh, Chinese in Noto Serif; which of them comes
first depends on the language of the text (static/css/print/document.css). To add a family, put its files with their
licence into `static/vendor/<name>-<version>/` and name the folder here and in `pdf_fonts.conf`, which is all that
fontconfig sees while documents are made: no system font is ever used.
"""

import unicodedata
from functools import cache
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
FONTCONFIG_FILE = Path(__file__).resolve().parent / "pdf_fonts.conf"
FAMILIES = {
    "Liberation Serif": "liberation-serif-2.1.5",
    "Plenary Signs": "plenary-signs-1.0",
    "Noto Naskh Arabic": "noto-naskh-arabic-2.004",
    "Noto Serif CJK SC": "noto-serif-cjk-sc-2.001",
}
# Characters without a shape of their own: controls, joiners and direction marks, line separators, and blanks.
SHAPELESS = {"Cc", "Cf", "Zl", "Zp", "Zs"}


def missing_glyphs(text: str) -> list[str]:
    """Return the characters of a text that the print fonts cannot show, in the order of their code points."""
    return sorted(c for c in set(unicodedata.normalize("NFC", text)) if not _can_show(c))


def font_files(family: str) -> list[Path]:
    """Return the files of a family, one for each style."""
    return sorted((VENDOR / FAMILIES[family]).glob("*.[to]tf"))


def _can_show(character: str) -> bool:
    if ord(character) in covered() or unicodedata.category(character) in SHAPELESS:
        return True
    parts = unicodedata.normalize("NFD", character)
    return len(parts) > 1 and all(ord(part) in covered() for part in parts)


@cache
def covered() -> frozenset[int]:
    """Return the code points that some family shows in every one of its styles."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow, and only documents need it

    def characters(path):
        with TTFont(path, lazy=True) as font:
            return set(font.getBestCmap())

    in_every_style = (set.intersection(*map(characters, font_files(family))) for family in FAMILIES)
    return frozenset().union(*in_every_style)

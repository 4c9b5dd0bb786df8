"""Make Plenary Signs: the two signs that Liberation Serif lacks, drawn from its own outlines.

Usage: python make_fonts.py   (fontTools is needed; the files are written beside this one)

U+2070 is the zero, made small like the superscript four; U+2011 is the hyphen. Footnote 10 and a non-breaking hyphen
can then be printed with Liberation Serif. The licence of the outlines (OFL) asks for another name.
"""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "liberation-serif-2.1.5"
STYLES = {"Regular": "Regular", "Bold": "Bold", "Italic": "Italic", "BoldItalic": "Bold Italic"}
EPOCH = 3_786_912_000  # 1 January 2024 in the calendar of font files: the same bytes on every run


def superscript_zero(source):
    """Return the outline and width of a zero scaled and lifted like the superscript four."""
    glyphs, cmap = source.getGlyphSet(), source.getBestCmap()
    full, small = bounds(glyphs, cmap[ord("4")]), bounds(glyphs, cmap[ord("⁴")])
    scale = (small[3] - small[1]) / (full[3] - full[1])
    pen = TTGlyphPen(None)
    glyphs[cmap[ord("0")]].draw(TransformPen(pen, (scale, 0, 0, scale, 0, small[1] - full[1] * scale)))
    return pen.glyph(), round(glyphs[cmap[ord("0")]].width * scale)


def bounds(glyphs, name):
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    return pen.bounds


def copied(source, character):
    """Return the outline and width of a character as they are."""
    glyphs, name = source.getGlyphSet(), source.getBestCmap()[ord(character)]
    pen = TTGlyphPen(None)
    glyphs[name].draw(pen)
    return pen.glyph(), glyphs[name].width


def empty(width):
    return TTGlyphPen(None).glyph(), width


def make(style, style_name):
    source = TTFont(SOURCE / f"LiberationSerif-{style}.ttf")
    drawn = {
        ".notdef": empty(1024),
        "space": copied(source, " "),
        "uni2011": copied(source, "-"),
        "uni2070": superscript_zero(source),
    }
    font = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    font.setupGlyphOrder(list(drawn))
    font.setupCharacterMap({0x20: "space", 0x2011: "uni2011", 0x2070: "uni2070"})
    font.setupGlyf({name: glyph for name, (glyph, _) in drawn.items()})
    glyf = font.font["glyf"]
    font.setupHorizontalMetrics({name: (width, getattr(glyf[name], "xMin", 0)) for name, (_, width) in drawn.items()})
    font.setupHorizontalHeader(ascent=source["hhea"].ascent, descent=source["hhea"].descent)
    bold, italic = "Bold" in style, "Italic" in style
    font.setupNameTable(
        {
            "copyright": source["name"].getDebugName(0),
            "familyName": "Plenary Signs",
            "styleName": style_name,
            "uniqueFontIdentifier": f"Plenary Signs {style_name} 1.0",
            "fullName": f"Plenary Signs {style_name}",
            "psName": f"PlenarySigns-{style}",
            "version": "Version 1.0",
            "licenseDescription": "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
            "licenseInfoURL": "http://scripts.sil.org/OFL",
        }
    )
    font.setupOS2(
        sTypoAscender=source["OS/2"].sTypoAscender,
        sTypoDescender=source["OS/2"].sTypoDescender,
        usWinAscent=source["OS/2"].usWinAscent,
        usWinDescent=source["OS/2"].usWinDescent,
        usWeightClass=700 if bold else 400,
        fsSelection=(0x20 if bold else 0) | (0x01 if italic else 0) or 0x40,
    )
    font.setupPost(italicAngle=source["post"].italicAngle)
    font.font["head"].macStyle = (1 if bold else 0) | (2 if italic else 0)
    font.font["head"].created = font.font["head"].modified = EPOCH
    font.font.recalcTimestamp = False
    font.save(HERE / f"PlenarySigns-{style}.ttf")


if __name__ == "__main__":
    for style, style_name in STYLES.items():
        make(style, style_name)

"""The unchanging parts of a Word file: relations, styles, settings."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def abstract_list(is_numbered: bool) -> str:
    """Return the definition of a list, with bullets or with numbers, in nine levels."""
    form, sign = ("decimal", "%{level}.") if is_numbered else ("bullet", "•")
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{sign.replace("{level}", str(level + 1))}"/>'
        f'<w:pPr><w:ind w:left="{720 + 360 * level}" w:hanging="360"/></w:pPr></w:lvl>'
        for level in range(9)
    )
    return f'<w:abstractNum w:abstractNumId="{int(is_numbered)}"><w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'


_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_PART}document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_PART}{name}+xml"/>'
        for name in ("footnotes", "styles", "numbering", "settings")
    )
    + '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
DOCUMENT_RELATIONS = "".join(
    f'<Relationship Id="part-{name}" Type="{R}/{name}" Target="{name}.xml"/>'
    for name in ("footnotes", "styles", "numbering", "settings")
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>'
    "</cp:coreProperties>"
)
SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)
_FACE = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="SimSun"/>'


def _style(kind, identity, name, paragraph="", look="", *, base="Normal"):
    based = f'<w:basedOn w:val="{base}"/>' if base and kind == "paragraph" else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identity}"><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
        if kind == "paragraph"
        else f'<w:style w:type="{kind}" w:styleId="{identity}"><w:name w:val="{name}"/><w:rPr>{look}</w:rPr></w:style>'
    )


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="999999"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_CLOSE = '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
STYLE_SHEET = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_FACE}<w:sz w:val="24"/><w:szCs w:val="24"/>'
    '<w:lang w:val={language} w:eastAsia="zh-CN" w:bidi={bidi}/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="240" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + _style(
        "paragraph", "Title", "Title", '<w:jc w:val="center"/>', '<w:b/><w:bCs/><w:sz w:val="28"/><w:szCs w:val="28"/>'
    )
    + _style("paragraph", "Heading1", "heading 1", '<w:keepNext/><w:outlineLvl w:val="0"/>', "<w:b/><w:bCs/>")
    + _style("paragraph", "Heading2", "heading 2", '<w:keepNext/><w:outlineLvl w:val="1"/>', "<w:b/><w:bCs/><w:i/>")
    + _style("paragraph", "Quote", "Quote", '<w:ind w:left="567" w:right="567"/>')
    + _style("paragraph", "ListParagraph", "List Paragraph", '<w:spacing w:after="120"/><w:contextualSpacing/>')
    + _style("paragraph", "TableText", "Table Text", _CLOSE, '<w:sz w:val="20"/><w:szCs w:val="20"/>')
    + _style("paragraph", "FootnoteText", "footnote text", _CLOSE, '<w:sz w:val="18"/><w:szCs w:val="18"/>')
    + _style("character", "FootnoteReference", "footnote reference", look='<w:vertAlign w:val="superscript"/>')
    + _style("character", "Hyperlink", "Hyperlink", look='<w:color w:val="0563C1"/><w:u w:val="single"/>')
    + '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>'
    + _BORDERS
    + "</w:tblBorders></w:tblPr></w:style></w:styles>"
)

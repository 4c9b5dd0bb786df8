"""The tag tree of a PDF: read aloud in the right order, each piece once; and its footnotes on the page that calls them."""

import io

import pikepdf

from lib import pdf
from tests.lib.test_pdf import LONG, outline, page, structure
from tests.poppler import facts, raw_text, squash, tagged_blocks


def test_a_paragraph_over_pages_is_one_paragraph():
    document = pdf.render(page(f"<h1>T</h1><p>{LONG * 2}</p><p>End</p>"))

    assert int(facts(document)["Pages"]) >= 3
    assert [(kind, squash(text)) for kind, text in tagged_blocks(document)] == [
        ("H1", "T"),
        ("P", squash(LONG * 2)),
        ("P", "End"),
    ]


FOOTNOTES = f"""
<h1>T<span class="footnote">First note.</span></h1>
<section><h2>One</h2><p>{LONG}</p><p>A<span class="footnote">Second <a href="mailto:a@example.org">note</a>.</span> b</p>
<p>{LONG}</p></section>
"""


def test_a_footnote_is_a_note_after_the_last_block_of_its_page():
    document = pdf.render(page(FOOTNOTES))

    blocks = [(kind, squash(text)[:12]) for kind, text in tagged_blocks(document)]
    assert blocks == [
        *(("H1", "T¹"), ("H2", "One"), ("P", squash(LONG)[:12]), ("Note", "¹Firstnote.")),
        *(("P", "A²b"), ("P", squash(LONG)[:12]), ("Note", "²Secondnote.")),
    ]
    with pikepdf.open(io.BytesIO(document)) as opened:
        root = opened.Root.StructTreeRoot
        names = root.IDTree.Names
        assert [str(names[0]), str(names[2])] == ["note-1", "note-2"]
        assert [str(names[1].K[0].S), str(names[3].K[0].S)] == ["/Lbl", "/Lbl"]
        assert str(root.K[0].K[0].K[1].S) == "/Reference"


def test_each_piece_of_content_leads_back_to_its_element():
    document = pdf.render(page(FOOTNOTES))

    with pikepdf.open(io.BytesIO(document)) as opened:
        numbers = opened.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        for sheet in opened.pages:
            marked = [
                (str(operands[0]), int(operands[1]["/MCID"]))
                for operands, operator in pikepdf.parse_content_stream(sheet)
                if str(operator) == "BDC" and "/MCID" in operands[1]
            ]
            array = owners[int(sheet.StructParents)]
            assert sorted(number for _, number in marked) == [i for i in range(len(array)) if array[i] is not None]
        links = [note for sheet in opened.pages for note in sheet.get("/Annots", [])]
        assert [str(owners[int(link.StructParent)].S) for link in links] == ["/Link"]
        assert [str(link.A.URI) for link in links] == ["mailto:a@example.org"]


def test_page_numbers_and_running_heads_are_not_read_aloud():
    document = pdf.render(page(f'<p class="draft-mark">DRAFT</p><h1>T</h1><p>{LONG * 2}</p>'))

    assert [kind for kind, _ in tagged_blocks(document)] == ["P", "H1", "P"]
    with pikepdf.open(io.BytesIO(document)) as opened:
        for sheet in opened.pages[1:]:
            tags = [operands for operands, operator in pikepdf.parse_content_stream(sheet) if str(operator) == "BDC"]
            paginated = [
                tag for tag in tags if str(tag[0]) == "/Artifact" and str(tag[1].get("/Type")) == "/Pagination"
            ]
            assert len(paginated) == 2  # the draft mark above, the page number below


def test_a_link_over_two_lines_is_one_link():
    document = pdf.render(page(f'<h1>T</h1><p>{LONG[:80]}<a href="https://example.org">{LONG[:200]}</a></p>'))

    with pikepdf.open(io.BytesIO(document)) as opened:
        link = opened.Root.StructTreeRoot.K[0].K[1].K[1]
        assert str(link.S) == "/Link"
        areas = [kid for kid in link.K if isinstance(kid, pikepdf.Dictionary)]
        assert {str(area.Type) for area in areas} == {"/OBJR"}
        assert len(areas) == len(opened.pages[0].Annots) >= 3


ROWS = "".join(f'<tr><th scope="row">State {n}</th><td>Person {n}</td><td></td></tr>' for n in range(80))


TABLE = f"""<h1>T</h1><table><caption>List</caption>
<thead><tr><th scope="col">State</th><th scope="col" colspan="2">Person</th></tr></thead>
<tbody>{ROWS}</tbody></table>"""


def test_a_table_over_pages_is_one_table_with_one_head():
    document = pdf.render(page(TABLE))

    assert int(facts(document)["Pages"]) >= 2
    tree = structure(document)
    assert outline(tree, {"Table", "Caption", "THead", "TBody"}) == ["Table", "Caption", "THead", "TBody"]
    assert outline(tree, {"TR", "TH", "TD"}) == ["TR", "TH", "TH"] + ["TR", "TH", "TD", "TD"] * 80
    assert squash(raw_text(document)).count("StatePerson") == int(facts(document)["Pages"])
    with pikepdf.open(io.BytesIO(document)) as opened:
        table = opened.Root.StructTreeRoot.K[0].K[1]
        head = table.K[1].K[0]
        assert [str(cell.A.Scope) for cell in head.K] == ["/Column", "/Column"]
        assert int(head.K[1].A.ColSpan) == 2
        assert str(table.K[2].K[0].K[0].A.Scope) == "/Row"


def test_lists_have_items_with_signs_and_bodies():
    document = pdf.render(page(f"<h1>T</h1><ul><li>one<ol><li>inner</li></ol></li><li><p>{LONG * 2}</p></li></ul>"))

    item = ("LI", [("Lbl", []), ("LBody", [("P", [])])])
    nested = ("L", [("LI", [("Lbl", []), ("LBody", [])])])
    assert structure(document)[1][1] == ("L", [("LI", [("Lbl", []), ("LBody", [nested])]), item])


def test_a_definition_list_pairs_terms_and_definitions():
    document = pdf.render(page("<h1>T</h1><dl><dt>a</dt><dd>one</dd><dt>b</dt><dd><p>two</p></dd></dl>"))

    assert structure(document)[1][1] == (
        "L",
        [("LI", [("Lbl", []), ("LBody", [])]), ("LI", [("Lbl", []), ("LBody", [("P", [])])])],
    )


def test_the_language_of_a_passage_is_kept():
    document = pdf.render(page('<h1>T</h1><p>She said <span lang="fr">bonjour</span>.</p><p lang="es">Hola</p>'))

    with pikepdf.open(io.BytesIO(document)) as opened:
        first, second = opened.Root.StructTreeRoot.K[0].K[1], opened.Root.StructTreeRoot.K[0].K[2]
        spans = [kid for kid in first.K if isinstance(kid, pikepdf.Dictionary)]
        assert [(str(span.S), str(span.Lang)) for span in spans] == [("/Span", "fr")]
        assert str(second.Lang) == "es"


def test_bookmarks_leave_the_footnote_out():
    document = pdf.render(page('<h1 data-title="T">T<span class="footnote">n</span></h1><h2 data-title="A">A</h2>'))

    with pikepdf.open(io.BytesIO(document)) as opened, opened.open_outline() as bookmarks:
        assert [(each.title, [below.title for below in each.children]) for each in bookmarks.root] == [("T", ["A"])]


# Footnotes stand on the page that calls them


def filled(lines):
    """A page with a footnote, filled with lines so that the next paragraph begins near its end, under a heading."""
    filling = "<p>x</p>" * lines
    return page(f'<h1>T</h1><p>Call<span class="footnote">The note.</span></p>{filling}<h2>H</h2><p>{LONG[:900]}</p>')


FILLINGS = range(20, 24)


def pages_of(document):
    return [squash(text) for text in raw_text(document).split("\f") if text.strip()]


def test_a_footnote_never_leaves_its_page():
    for lines in FILLINGS:
        pages = pages_of(pdf.render(filled(lines)))

        assert [place for place, text in enumerate(pages) if "¹Thenote." in text] == [0]
        assert "".join(pages).replace("¹Thenote.", "") == squash(f"TCall¹{'x' * lines}H{LONG[:900]}")
        assert not pages[0].replace("¹Thenote.", "").endswith("H")


def test_left_to_itself_weasyprint_sends_footnotes_away():
    press = pdf._press()
    sheet = pdf._sheet("document")

    places = []
    for lines in FILLINGS:
        source = press.HTML(string=filled(lines), url_fetcher=press.ClosedWorld({}))
        document = source.write_pdf(
            font_config=press.font_config, counter_style=press.CounterStyle(press.counter_style), stylesheets=[sheet]
        )
        places += [place for place, text in enumerate(pages_of(document)) if "¹Thenote." in text]

    assert set(places) == {0, 1}  # when this fails, WeasyPrint is mended, and lib/pdf_footnotes.py may go

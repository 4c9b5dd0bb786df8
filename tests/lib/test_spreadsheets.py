"""Spreadsheets: a round trip that loses nothing, no formula anywhere, and files that lie are refused at once."""

import io
import time
import zipfile

import defusedxml.ElementTree
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from lib import spreadsheets
from lib.refusal import NotPossible

HARD = [
    "de la Cruz", "McDonald", "Núñez", "ليلى المنصوري", "王小明", "+41229171234", "007", "=SUM(A1)", "-1+1", "@cmd",
    "'=SUM(A1)", "''+1", "'", "O'Neill", '"quoted", and; more\tsigns', "http://example.org/", "{=1}", "1e5", "TRUE",
    "two\nlines", "3/4", "=HYPERLINK(\"http://example.org\")",
]  # fmt: skip
# What a line of a form can hold: any letter, no control signs but the line break, no blanks at its ends.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], include_characters="\n"), max_size=40).map(
    lambda text: text.strip().replace("_x", "x")
)
ROWS = st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1, max_size=8)


def as_csv(headers, rows):
    return "".join(spreadsheets.csv_lines(headers, rows)).encode()


def as_xlsx(headers, rows):
    file = io.BytesIO()
    spreadsheets.write_xlsx(file, headers, rows, sheet="List")
    return file.getvalue()


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@pytest.mark.parametrize("value", HARD)
def test_hard_values_come_back_to_the_letter(write, value):
    table = spreadsheets.read(write(["Name", "Note"], [[value, "x"]]))

    assert table.headers == ["Name", "Note"]
    assert table.rows == [(2, [value, "x"])]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@given(rows=ROWS)
def test_any_text_comes_back_to_the_letter(write, rows):
    filled = [row for row in rows if any(row)]

    if not filled:
        with pytest.raises(NotPossible, match="no rows"):
            spreadsheets.read(write(["A", "B"], rows))
    else:
        assert [cells for _, cells in spreadsheets.read(write(["A", "B"], rows)).rows] == filled


@given(st.text())
def test_neutralising_is_taken_back_exactly(value):
    assert spreadsheets.original(spreadsheets.neutral(value)) == value


@pytest.mark.parametrize("sign", list("=+-@\t\r\0"))
def test_no_value_of_a_csv_file_begins_like_a_formula(sign):
    assert spreadsheets.neutral(sign + "1") == f"'{sign}1"


def test_the_raw_workbook_holds_neither_formulas_nor_links():
    with zipfile.ZipFile(io.BytesIO(as_xlsx(["Name"], [[value] for value in HARD]))) as archive:
        sheet = defusedxml.ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        names = archive.namelist()

    tags = {element.tag.partition("}")[2] for element in sheet.iter()}
    assert not tags & {"f", "hyperlink", "hyperlinks"}
    assert {cell.get("t") for cell in sheet.iter() if cell.tag.endswith("}c")} == {"inlineStr"}
    assert not any("rels" in name and "worksheets" in name for name in names)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_usual_encoding_and_with_every_usual_delimiter(encoding, delimiter):
    lines = [["Name", "Town"], ["Núñez, Elena", "Zürich"], ["Weiß; Jürgen", "Genève"]]
    content = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines).encode(encoding)

    table = spreadsheets.read(content)

    assert table.headers == lines[0]
    assert [cells for _, cells in table.rows] == lines[1:]


@pytest.mark.parametrize("title", ["Conference on Controls", "List, as of 12 November 2026, second version"])
def test_the_delimiter_is_what_divides_most_lines_whatever_stands_above_them(title):
    people = [["Núñez, Elena", "Lima, Peru", "Adviser"], ["Ross, Iain", "Oslo", "Director"]]
    lines = "".join(f"{';'.join(cells)}\n" for cells in [["Name", "Town", "Role"], *people])

    table = spreadsheets.read(f"{title}\n{lines}".encode())

    assert [cells for _, cells in table.rows][-2:] == people


def test_rows_keep_the_number_that_they_have_in_the_file():
    table = spreadsheets.read(b"Name,Town\n\nElena,Lima\n,,\nIain,Oslo\n")

    assert table.rows == [(3, ["Elena", "Lima"]), (5, ["Iain", "Oslo"])]


def test_short_and_long_rows_are_made_even():
    table = spreadsheets.read(b"Name,Town\nElena\nIain,Oslo,extra\n")

    assert (table.headers, table.rows) == (
        ["Name", "Town", ""],
        [(2, ["Elena", "", ""]), (3, ["Iain", "Oslo", "extra"])],
    )


def test_numbers_dates_and_yes_are_read_as_people_see_them():
    book = openpyxl.Workbook()
    book.active.append(["Number", "Share", "Day", "Yes"])
    from datetime import date, datetime

    book.active.append([41, 0.5, datetime(2030, 6, 3), True])
    book.active.append([41.0, 1, date(2030, 6, 4), False])
    file = io.BytesIO()
    book.save(file)

    table = spreadsheets.read(file.getvalue())

    assert [cells for _, cells in table.rows] == [["41", "0.5", "2030-06-03", "yes"], ["41", "1", "2030-06-04", "no"]]


# Files that lie


def archive_of(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_sheet(sheet_xml):
    """A workbook of ours with another sheet in place of its own."""
    source = zipfile.ZipFile(io.BytesIO(as_xlsx(["A"], [["x"]])))
    parts = {name: source.read(name) for name in source.namelist()}
    return archive_of(**parts | {"xl/worksheets/sheet1.xml": sheet_xml})


def sheet(rows, head=""):
    return (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def huge_claim():
    cell = '<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>'
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
    return with_sheet(sheet(f'{first}<row r="1048576">{cell}</row>'))


def many_rows():
    return as_csv(["Name"], [["x"]] * (spreadsheets.MOST_ROWS + 1))


LIES = {
    "too large": (lambda: b"a,b\n" * 2_000_000, "larger than 5 MB"),
    "a bomb": (lambda: archive_of(**{"xl/sheet.xml": b"0" * 51 * 1024 * 1024}), "too large when unpacked"),
    "a dense bomb": (lambda: archive_of(**{"xl/sheet.xml": b"0" * 20 * 1024 * 1024}), "too large when unpacked"),
    "many parts": (lambda: archive_of(**{f"xl/{n}.xml": b"" for n in range(10_000)}), "too many parts"),
    "a claim of all cells": (huge_claim, "more than 10,000 rows"),
    "many rows": (many_rows, "more than 10,000 rows"),
    "many columns": (lambda: as_csv(["A"] * 101, [["x"] * 101]), "more than 100 columns"),
    "entities": (
        lambda: with_sheet(sheet("", '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]>')),
        "definitions that do not belong",
    ),
    "entities in UTF-16": (
        lambda: with_sheet(sheet("", '<!DOCTYPE a [<!ENTITY b "b">]>').encode("utf-16")),
        "definitions that do not belong",
    ),
    "macros": (lambda: archive_of(**{"xl/vbaProject.bin": b"x"}), "holds macros"),
    "links": (lambda: archive_of(**{"xl/externalLinks/externalLink1.xml": b"x"}), "refers to other files"),
    "no workbook": (lambda: archive_of(**{"word/document.xml": b"<x/>"}), "damaged"),
    "a cut file": (lambda: as_xlsx(["A"], [["x"]])[:200], "damaged"),
    "an image": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a CSV file"),
    "nothing": (lambda: b"  \n", "is empty"),
    "headers alone": (lambda: b"Name,Town\n", "no rows"),
    "an open quote": (lambda: b'Name\n"Elena\n', "Row 2 cannot be read"),
}


@pytest.mark.parametrize("lie", LIES)
def test_files_that_lie_are_refused_with_a_sentence_in_under_a_second(lie):
    make, sentence = LIES[lie]
    content = make()
    started = time.process_time()

    with pytest.raises(NotPossible, match=sentence):
        spreadsheets.read(content)

    assert time.process_time() - started < 1


def test_a_workbook_of_another_program_is_read():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["Name", "Sum"])
        page.write_row(1, 0, ["Elena"])
        page.write_formula(1, 1, "=1+1", value=2)

    assert spreadsheets.read(file.getvalue()).rows == [(2, ["Elena", "2"])]


def test_the_sign_that_no_database_keeps_is_left_out():
    content = as_csv(["Name", "Town"], [["\0Elena", "Li\0ma"]]).replace(b"Li\0ma", b"Li'\0ma")

    table = spreadsheets.read(content)

    assert table.rows == [(2, ["Elena", "Li'ma"])]

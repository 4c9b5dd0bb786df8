"""Spreadsheets in and out: CSV and XLSX that lose nothing, start no formula, and cannot hurt the reader.

Writing (SEC-16): a cell of XLSX is always text, never a formula or a link; a value of CSV that a spreadsheet program
would take for a formula gets a leading apostrophe, and reading takes away exactly that one.
Reading (SEC-17): a file is measured before it is parsed, and rows are counted while they stream in.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

import openpyxl
import xlsxwriter
from openpyxl.utils.exceptions import InvalidFileException

from lib.refusal import NotPossible

if not openpyxl.DEFUSEDXML:
    raise ImportError("defusedxml is missing: without it a spreadsheet could expand entities without end")

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_ENTRIES = 200
MOST_RATIO = 200
MOST_ROWS, MOST_COLUMNS = 10_000, 100
MOST_CELL_SIGNS = 32_767  # what a cell of XLSX holds

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_LOOKS_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r\0]")
_WAS_NEUTRALISED = re.compile(r"'+[=+\-@\t\r\0]")


# Writing


def neutral(value: str) -> str:
    """Return a value that no spreadsheet program takes for a formula: with an apostrophe before it if need be."""
    return f"'{value}" if _LOOKS_LIKE_A_FORMULA.match(value) else value


def original(value: str) -> str:
    """Take back what `neutral` did, and nothing else."""
    return value[1:] if _WAS_NEUTRALISED.match(value) else value


def csv_lines(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield a CSV file line by line, in constant memory; the mark at its start tells Excel that it is UTF-8."""
    pen = csv.writer(_Echo())
    yield "\ufeff" + pen.writerow([neutral(header) for header in headers])
    for row in rows:
        yield pen.writerow([neutral(value) for value in row])


def write_xlsx(file, headers: Iterable[str], rows: Iterable[Iterable[str]], *, sheet: str) -> None:
    """Write an XLSX workbook of one sheet into a binary file, row by row."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        bold = workbook.add_format({"bold": True})
        page = workbook.add_worksheet(_sheet_name(sheet))
        page.freeze_panes(1, 0)
        headers = list(headers)
        page.set_column(0, max(len(headers) - 1, 0), 24)
        for column, header in enumerate(headers):
            page.write_string(0, column, header, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value:
                    page.write_string(number, column, value[:MOST_CELL_SIGNS])


class _Echo:
    """A file for csv.writer that hands each line back instead of keeping it."""

    def write(self, line):
        return line


def _sheet_name(text):
    return re.sub(r"[\[\]:*?/\\]", " ", text).strip(" '")[:31] or "Sheet"


# Reading


@dataclass(frozen=True)
class Table:
    """What a file holds: its headers, and its rows with the number that each has in the file."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]


def read(content: bytes) -> Table:
    """Read a CSV file (UTF-8, UTF-16, Windows-1252; comma, semicolon, tab) or an XLSX workbook's first sheet.

    Raises NotPossible, with a sentence for the person who sent the file.
    """
    if len(content) > MOST_BYTES:
        raise NotPossible(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    if not content.strip():
        raise NotPossible("The file is empty.")
    lines = _xlsx_rows(content) if content.startswith(b"PK\x03\x04") else _csv_rows(content)
    headers, rows = [], []
    for number, row in lines:
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise NotPossible(f"Row {number} has more than {MOST_COLUMNS} columns.")
        if number > MOST_ROWS + 1:
            raise NotPossible(f"The file has more than {MOST_ROWS:,} rows. Divide it.")
        if not cells:
            continue
        if not headers:
            headers = cells
        else:
            rows.append((number, cells))
    if not rows:
        raise NotPossible("The file has no rows below its headers.")
    width = max(len(headers), *(len(cells) for _, cells in rows))
    headers += [""] * (width - len(headers))
    return Table(headers, [(number, cells + [""] * (width - len(cells))) for number, cells in rows])


def _csv_rows(content):
    text = _decoded(content)
    if "\0" in text.replace("'\0", ""):
        raise NotPossible("This is not a CSV file or an XLSX workbook.")
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 1
    try:
        for row in reader:
            yield number, [original(value) for value in row]
            number += 1
    except csv.Error as error:
        raise NotPossible(f"Row {number} cannot be read: {error}.") from None


def _decoded(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(content, "utf-16")
    if content[1:2] == b"\0" or content[:1] == b"\0":
        return _strict(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _strict(content, "cp1252")


def _strict(content, encoding):
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NotPossible("The file's letters cannot be read. Save it as CSV in UTF-8, or as XLSX.") from None


def _delimiter(text):
    """Return the delimiter that divides the header line most; quoted parts do not count."""
    header = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    return max(",;\t", key=header.count)


def _xlsx_rows(content):
    _refuse_bombs(content)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        page = workbook.worksheets[0]
        page.reset_dimensions()
        for number, row in enumerate(page.iter_rows(values_only=True), 1):
            yield number, [_text(value) for value in row]
    except NotPossible:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise NotPossible("The workbook is damaged and cannot be read. Save it anew as XLSX or CSV.") from error


def _refuse_bombs(content):
    """Measure the archive before anything parses it: what it says of itself, then what really comes out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise NotPossible("The workbook has too many parts.")
            names = {entry.filename.lower() for entry in entries}
            if any("vbaproject" in name or "macrosheets" in name for name in names):
                raise NotPossible("The workbook holds macros. Save it as a plain XLSX file.")
            if any("externallinks/" in name for name in names):
                raise NotPossible("The workbook refers to other files. Save its values alone.")
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise NotPossible("The workbook is too large when unpacked.")
            room = min(MOST_UNPACKED, max(len(content) * MOST_RATIO, 1024 * 1024))
            for entry in entries:
                room -= _measured(archive, entry, room)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NotPossible("The workbook is damaged and cannot be read. Save it anew as XLSX or CSV.") from error


def _measured(archive, entry, room):
    size, tail = 0, b""
    with archive.open(entry) as part:
        while chunk := part.read(256 * 1024):
            size += len(chunk)
            if size > room:
                raise NotPossible("The workbook is too large when unpacked.")
            seen = (tail + chunk).replace(b"\0", b"").upper()
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise NotPossible("The workbook holds definitions that do not belong into one.")
            tail = chunk[-32:]
    return size


def _text(value):
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)

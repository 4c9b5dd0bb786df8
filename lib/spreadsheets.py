"""Spreadsheets in and out: CSV and XLSX that lose nothing, start no formula, and cannot hurt the reader.

Writing (SEC-16): a cell of XLSX is always text, never a formula or a link; a value of CSV that a spreadsheet program
would take for a formula gets a leading apostrophe, and reading takes away exactly that one.
Reading (SEC-17): a file is measured before it is parsed, and rows are counted while they stream in.
"""

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import threading
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

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

HEAVY_ROWS, HEAVY_BYTES = 300, 4 * 1024 * 1024  # of a workbook: more takes longer to read than a page should
BEGINNING = 20_000  # signs of a CSV file in which its delimiter shows
STRIDE = 250  # rows between two words about how far it is
APART_SECONDS, APART_MEGABYTES = 60, 768  # what reading a heavy workbook may take
ROOT = Path(__file__).resolve().parent.parent
KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPYCACHEPREFIX")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_LOOKS_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r\0]")
_WAS_NEUTRALISED = re.compile(r"'+[=+\-@\t\r\0]")


NO_ROWS = "The file has no rows below its headers."
TOO_MANY_ROWS = f"The file has more than {MOST_ROWS:,} rows. Divide it."

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

    def headed_by(self, position: int) -> "Table":
        """Return the table without what stands above its headers, which are row `position`; 0 leaves it as it is.

        Raises NotPossible when no row stands below them.
        """
        if not position:
            return self
        if position == len(self.rows):
            raise NotPossible(NO_ROWS)
        return Table(self.rows[position - 1][1], self.rows[position:])


@dataclass(frozen=True)
class Weight:
    """How much there is to read in a workbook; nothing for a CSV file, which is read in no time."""

    rows: int = 0
    size: int = 0

    @property
    def is_heavy(self) -> bool:
        return self.rows > HEAVY_ROWS or self.size > HEAVY_BYTES


def weigh(content: bytes) -> Weight:
    """Measure a file before anything reads it. Raises NotPossible for what no file may be (SEC-17)."""
    if len(content) > MOST_BYTES:
        raise NotPossible(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    if not content.strip():
        raise NotPossible("The file is empty.")
    return _measured(content) if _is_workbook(content) else Weight()


def _is_title(first, second) -> bool:
    """Say whether the first row is no row of headers but a line above them: one filled cell, and the next row has several."""
    return sum(map(bool, first)) == 1 < sum(map(bool, second))


def _is_workbook(content):
    return content.startswith(b"PK\x03\x04")


def read_apart(content: bytes, *, passed: Callable[[int], None] | None = None) -> Table:
    """Read a heavy workbook in a process of its own, within limits of time and memory.

    `passed` is told now and then how many rows are through. Raises NotPossible as `read` does.
    """
    command = [sys.executable, "-m", "lib.spreadsheet_worker", str(APART_MEGABYTES), str(APART_SECONDS)]
    environment = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "cwd": ROOT, "env": environment}
    with subprocess.Popen(command, **pipes) as process:  # noqa: S603 - our own module
        alarm = threading.Timer(APART_SECONDS * 3, process.kill)  # should it wait for something rather than work
        alarm.start()
        try:
            with contextlib.suppress(BrokenPipeError):  # it has ended already; its output says why, or nothing does
                process.stdin.write(content)
                process.stdin.close()
            for line in process.stdout:
                match json.loads(line):
                    case int(number):
                        if passed:
                            passed(number)
                    case {"refused": sentence}:
                        raise NotPossible(sentence)
                    case {"headers": headers, "rows": rows}:
                        return Table(headers, [(number, cells) for number, cells in rows])
        finally:
            alarm.cancel()
            process.kill()
    raise NotPossible("The workbook takes more time or memory to read than one may. Divide it, or save it as CSV.")


def read(content: bytes, *, passed: Callable[[int], None] | None = None) -> Table:
    """Read a CSV file (UTF-8, UTF-16, Windows-1252; comma, semicolon, tab) or an XLSX workbook's first sheet.

    `passed` is told now and then how many rows are through. Raises NotPossible, with a sentence for the person who sent
    the file.
    """
    weigh(content)
    lines = _xlsx_rows(content) if _is_workbook(content) else _csv_rows(content)
    headers, rows = [], []
    for number, row in lines:
        cells = [cell.replace("\0", "").strip() for cell in row]  # no database keeps this sign
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise NotPossible(f"Row {number} has more than {MOST_COLUMNS} columns.")
        if number > MOST_ROWS + 1:
            raise NotPossible(TOO_MANY_ROWS)
        if passed and number % STRIDE == 0:
            passed(number)
        if not cells:
            continue
        if not headers or (not rows and _is_title(headers, cells)):
            headers = cells
        else:
            rows.append((number, cells))
    if not rows:
        raise NotPossible(NO_ROWS)
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
    """Return the delimiter that divides most of the first lines into equally many cells; quoted parts do not count."""
    lines = re.sub(r'"[^"]*"', "", text[:BEGINNING]).splitlines()[:20]

    def lines_and_cells(delimiter):
        counts = Counter(count for line in lines if (count := line.count(delimiter)))
        return max(((lines, cells) for cells, lines in counts.items()), default=(0, 0))

    return max(",;\t", key=lines_and_cells)


def _xlsx_rows(content):
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


def _measured(content) -> Weight:
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
            most = room = min(MOST_UNPACKED, max(len(content) * MOST_RATIO, 1024 * 1024))
            rows = []
            for entry in entries:
                size, row_count = _unpacked(archive, entry, room)
                room -= size
                if entry.filename.startswith("xl/worksheets/"):
                    rows.append(row_count)
            if rows and min(rows) > MOST_ROWS + 1:
                raise NotPossible(TOO_MANY_ROWS)
            return Weight(max(rows, default=0), most - room)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NotPossible("The workbook is damaged and cannot be read. Save it anew as XLSX or CSV.") from error


def _row_count(xml):
    return xml.count(b"<ROW ") + xml.count(b"<ROW>")


def _unpacked(archive, entry, room):
    """Return the size of a part, and how many rows of a sheet begin in it."""
    size, rows, tail = 0, 0, b""
    with archive.open(entry) as part:
        while chunk := part.read(256 * 1024):
            size += len(chunk)
            if size > room:
                raise NotPossible("The workbook is too large when unpacked.")
            seen = (tail + chunk).replace(b"\0", b"").upper()
            rows += _row_count(seen) - _row_count(tail.replace(b"\0", b"").upper())
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise NotPossible("The workbook holds definitions that do not belong into one.")
            tail = chunk[-32:]
    return size, rows


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

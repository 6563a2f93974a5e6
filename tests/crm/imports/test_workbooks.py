"""Workbooks as Excel and others write them: strict ones, large ones, formulas that nobody counted, escaped letters."""

import io
import re
import zipfile

import pytest
import xlsxwriter
from openpyxl import Workbook

from imports.reading import UnreadableFile, read
from imports.workbook import STRICT


def packed(rows, change=None):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    book.save(file)
    return file.getvalue()


def rewritten(content, change):
    """The workbook with every part of it changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(source.read(name)))
    return made.getvalue()


def strict(content):
    for name, known in STRICT.items():
        content = content.replace(known, name)
    return content


def test_a_strict_workbook_is_read_as_any_other():
    rows = [["Namn", "Ort"], ["Strikt AB", "Lund"]]
    made = rewritten(packed(rows), strict)
    assert b"purl.oclc.org" in zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml")
    assert read("a.xlsx", made)[0].rows == [(1, rows[0]), (2, rows[1])]


def test_days_of_a_strict_workbook_are_days():
    def dated(content):
        return re.sub(rb'<c r="A2"[^>]*><v>[^<]*</v>', b'<c r="A2" t="d"><v>2024-05-04</v>', strict(content))

    assert read("a.xlsx", rewritten(packed([["Datum"], [1]]), dated))[0].rows[1] == (2, ["2024-05-04"])


def test_formulas_without_a_value_are_told_wherever_they_stand():
    sheet = read("a.xlsx", packed([["Namn", "Ort", "Tal"], ["A AB", "Lund", "=1+1"], ["=A2", None, "=2+2"]]))[0]
    assert sheet.rows == [(1, ["Namn", "Ort", "Tal"]), (2, ["A AB", "Lund", ""]), (3, ["", "", ""])]
    assert sheet.marks == {(2, 2): "formula", (3, 0): "formula", (3, 2): "formula"}


def test_a_value_of_the_day_the_file_was_saved_is_marked():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Namn", "Start", "Plus"])
        page.write_formula(1, 1, "=TODAY()", None, 45416)
        page.write_formula(1, 2, "=1+1", None, 2)
    assert read("a.xlsx", file.getvalue())[0].marks == {(2, 1): "volatile"}


def test_letters_that_xml_cannot_hold_are_read_as_such():
    rows = read("a.xlsx", packed([["rad ett_x000D_\nrad två", "_x005F_x000D_", "_xD83D_", "a_x0041_"]]))[0].rows
    assert rows == [(1, ["rad ett\nrad två", "_x000D_", "_xD83D_", "aA"])]


def long_list(rows, columns):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [f"K{place}" for place in range(columns)])
        for number in range(1, rows + 1):
            page.write_row(number, 0, [f"Text {number * place}" for place in range(columns)])
    return file.getvalue()


def test_twenty_thousand_rows_come_in_under_their_headings():
    assert len(read("a.xlsx", long_list(20_000, 1))[0].rows) == 20_001
    text = "Namn\n" + "".join(f"Bolag {number} AB\n" for number in range(20_000))
    assert len(read("a.csv", text.encode())[0].rows) == 20_001
    with pytest.raises(UnreadableFile, match="more than 20000 rows"):
        read("a.xlsx", long_list(20_200, 1))


def test_an_honest_workbook_may_unpack_to_more_than_fifty_megabytes():
    """By its parts' own sizes, before anything is unpacked."""
    from imports.reading import MAX_UNPACKED

    content = long_list(40, 20)
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        size = sum(member.file_size for member in source.infolist())
    # Nineteen thousand rows of sixty columns, by what these take.
    assert size / (40 * 20) * 19_000 * 60 < MAX_UNPACKED

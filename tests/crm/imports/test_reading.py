"""What a file is read into: encodings, separators, quotation marks, and what Excel shows."""

import io

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from imports.encodings import decoded
from imports.reading import UnreadableFile, read

SWEDISH = "Namn;Status;Kommun\nVårdhälsa i Lund AB;Aktiv;Lund\nSjögrens Teknik AB;Aktiv;Malmö\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_says_its_encoding_is_believed(encoding):
    assert decoded(SWEDISH.encode(encoding))[0] == SWEDISH


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize("text", [SWEDISH, "ÅÄÖ AB;Ängvåg", "Café Öre\u00a0– “fri”", "Bjørn Ærø;Züst & Söhne"])
def test_the_encoding_is_the_one_that_reads_as_words(encoding, text):
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("the encoding has not all these letters")
    assert decoded(content)[0] == text


def test_one_broken_letter_does_not_spoil_the_file():
    text, encoding = decoded("Vårdhälsa;Sjögren;Malmö;Åre;".encode() + b"L\xe4n")
    assert (text, encoding) == ("Vårdhälsa;Sjögren;Malmö;Åre;L\ufffdn", "utf-8")


def test_another_encoding_can_be_chosen():
    assert decoded("Vårdhälsa".encode("mac_roman"), "cp1252")[0] == "VŒrdhŠlsa"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_under_which_rows_agree(separator):
    rows = [["Företag", "Status", "Anteckning"], ["Alfa AB", "Aktiv", "a"], ["Beta AB", "Aktiv", "b"]]
    text = "\n".join(separator.join(row) for row in rows)
    sheet = read("a.csv", text.encode())[0]
    assert (sheet.separator, [cells for _number, cells in sheet.rows]) == (separator, rows)


def test_a_line_may_say_the_separator():
    sheet = read("a.csv", b"sep=|\nFirst;|Second\n")[0]
    assert sheet.rows == [(2, ["First;", "Second"])]
    assert [line.code for line in sheet.left] == ["separator_line"]


def test_another_separator_can_be_chosen():
    assert read("a.csv", b"a;b|c\n", {"separator": "|"})[0].rows == [(1, ["a;b", "c"])]


def test_an_open_quotation_mark_swallows_no_other_row():
    text = 'Namn;Status\nA AB;"öppen\nB AB;x\nC AB;"två\nrader"\nD AB;y\n'
    sheet = read("a.csv", text.encode())[0]
    assert [number for number, _cells in sheet.rows] == [1, 2, 3, 4, 6]
    assert sheet.rows[1][1] == ["A AB", "öppen"]
    assert sheet.rows[3][1] == ["C AB", "två\nrader"]
    assert [(line.number, line.code) for line in sheet.left] == [(2, "quote_unclosed")]


def test_a_mark_within_a_cell_is_a_mark():
    assert read("a.csv", b'Namn;Mot\nA AB;27" bred\n')[0].rows[1] == (2, ["A AB", '27" bred'])


def packed(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_days_of_the_calendar_from_1904_are_the_days_shown():
    from datetime import date

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Datum", date(2024, 7, 12)])
    assert read("a.xlsx", packed(book))[0].rows == [(1, ["Datum", "2024-07-12"])]


def test_figures_are_as_excel_shows_them():
    book = Workbook()
    book.active.append(["Tal", 0.1 + 0.2, 5.0, 0.15, 46701234567])
    book.active["D1"].number_format = "0%"
    assert read("a.xlsx", packed(book))[0].rows == [(1, ["Tal", "0.3", "5", "15 %", "46701234567"])]


def test_more_than_sixty_columns_are_no_fault():
    text = ";".join(f"K{number}" for number in range(300)) + "\n" + ";".join("x" * 300)
    assert len(read("a.csv", text.encode())[0].rows[0][1]) == 300


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 500, "Save as, Excel workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 500, "has a password"),
        ("a.numbers", b"PK\x03\x04", "Export to, Excel or CSV"),
        ("a.ods", b"PK\x03\x04", "Save as, Excel"),
        ("a.xlsb", b"PK\x03\x04", "Save as, Excel"),
    ],
)
def test_other_workbooks_are_refused_with_a_way_on(name, content, told):
    with pytest.raises(UnreadableFile, match=told):
        read(name, content)

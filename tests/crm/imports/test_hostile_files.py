"""Files made to hurt: bombs, endless workbooks, huge files; and personal numbers that must not be repeated."""

import contextlib
import io
import os
import resource
import zipfile

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from contacts.imports.cells import number as number_of
from crm.imports import cells
from imports.models import ImportRun
from imports.reading import UnreadableFile, read

HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
ROW = b"<row><c><v>1</v></c></row>"


def workbook(sheet, *, ballast=0):
    """A real workbook whose only sheet is this XML; incompressible ballast lowers the ratio of packing."""
    plain, packed = io.BytesIO(), io.BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else source.read(name))
        target.writestr("xl/media/ballast.bin", os.urandom(ballast))
    return packed.getvalue()


def test_two_million_rows_in_a_small_workbook_are_refused_unopened():
    bomb = workbook(HEAD + ROW * 2_000_000 + TAIL)
    assert len(bomb) < 250_000
    with pytest.raises(UnreadableFile, match="unpacks to far more"):
        read("bomb.xlsx", bomb)


def test_a_workbook_under_the_caps_but_with_too_many_rows_is_stopped():
    with pytest.raises(UnreadableFile, match="more than 20000 rows"):
        read("long.xlsx", workbook(HEAD + ROW * 1_000_000 + TAIL, ballast=600_000))


def test_a_workbook_with_entities_is_refused():
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"ha") for n in range(9))
    sheet = b"<!DOCTYPE x [" + entities + b"]>" + HEAD + b"<row><c><v>&e8;</v></c></row>" + TAIL
    with pytest.raises(UnreadableFile, match="damaged"):
        read("laughs.xlsx", workbook(sheet))


def test_a_formula_never_becomes_text():
    book, packed = Workbook(), io.BytesIO()
    book.active.append(["Namn", '=HYPERLINK("http://x.example")'])
    book.save(packed)
    sheet = read("a.xlsx", packed.getvalue())[0]
    assert sheet.rows == [(1, ["Namn", ""])]
    assert sheet.marks == {(1, 1): "formula"}


def test_the_command_refuses_a_huge_file_before_reading_it(world, tmp_path):
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(10 * 2**30)
    with pytest.raises(CommandError, match="larger than"):
        call_command("import", "clients", str(huge))
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("number", ["850101-1235", "19850101-1235", "198501011235", "19850101123"])
def test_a_wrong_personal_number_is_not_repeated(number):
    with pytest.raises(cells.Unread) as refused:
        number_of(number)
    assert "0101" not in refused.value.message
    assert "1235" not in refused.value.message


def test_a_wrong_organisation_number_is_repeated_so_that_it_can_be_mended():
    with pytest.raises(cells.Unread, match="556016-0681") as refused:
        number_of("556016-0681")
    assert refused.value.code == "org_number_check_digit"


def test_a_workbook_within_a_packed_folder_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr("inner.xlsx", workbook(HEAD + ROW + TAIL))
        target.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnreadableFile, match="packed folder"):
        read("nested.xlsx", packed.getvalue())


def test_reading_a_hostile_workbook_takes_no_more_than_its_share_of_memory():
    """The child that opens it has a ceiling; what it takes is seen in the peak of all children of this process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    wide = b"<row>" + b'<c t="inlineStr"><is><t>' + b"x" * 30_000_000 + b"</t></is></c>" + b"</row>"
    with contextlib.suppress(UnreadableFile):
        read("wide.xlsx", workbook(HEAD + wide + TAIL, ballast=600_000))
    # A child begins as a fork, so this process' own size counts as its first.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(before, own, 560 * 1024)

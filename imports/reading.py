"""Files into sheets of text: tables of text here, workbooks in a child process with little to spend."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.conf import settings

from imports import kinds, tables
from imports.saying import said as _
from imports.sheets import LONGEST_SHEET, Sheet, UnreadableFile, too_large

__all__ = ["Sheet", "UnreadableFile", "check_size", "read"]

MAX_MEMBERS, MAX_UNPACKED, MAX_RATIO = 200, 200 * 2**20, 100
# The child's own limit counts its work; this one also the waiting of a busy machine.
SECONDS = 120
PACKED = (".zip", ".xlsx", ".xlsm", ".docx", ".pptx", ".7z", ".gz", ".rar", ".jar")
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TEXTS = {"", ".csv", ".txt", ".tsv", ".tab", ".skv"}


def read(name: str, content: bytes, chosen: Mapping[str, Any] | None = None) -> list[Sheet]:
    """The file's sheets, those in view first; raises UnreadableFile. `chosen` may say separator and encoding."""
    check_size(len(content))
    if not content.strip():
        raise UnreadableFile(_("The file is empty."))
    sheets = _workbook(content) if _is_workbook(name, content) else [_table(content, chosen or {})]
    if long := next((sheet.name for sheet in sheets if len(sheet.name) > LONGEST_SHEET), ""):
        told = {"name": f"{long[:40]}…", "most": LONGEST_SHEET}
        raise UnreadableFile(_("The name of the sheet %(name)s has more than %(most)s letters; shorten it.") % told)
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableFile(_("The file has no rows."))
    return sorted(sheets, key=lambda sheet: sheet.is_hidden)


def check_size(size: int) -> None:
    """For callers that know the size before they hold the content."""
    if size > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES // 2**20
        raise UnreadableFile(_("The file is larger than %(limit)s MB; split it.") % {"limit": limit})


def _table(content: bytes, chosen: Mapping[str, Any]) -> Sheet:
    separator = chosen.get("separator", "")
    known = kinds.headings()
    return tables.read(content, known, separator=separator, encoding=chosen.get("encoding", ""))


def _is_workbook(name: str, content: bytes) -> bool:
    ending = PurePath(name).suffix.lower()
    is_zip = content.startswith(ZIP)
    _check_kind(ending, content)
    if ending in {".xlsx", ".xlsm"} and not is_zip:
        raise UnreadableFile(_("The file is called %(ending)s but is no Excel file.") % {"ending": ending})
    if not is_zip and ending not in TEXTS:
        raise UnreadableFile(_("Fyr reads CSV and XLSX files, not %(ending)s.") % {"ending": ending})
    return is_zip


def _check_kind(ending: str, content: bytes) -> None:
    """Workbooks of other kinds: one sentence each, that says how to save what is in them."""
    if content.startswith(OLD_EXCEL):
        if ending in {".xlsx", ".xlsm"}:
            raise UnreadableFile(_("The workbook has a password; save a copy without one and try again."))
        raise UnreadableFile(
            _("This is an old Excel file (.xls); open it in Excel and choose Save as, Excel workbook (.xlsx).")
        )
    if ending == ".numbers":
        raise UnreadableFile(_("This is a Numbers file; open it in Numbers and choose File, Export to, Excel or CSV."))
    if ending in {".ods", ".fods"}:
        raise UnreadableFile(_("This is an OpenDocument file; open it and choose Save as, Excel (.xlsx) or CSV."))
    if ending in {".xls", ".xlsb"}:
        raise UnreadableFile(
            _("Fyr does not read %(ending)s; open it in Excel and choose Save as, Excel workbook (.xlsx).")
            % {"ending": ending}
        )


def _workbook(content: bytes) -> list[Sheet]:
    _check_zip(content)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "imports.workbook"],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            cwd=settings.BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(_("The workbook takes too long to read; save only its data as CSV.")) from None
    if done.returncode == 3:
        raise UnreadableFile(too_large())
    if done.returncode:
        raise UnreadableFile(_("The workbook is damaged, or is not one that Excel wrote."))
    return [_sheet(**one) for one in json.loads(done.stdout)]


def _sheet(rows: Any, marks: Any, hidden_rows: Any, hidden_columns: Any, **plain: Any) -> Sheet:
    return Sheet(
        rows=[(number, cells) for number, cells in rows],
        **plain,
        hidden_rows=set(hidden_rows),
        hidden_columns=set(hidden_columns),
        marks={(number, place): mark for number, place, mark in marks},
    )


def _check_zip(content: bytes) -> None:
    """Before anything is unpacked: a small file that unpacks to a large one is refused."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        raise UnreadableFile(_("The workbook is damaged, or is not one that Excel wrote.")) from None
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * len(content):
        raise UnreadableFile(_("The workbook unpacks to far more than its size; Fyr does not open it."))
    names = {member.filename for member in members}
    if "Index/Document.iwa" in names:
        _check_kind(".numbers", b"")
    if "content.xml" in names and "mimetype" in names:
        _check_kind(".ods", b"")
    if "xl/workbook.xml" not in names or any(name.lower().endswith(PACKED) for name in names):
        raise UnreadableFile(_("The file is a packed folder, not a workbook."))

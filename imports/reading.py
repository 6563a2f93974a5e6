"""Files into sheets of text: CSV of any encoding and delimiter, XLSX in a child process with little to spend."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePath

from charset_normalizer import from_bytes
from django.conf import settings
from django.utils.translation import gettext as _

MAX_MEMBERS, MAX_UNPACKED, MAX_RATIO = 200, 50 * 2**20, 100
MAX_ROWS, MAX_COLUMNS = 20_000, 60
SECONDS = 40
PACKED = (".zip", ".xlsx", ".xlsm", ".docx", ".pptx", ".7z", ".gz", ".rar", ".jar")
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class UnreadableFile(Exception):
    """Why the file cannot be taken in, in one sentence for the person who chose it."""


@dataclass
class Sheet:
    """Rows as (number in the file, cells as text)."""

    name: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read(name: str, content: bytes) -> list[Sheet]:
    """The file's sheets; raises UnreadableFile."""
    check_size(len(content))
    if not content.strip():
        raise UnreadableFile(_("The file is empty."))
    sheets = _workbook(content) if _is_workbook(name, content) else [_table(content)]
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableFile(_("The file has no rows."))
    return sheets


def check_size(size: int) -> None:
    """For callers that know the size before they hold the content."""
    if size > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES // 2**20
        raise UnreadableFile(_("The file is larger than %(limit)s MB; split it.") % {"limit": limit})


def _is_workbook(name: str, content: bytes) -> bool:
    ending = PurePath(name).suffix.lower()
    if content.startswith(OLD_EXCEL):
        raise UnreadableFile(_("This is an old Excel file (.xls); save it as .xlsx and try again."))
    is_zip = content.startswith(ZIP)
    if ending in {".xlsx", ".xlsm"} and not is_zip:
        raise UnreadableFile(_("The file is called %(ending)s but is no Excel file.") % {"ending": ending})
    if not is_zip and ending not in {"", ".csv", ".txt", ".tsv"}:
        raise UnreadableFile(_("Fyr reads CSV and XLSX files, not %(ending)s.") % {"ending": ending})
    return is_zip


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
        raise UnreadableFile(_too_large())
    if done.returncode:
        raise UnreadableFile(_("The workbook is damaged, or is not one that Excel wrote."))
    return [Sheet(name, [(number, cells) for number, cells in rows]) for name, rows in json.loads(done.stdout)]


def _too_large() -> str:
    limits = {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
    return _("The file has more than %(rows)s rows or %(columns)s columns; split it.") % limits


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
    if "xl/workbook.xml" not in names or any(name.lower().endswith(PACKED) for name in names):
        raise UnreadableFile(_("The file is a packed folder, not a workbook."))


def _table(content: bytes) -> Sheet:
    text = _decoded(content)
    if "\x00" in text[:4000]:
        raise UnreadableFile(_("The file is not a table of text."))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    sheet, start = Sheet(""), 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                sheet.rows.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1
            if len(sheet.rows) > MAX_ROWS or len(cells) > MAX_COLUMNS:
                raise UnreadableFile(_too_large())
    except csv.Error:
        raise UnreadableFile(_("The file is not a table of text.")) from None
    return sheet


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with one, else Windows' Western encoding, else what looks likeliest."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return str(from_bytes(content[:200_000]).best() or content.decode("latin-1"))


def _delimiter(text: str) -> str:
    first = text[:4000].splitlines()[:5]
    return max(";,\t", key=lambda mark: sum(line.count(mark) for line in first))

"""Run as a child process: an XLSX file on standard input, its sheets as JSON on standard output; all capped.

Exit code 3: more rows or columns than are taken in.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time
from typing import Any

MEMORY, CPU_SECONDS = 512 * 2**20, 20
MAX_ROWS, MAX_COLUMNS = 20_000, 60


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    content = sys.stdin.buffer.read()
    import defusedxml
    from openpyxl import load_workbook

    defusedxml.defuse_stdlib()
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    sheets = []
    for sheet in book.worksheets:
        rows: list[tuple[int, list[str]]] = []
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            texts = [text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if len(rows) > MAX_ROWS or len(texts) > MAX_COLUMNS or number > 5 * MAX_ROWS:
                return 3
            if texts:
                rows.append((number, texts))
        sheets.append((sheet.title, rows))
    sys.stdout.write(json.dumps(sheets))
    return 0


def text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


if __name__ == "__main__":
    sys.exit(main())

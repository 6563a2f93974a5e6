"""Workbooks of projects as they are brought in: a sheet for each name, its headings first."""

import io

from openpyxl import Workbook


def workbook(heads, rows):
    """`heads` is sheet → headings, `rows` sheet → rows of cells."""
    book, packed = Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, head in heads.items():
        sheet = book.create_sheet(name)
        for cells in (head, *rows.get(name, ())):
            sheet.append(cells)
    book.save(packed)
    return packed.getvalue()

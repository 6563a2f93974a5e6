"""The rows, or cells of rows, that were not taken in, with their reasons: a file to be mended and brought back."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from accounts.models import User
from imports import mapping
from imports.cells import without_birthday
from imports.kinds import KINDS
from imports.models import ImportRow, ImportRun
from imports.readable import as_read
from imports.staging import LEFT
from ui import sheet

FORMS = {"xlsx": lambda name, head, rows: sheet.xlsx(name, _("Left"), head, rows), "csv": sheet.csv_file}


def download(run: ImportRun, form: str, by: User) -> HttpResponseBase:
    """The file's own cells under headings that Fyr knows, then the reason."""
    if form not in FORMS:
        raise Http404
    columns = {column.name: column.headings[0] for one in KINDS[run.kind].SHEETS.values() for column in one}
    head = [_("Row"), *columns.values(), _("Reason")]
    return FORMS[form](f"import-{run.pk}-left", head, _rows(run, list(columns), by))


def _rows(run: ImportRun, columns: list[str], by: User) -> Iterator[list[Any]]:
    defaults = {sheet: mapping.defaults(run.kind, sheet, run.mapping) for sheet in _sheets(run)}
    for row in as_read(run, run.rows.filter(Q(outcome__in=LEFT) | ~Q(problems=[])), by):
        reasons = " ".join(problem["message"] for problem in row.problems)
        yield [row.number, *(_cell(row, name, defaults[row.sheet]) for name in columns), reasons]


def _sheets(run: ImportRun) -> set[str]:
    return set(run.rows.order_by().values_list("sheet", flat=True).distinct())


def _cell(row: ImportRow, name: str, defaults: Mapping[str, str]) -> str:
    """As read, fixed or chosen for all; a sole trader's number is a personal number and does not leave the house."""
    text: str = row.fixes.get(name, row.cells.get(name, defaults.get(name, "")))
    return without_birthday(text) if name == "number" else text

"""What is told of a file beside its rows: every line that was left, its sheets, the columns nobody took."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from imports import checking, layouts, mapping, preview
from imports.kinds import KINDS
from imports.lines import Part
from imports.models import ImportRow, ImportRun
from imports.notrows import TAKEABLE
from imports.readable import as_read
from imports.sheets import Line, Sheet

# Said of every file, and no remark.
PLAIN = {"title", "headings"}


def of_file(run: ImportRun, sheets: list[Sheet], parts: list[Part]) -> dict[str, Any]:
    left = [line for sheet in sheets for line in sheet.left]
    left += [line for part in parts for line in part.left]
    left += mapping.left_sheets(sheets, parts)
    codes = [part.layout for part in parts if part.layout in layouts.LAYOUTS]
    return {
        "left": [_line(line) for line in left],
        "once": _once(run, parts),
        "lines": {"all": sum(len(sheet.rows) for sheet in sheets), "rows": sum(len(part.rows) for part in parts)},
        "sheets": [_sheet(sheet, parts) for sheet in sheets],
        "unmatched": [one for part in parts for one in _unmatched(part)],
        "layout": layouts.LAYOUTS[codes[0]].label if codes else "",
        "separator": sheets[0].separator,
        "encoding": sheets[0].encoding,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "row": line.number,
        **({"sheet": line.sheet} if line.sheet else {}),
        "column": "",
        "code": line.code,
        "message": line.message,
    }


def _unmatched(part: Part) -> Iterator[dict[str, Any]]:
    for heading, is_hidden in part.unmatched():
        yield {"sheet": part.sheet.name, "heading": heading} | ({"is_hidden": True} if is_hidden else {})


def _once(run: ImportRun, parts: list[Part]) -> list[dict[str, Any]]:
    found = []
    for name in dict.fromkeys(part.name for part in parts):
        said = mapping.defaults(run.kind, name, run.mapping)
        named = {column for part in parts if part.name == name for column in part.columns}
        found += checking.told_once(KINDS[run.kind].SHEETS[name], said, named)
    return found


def _sheet(sheet: Sheet, parts: list[Part]) -> dict[str, Any]:
    taken = [part for part in parts if part.sheet.name == sheet.name]
    return {
        "name": sheet.name,
        "lines": len(sheet.rows),
        "rows": sum(len(part.rows) for part in taken),
        "is_hidden": sheet.is_hidden,
        "is_taken": bool(taken),
    }


def _place(row: ImportRow) -> dict[str, Any]:
    return {"row": row.number, **({"sheet": row.sheet} if row.sheet else {})}


def remarks(run: ImportRun) -> list[dict[str, Any]]:
    """What is said of the file and its left lines, beside what is said at its rows."""
    return [one for one in run.reading.get("left", ()) if one["code"] not in PLAIN] + run.reading.get("once", [])


def shown(run: ImportRun) -> list[dict[str, Any]]:
    """For whoever reads the page or the command's answer: all that is left but the headings."""
    left = [one for one in run.reading.get("left", ()) if one["code"] != "headings"]
    return [one | {"is_takeable": one["code"] in TAKEABLE} for one in left + run.reading.get("once", [])]


def untaken(run: ImportRun) -> list[str]:
    """Headings of columns that are not taken, those hidden in the file marked."""
    named = [one for one in run.reading.get("unmatched", ()) if one["heading"]]
    hidden = _("%(heading)s (hidden in the file)")
    return [hidden % one if one.get("is_hidden") else one["heading"] for one in named]


def dump(run: ImportRun, by: User) -> str:
    """As `manage.py import --json` prints it; `defaults`: sheet → column the file has not → what all its rows say;
    `changes`: what rows that update set, "" before where they fill in what is empty; `waiting`: what can be chosen for
    a row that waits."""
    rows = as_read(run, run.rows.all(), by)
    told = [
        _place(row) | {name: problem[name] for name in ("column", "code", "message")}
        for row in rows
        for problem in row.problems
    ]
    changes = [_place(row) | change for row in rows for change in row.changes]
    waiting = [_place(row) | {"choices": choices} for row, choices in preview.waiting(run, by)]
    said = {sheet: said for sheet in run.mapping if (said := mapping.defaults(run.kind, sheet, run.mapping))}
    found: dict[str, Any] = {"counts": run.counts, "problems": remarks(run) + told, "file": run.reading}
    found |= {"changes": changes, "waiting": waiting}
    return json.dumps(found | ({"defaults": said} if said else {}), ensure_ascii=False)

"""Which sheet and which columns of a file are which of the kind's; kept on the import and remembered for the next.

A mapping is kind's sheet → {"sheet": the file's, "row": the heading row's number in it, "columns": [name or ""]}.
"""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _

from imports.kinds import KINDS
from imports.models import ImportMapping
from imports.plan import Column, Row
from imports.reading import Sheet, UnreadableFile
from ui.sheet import unguarded
from ui.text import fold

Mapping = dict[str, dict[str, Any]]
HEADING_ROWS = 20


def guess_kind(sheets: list[Sheet]) -> str:
    """The kind whose headings the file names most of."""
    return max(KINDS, key=lambda code: _named(guess(code, sheets)))


def _named(mapping: Mapping) -> int:
    return sum(bool(name) for one in mapping.values() for name in one["columns"])


def guess(kind: str, sheets: list[Sheet]) -> Mapping:
    """By the headings that Fyr knows; a kind of several sheets takes those of the same names."""
    found: Mapping = {}
    for name, columns in KINDS[kind].SHEETS.items():
        alike = [sheet for sheet in sheets if sheet.rows and (not name or sheet.name.casefold() == name.casefold())]
        if alike:
            found[name] = max((of_sheet(sheet, columns) for sheet in alike), key=lambda one: _named({name: one}))
    return found


def of_sheet(sheet: Sheet, columns: list[Column], row: int = 0) -> dict[str, Any]:
    """With the headings in `row`, or in the row among the first twenty that names most columns."""
    rows = [one for one in sheet.rows[:HEADING_ROWS] if row in (0, one[0])] or sheet.rows[:1]
    named = [(number, _columns(cells, columns)) for number, cells in rows]
    number, names = max(named, key=lambda one: (sum(map(bool, one[1])), -one[0]))
    return {"sheet": sheet.name, "row": number, "columns": names}


def _columns(headings: list[str], columns: list[Column]) -> list[str]:
    """The column that each heading names, each column once."""
    known = {heading: column.name for column in columns for heading in column.headings}
    names: list[str] = []
    for heading in headings:
        name = known.get(fold(heading), "")
        names.append("" if name in names else name)
    return names


def sheet_of(sheets: list[Sheet], one: dict[str, Any]) -> Sheet:
    """The file's sheet that a part of a mapping speaks of; raises UnreadableFile."""
    found = next((sheet for sheet in sheets if sheet.name == one["sheet"]), None)
    if found is None:
        raise UnreadableFile(_("The file has no sheet called %(name)s.") % {"name": one["sheet"]})
    return found


def headings(sheet: Sheet, row: int) -> list[str]:
    return next((cells for number, cells in sheet.rows if number == row), [])


def wrong(kind: str, mapping: Mapping) -> list[str]:
    """What a person must put right before the rows can be looked at, in sentences."""
    told = []
    sheets = KINDS[kind].SHEETS
    if not mapping:
        told.append(_("The file has no sheet called %(name)s.") % {"name": next(iter(sheets))})
    for name, one in mapping.items():
        names = [column for column in one["columns"] if column]
        needed = [column for column in sheets[name] if column.is_required and not column.default]
        missing = [str(column.label) for column in needed if column.name not in names]
        if missing:
            named = {"columns": ", ".join(missing)}
            told.append(_("The file has no column for %(columns)s. Check its headings.") % named)
        for column in sheets[name]:
            if names.count(column.name) > 1:
                told.append(_("Two headings are given as %(column)s; choose one.") % {"column": column.label})
    return told


def rows(kind: str, sheets: list[Sheet], mapping: Mapping) -> list[Row]:
    """Every data row under the headings; raises UnreadableFile when there is none, or a column is missing."""
    if told := wrong(kind, mapping):
        raise UnreadableFile(" ".join(told))
    found = [row for name in KINDS[kind].SHEETS if name in mapping for row in _rows(name, sheets, mapping[name])]
    if not found:
        raise UnreadableFile(_("The file has headings but no rows."))
    return found


def defaults(kind: str, sheet: str, mapping: Mapping) -> dict[str, str]:
    """What all rows say for the columns that the file has not: as a person chose, or the kind's own."""
    name = sheet if sheet in KINDS[kind].SHEETS else ""
    one = mapping.get(name)
    if one is None:
        return {}
    lacking = [column for column in KINDS[kind].SHEETS[name] if column.default and column.name not in one["columns"]]
    return {column.name: one.get("defaults", {}).get(column.name, column.default) for column in lacking}


def _rows(name: str, sheets: list[Sheet], one: dict[str, Any]) -> list[Row]:
    sheet = sheet_of(sheets, one)
    places = [(place, column) for place, column in enumerate(one["columns"]) if column]
    found = []
    for number, cells in sheet.rows:
        there = [(place, column) for place, column in places if place < len(cells) and number > one["row"]]
        text = {column: unguarded(cells[place]) for place, column in there}
        if any(text.values()):
            found.append(Row(name or sheet.name, number, text))
    return found


def recall(kind: str, sheets: list[Sheet]) -> Mapping | None:
    """What a person said of these headings before."""
    guessed = guess(kind, sheets)
    kept = ImportMapping.objects.filter(kind=kind, headings=_fingerprint(sheets, guessed)).first()
    return {name: one | {"columns": kept.mapping[name]} for name, one in guessed.items()} if kept else None


def remember(kind: str, sheets: list[Sheet], mapping: Mapping) -> None:
    """For the next file with these headings."""
    columns = {name: one["columns"] for name, one in mapping.items()}
    ImportMapping.objects.update_or_create(
        kind=kind, headings=_fingerprint(sheets, mapping), defaults={"mapping": columns}
    )


def _fingerprint(sheets: list[Sheet], mapping: Mapping) -> str:
    said = {name: headings(sheet_of(sheets, one), one["row"]) for name, one in mapping.items()}
    found = {name: [fold(text) for text in texts] for name, texts in said.items()}
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()

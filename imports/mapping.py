"""Which sheet and which columns of a file are which of the kind's; kept on the import and remembered for the next.

A mapping is kind's sheet → {"sheet": the file's, "row": the heading row's number in it, "columns": [name or ""],
"layout": code or "", "more": other sheets of the file with the same columns}.
"""

import hashlib
import json
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from typing import Any

from imports import layouts
from imports.headed import columns_of, headings, is_headings, missing
from imports.kinds import KINDS
from imports.lines import Part
from imports.models import ImportMapping
from imports.plan import Column
from imports.saying import joined, listed
from imports.saying import said as _
from imports.sheets import Line, Sheet, UnreadableFile
from ui.text import fold

Mapping = dict[str, dict[str, Any]]
HEADING_ROWS = 20


def guess_kind(sheets: list[Sheet]) -> str:
    """That of a layout we know; else the kind whose headings the file names most of."""
    for sheet in sheets:
        for number, _cells in sheet.rows[:HEADING_ROWS]:
            if (layout := layouts.recognised(headings(sheet, number))) and layout.kind in KINDS:
                return layout.kind
    return max(KINDS, key=lambda code: _named(guess(code, sheets)))


def _named(mapping: Mapping) -> int:
    return sum(bool(name) for one in mapping.values() for name in one["columns"])


def guess(kind: str, sheets: list[Sheet]) -> Mapping:
    """By the headings that Fyr knows; a kind of several sheets takes those of the same names, hidden sheets last."""
    found: Mapping = {}
    for name, columns in KINDS[kind].SHEETS.items():
        alike = [sheet for sheet in sheets if sheet.rows and (not name or sheet.name.casefold() == name.casefold())]
        alike = [sheet for sheet in alike if not sheet.is_hidden] or alike
        if alike:
            found[name] = max((of_sheet(sheet, columns) for sheet in alike), key=lambda one: _named({name: one}))
    return found


def of_sheet(sheet: Sheet, columns: list[Column], row: int = 0) -> dict[str, Any]:
    """With the headings in `row`; or in the row among the first twenty that names most columns, or one further above
    it that is a row of headings too: what stands between them are its rows."""
    lines = [line for line in sheet.rows[:HEADING_ROWS] if row in (0, line[0])] or sheet.rows[:1]
    found = [(number, cells, *_columns(sheet, number, columns)) for number, cells in lines]
    best = max(found, key=lambda one: (sum(map(bool, one[2])), -one[0]))
    numbers = [one[0] for one in found]
    above = found[: max(numbers.index(best[0]) - 1, 0)]
    first = next((one for one in above if is_headings(*one[1:3]) and not missing(columns, one[2])), best)
    return {"sheet": sheet.name, "row": first[0], "columns": first[2], "layout": first[3]}


def _columns(sheet: Sheet, row: int, columns: list[Column]) -> tuple[list[str], str]:
    return columns_of(headings(sheet, row), columns, sheet.hidden_columns)


def sheet_of(sheets: list[Sheet], one: AnyMapping[str, Any]) -> Sheet:
    """The file's sheet that a part of a mapping speaks of; raises UnreadableFile."""
    found = next((sheet for sheet in sheets if sheet.name == one["sheet"]), None)
    if found is None:
        raise UnreadableFile(_("The file has no sheet called %(name)s.") % {"name": one["sheet"]})
    return found


def with_sheets(kind: str, sheets: list[Sheet], names: list[str]) -> Mapping:
    """The mapping that takes these of the file's sheets, for a kind of one sheet; raises UnreadableFile."""
    ((name, columns), *_others) = KINDS[kind].SHEETS.items()
    found = [of_sheet(sheet_of(sheets, {"sheet": one}), columns) for one in names]
    return {name: found[0] | {"more": found[1:]}}


def wrong(kind: str, mapping: Mapping) -> list[str]:
    """What a person must put right before the rows can be looked at, in sentences."""
    told: list[str] = []
    sheets = KINDS[kind].SHEETS
    if not mapping:
        told.append(_("The file has no sheet called %(name)s.") % {"name": next(iter(sheets))})
    for name, one in _parts(mapping):
        names = [column for column in one["columns"] if column]
        if lacking := missing(sheets[name], names):
            named = {"columns": listed(column.label for column in lacking)}
            told.append(_("The file has no column for %(columns)s. Check its headings.") % named)
        for column in sheets[name]:
            if names.count(column.name) > 1:
                told.append(_("Two headings are given as %(column)s; choose one.") % {"column": column.label})
    return told


def _parts(mapping: Mapping) -> Iterator[tuple[str, dict[str, Any]]]:
    """(the kind's sheet, one sheet of the file)."""
    for name, one in mapping.items():
        yield name, one
        for other in one.get("more", ()):
            yield name, other


def parts(kind: str, sheets: list[Sheet], mapping: Mapping, choices: AnyMapping[str, Any]) -> list[Part]:
    """The file's sheets that are taken, with every line read; raises UnreadableFile when there is no row of data."""
    return [part.read() for part in unread_parts(kind, sheets, mapping, choices)]


def unread_parts(kind: str, sheets: list[Sheet], mapping: Mapping, choices: AnyMapping[str, Any]) -> list[Part]:
    """The same, for whoever only asks whether they can be read: no row is read further than that it is one."""
    if told := wrong(kind, mapping):
        raise UnreadableFile(joined(told))
    found = [_part(kind, name, sheets, one, choices) for name, one in _parts(mapping)]
    if not any(part.has_rows() for part in found):
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


def _part(kind: str, name: str, sheets: list[Sheet], one: dict[str, Any], choices: AnyMapping[str, Any]) -> Part:
    known = {column.name: column for column in KINDS[kind].SHEETS[name]}
    hidden = bool(choices.get("hidden"))
    sheet = sheet_of(sheets, one)
    taken = {number for name, number in choices.get("lines", ()) if name == sheet.name}
    layout = one.get("layout", "")
    return Part(name, sheet, one["row"], one["columns"], known, layout, takes_hidden=hidden, taken=taken)


def left_sheets(sheets: list[Sheet], taken: list[Part]) -> Iterator[Line]:
    names = {part.sheet.name for part in taken}
    for sheet in sheets:
        if sheet.rows and sheet.name not in names:
            told = {"name": sheet.name, "count": len(sheet.rows)}
            message = _("The sheet %(name)s with %(count)s lines is left.")
            if sheet.is_hidden:
                message = _("The hidden sheet %(name)s with %(count)s lines is left.")
            yield Line(0, "sheet_hidden" if sheet.is_hidden else "sheet_left", message % told, sheet.name)


def recall(kind: str, sheets: list[Sheet]) -> Mapping | None:
    """What a person said of these headings before."""
    guessed = guess(kind, sheets)
    kept = ImportMapping.objects.filter(kind=kind, headings=_fingerprint(sheets, guessed)).first()
    return {name: one | _said(kept.mapping[name]) for name, one in guessed.items()} if kept else None


def _said(kept: Any) -> dict[str, Any]:
    """Columns, and what all rows say for those that the file has not; the columns alone as kept before."""
    return dict(kept) if isinstance(kept, dict) else {"columns": kept}


def remember(kind: str, sheets: list[Sheet], mapping: Mapping) -> None:
    """For the next file with these headings."""
    columns = {
        name: {said: one[said] for said in ("columns", "defaults") if one.get(said)} for name, one in mapping.items()
    }
    ImportMapping.objects.update_or_create(
        kind=kind, headings=_fingerprint(sheets, mapping), defaults={"mapping": columns}
    )


def _fingerprint(sheets: list[Sheet], mapping: Mapping) -> str:
    said = {name: headings(sheet_of(sheets, one), one["row"]) for name, one in mapping.items()}
    found = {name: [fold(text) for text in texts] for name, texts in said.items()}
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()

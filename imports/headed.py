"""Rows of headings: what each heading is called, which column it is, and whether a row is one of headings at all."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from imports import layouts
from imports.headings import key, unit
from imports.plan import Column
from imports.sheets import Sheet

# Cells of a line that are looked at before all of them are.
FIRST = 6


@dataclass
class Head:
    """A row of headings, which column each is, and what stands under them; `lacks` names columns that its rows need."""

    row: int
    headings: list[str]
    columns: list[str]
    layout: str = ""
    lacks: list[Any] = field(default_factory=list)
    filled: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.units = [unit(heading) for heading in self.headings]
        self.places = [(place, column) for place, column in enumerate(self.columns) if column]
        self.keys = [key(heading) for heading in self.headings]

    def heading(self, place: int) -> str:
        return self.headings[place] if place < len(self.headings) else ""

    def bare(self, cells: list[str]) -> list[int]:
        """The places of cells that stand under no heading and in no column."""
        taken = {place for place, _column in self.places}
        return [place for place, text in enumerate(cells) if text and not (self.heading(place) or place in taken)]

    def untaken(self) -> list[int]:
        return sorted(self.filled - {place for place, _column in self.places})


def headings(sheet: Sheet, row: int) -> list[str]:
    """The cells of the headings' row; where one is empty, that of a row of headings right above, and where one says
    what another says, both."""
    found = {number: cells for number, cells in sheet.rows if number in (row - 1, row)}
    cells, above = found.get(row, []), found.get(row - 1, [])
    if sum(map(bool, above)) < 2:
        return cells
    width = max(len(cells), len(above))
    above = [*above, *[""] * (width - len(above))]
    said: list[str] = []
    group = ""
    for over, text in zip(above, [*cells, *[""] * (width - len(cells))], strict=True):
        group = over or group
        is_again = text and key(text) in map(key, said) and key(group) != key(text)
        said.append(f"{group} {text}" if is_again else text or over)
    return said


def is_over(sheet: Sheet, row: int) -> bool:
    """Whether the row right above says something of the headings in `row`."""
    below = next((cells for number, cells in sheet.rows if number == row), [])
    return headings(sheet, row) != below


def columns_of(
    said: Iterable[str],
    columns: Collection[Column],
    hidden: Collection[int] = (),
    chosen: Mapping[str, str] | None = None,
) -> tuple[list[str], str]:
    """The column that each heading names, each column once, and the layout they are known by; none of `hidden`.

    `chosen` is key of heading → column, as a person said of the same headings elsewhere.
    """
    said = list(said)
    names = {column.name for column in columns}
    layout = layouts.recognised(said)
    if layout and set(layout.columns.values()) <= names:
        known = dict(layout.columns)
    else:
        layout = None
        known = {key(heading): column.name for column in columns for heading in column.headings}
    known |= chosen or {}
    found: list[str] = []
    for place, heading in enumerate(said):
        name = known.get(key(heading), "") if heading and place not in hidden else ""
        found.append("" if name in found else name)
    return found, layout.code if layout else ""


def missing(columns: Iterable[Column], named: Collection[str]) -> list[Column]:
    """What the kind needs of every row and no heading names, nor one that may be named instead."""
    columns = list(columns)
    instead = {column.instead_of for column in columns if column.name in named}
    needed = [column for column in columns if column.is_required and not column.default]
    return [column for column in needed if column.name not in named and column.name not in instead]


def is_headings(cells: list[str], found: list[str]) -> bool:
    """Whether a line is one of headings, by the columns that its cells name: two, and half of what it says."""
    named, filled = sum(map(bool, found)), sum(map(bool, cells))
    return named > 1 and 2 * named >= filled


def may_be_headings(cells: list[str], known: Collection[str]) -> bool:
    """A quick look: most lines are none."""
    first = [text for text in cells if text][:FIRST]
    return len(first) > 1 and any(len(text) < 60 and key(text) in known for text in first)

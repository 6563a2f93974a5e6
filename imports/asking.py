"""What is asked once for a whole column of an import: how its days are written."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from imports import days
from imports.kinds import KINDS
from imports.models import ImportRun


@dataclass
class Question:
    """`name` is the column, with "/yy" for years of two figures; `meant` the order and the day `text` is by it."""

    name: str
    column: Any
    text: str
    count: int
    meant: list[tuple[str, date]]


def questions(run: ImportRun) -> list[Question]:
    texts = _open_days(run)
    columns = {column.name: column for sheet in KINDS[run.kind].SHEETS.values() for column in sheet}
    found = []
    for name, its in texts.items():
        text, read = max(its, key=lambda one: len(set(one[1].meant.values())))
        found.append(Question(name, columns[name.removesuffix("/yy")], text, len(its), list(read.meant.items())))
    return found


def _open_days(run: ImportRun) -> dict[str, list[tuple[str, days.Ambiguous]]]:
    """Column, with the style of its days, → the texts that may be several days."""
    found: dict[str, list[tuple[str, days.Ambiguous]]] = defaultdict(list)
    for cells, fixes, problems in run.rows.exclude(problems=[]).values_list("cells", "fixes", "problems"):
        for name in (problem["column"] for problem in problems if problem["code"] == "date_order"):
            text = fixes.get(name, cells.get(name, ""))
            if isinstance(read := days.read(text), days.Ambiguous):
                found[name + read.style].append((text, read))
    return found

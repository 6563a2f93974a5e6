"""docs/rights.md, read: noun → verb → role → what must be true."""

import re
from dataclasses import dataclass
from pathlib import Path

from accounts.roles import Role

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rights.md"
OUTSIDE = "outside"
UNSIGNED = "Without signing in"
# The heads of the columns, in the page's words.
ROLES = {
    "Advisor": Role.ADVISOR,
    "Project lead": Role.PROJECT_LEAD,
    "Manager": Role.MANAGER,
    "Programme editor": Role.PROGRAMME_EDITOR,
    "Administrator": Role.ADMINISTRATOR,
    "Auditor": Role.AUDITOR,
    "Reader outside": OUTSIDE,
}


@dataclass(frozen=True)
class Cell:
    ties: frozenset[str]

    def says(self, ties):
        return "yes" in self.ties or bool(self.ties & ties)


@dataclass(frozen=True)
class Row:
    noun: str
    verb: str
    cells: dict[str, Cell]


def _cells(line):
    return [text.strip() for text in line.strip().strip("|").split("|")]


def _cell(text):
    words = frozenset(one.strip() for one in text.split(","))
    assert words != {""}, "an empty cell says nothing"
    assert len(words) == 1 or not words & {"yes", "no"}, f"“{text}” says two things"
    return Cell(words - {"no"})


def read():
    """(noun, verb) → Row, and noun → the ties that are explained under its heading."""
    rows, explained = {}, {}
    for part in re.split(r"^## ", PAGE.read_text(), flags=re.MULTILINE)[1:]:
        ties = set(re.findall(r"\*\*([a-z]+)\*\*:", part))
        tables = re.findall(r"(?:^\|.*\|\n)+", part, flags=re.MULTILINE)
        for table in tables:
            head, _rule, *lines = table.splitlines()
            noun, *columns = _cells(head)
            explained[noun] = ties
            for line in lines:
                verb, *cells = _cells(line)
                assert (noun, verb) not in rows, f"{noun}: {verb} stands there twice"
                assert len(cells) == len(columns), f"{noun}: {verb} has not a cell for each role"
                rows[noun, verb] = Row(
                    noun, verb, {ROLES.get(c, c): _cell(t) for c, t in zip(columns, cells, strict=True)}
                )
    return rows, explained


TABLE, EXPLAINED = read()

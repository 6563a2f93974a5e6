"""The rows of an import as its page shows them: cells, what is wrong in them, and what a person can do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imports import mapping
from imports.cells import without_birthday
from imports.kinds import KINDS
from imports.models import ImportRow, ImportRun, RowOutcome
from imports.plan import (
    CHOICE,
    DIFFERS,
    JOIN,
    MORE_PEOPLE,
    NEW,
    NONE,
    READ,
    SAME,
    SHIFTED,
    SKIP,
    TAKE,
    USER_UNKNOWN,
    Alike,
    Column,
)
from imports.readable import as_read
from imports.suggesting import Suggestions
from ui import asked

MANY = 20
# Problems of a whole cell, whose answer is the same wherever it says the same.
REPEATED = {
    *(
        "user_unknown",
        "client_unknown",
        "client_other_form",
        "municipality_unknown",
        "stage_unknown",
        "kind_unknown",
        "state_unknown",
    ),
    *("phase_unknown", "light_unreadable", "date_unreadable", "amount_unreadable", "minutes_unreadable"),
}


@dataclass
class Cell:
    """One cell; with `name` it is a field of the form, with `options` a choice among them."""

    column: Column
    text: str
    name: str = ""
    options: list[tuple[str, Any]] = field(default_factory=list)
    # Whether its row waits because of it, and not only is told of it.
    is_wrong: bool = False


@dataclass
class Remark:
    column: Any
    message: str
    outcome: str = ""
    suggestion: str = ""
    # The value of the button that takes the suggestion.
    use: str = ""


@dataclass
class Shown:
    """A row: the cells under the table's headings, those to be mended that stand in none, remarks and choices."""

    row: ImportRow
    is_open: bool
    cells: list[Cell]
    others: list[Cell]
    remarks: list[Remark]
    # What it sets of a record that is here: (column, what is there now, what it becomes).
    changes: list[tuple[Any, str, str]] = field(default_factory=list)
    # What is here already and may be the same, if the kind knows of any.
    alike: Alike | None = None
    choices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def choice(self) -> str:
        return str(self.row.fixes.get(CHOICE, ""))

    @property
    def choice_name(self) -> str:
        return f"{self.row.pk}-{CHOICE}"


@dataclass
class Table:
    sheet: str
    columns: list[Column]
    rows: list[Shown]


@dataclass
class Offer:
    """One choice for all the rows that wait, or may, for the same reason."""

    code: str
    choice: str
    count: int
    words: str
    button: str


@dataclass
class Repeated:
    """The same unusable text in several rows, to be mended once."""

    column: Column
    text: str
    count: int
    suggestion: str
    options: list[tuple[str, Any]]


class Preview:
    def __init__(self, run: ImportRun, by: User, *, is_open: bool) -> None:
        self.run, self.by, self.is_open = run, by, is_open
        self.kind = KINDS[run.kind]
        self.suggestions = Suggestions(by)
        self._options: dict[str, list[tuple[str, Any]]] = {}

    def tables(self, rows: Iterable[ImportRow]) -> list[Table]:
        rows = as_read(self.run, rows, self.by)
        alike = alike_by_key(self.run, rows, self.by)
        return [self._table(sheet, list(group), alike) for sheet, group in groupby(rows, lambda row: row.sheet)]

    def _table(self, sheet: str, rows: list[ImportRow], alike: dict[int, Alike]) -> Table:
        name = sheet if sheet in self.kind.SHEETS else ""
        columns = {column.name: column for column in self.kind.SHEETS[name]}
        shown = [columns[one] for one in self.kind.SHOWN[name]]
        return Table(sheet, shown, [self._row(row, columns, shown, alike) for row in rows])

    def _row(self, row: ImportRow, columns: dict[str, Column], shown: list[Column], alike: dict[int, Alike]) -> Shown:
        is_open = self.is_open and row.taken_at is None and (_differs(row) or row.outcome != RowOutcome.UNCHANGED)
        told = {problem["column"] for problem in row.problems} if is_open else set()
        others = [columns[name] for name in sorted(told) if name in columns and columns[name] not in shown]
        answer = Shown(
            row,
            is_open,
            [self._cell(row, column, is_open=column.name in told) for column in shown],
            [self._cell(row, column, is_open=True) for column in others],
            [self._remark(row, columns, problem, is_open=is_open) for problem in row.problems],
            [(columns[one["column"]].label, one["before"], one["after"]) for one in row.changes],
        )
        if is_open and is_choosable(row):
            answer.alike = alike.get(row.target_id or 0)
            answer.choices = choices(row, answer.alike)
        return answer

    def _cell(self, row: ImportRow, column: Column, *, is_open: bool) -> Cell:
        cell = Cell(column, shown_text(row, column.name))
        if is_open:
            cell.name = f"{row.pk}-{column.name}"
            cell.options = self._choices_of(column)
            cell.is_wrong = any(one["column"] == column.name and one.get("outcome") for one in row.problems)
        return cell

    def _choices_of(self, column: Column) -> list[tuple[str, Any]]:
        if column.options is None:
            return []
        if column.name not in self._options:
            self._options[column.name] = [*column.options(), *([] if column.is_required else [(NONE, _("Nothing"))])]
        return self._options[column.name]

    def _remark(self, row: ImportRow, columns: dict[str, Column], problem: dict[str, Any], *, is_open: bool) -> Remark:
        name = problem["column"]
        text = row.fixes.get(name, row.cells.get(name, ""))
        remark = Remark(columns[name].label if name in columns else "", problem["message"], problem.get("outcome", ""))
        if is_open and (found := self.suggestions.of(problem["code"], text)):
            remark.suggestion, remark.use = found, f"{row.pk}-{name}-{found}"
        return remark

    def offers(self) -> list[Offer]:
        """What can be chosen for the whole file at once."""
        waiting = self.run.rows.filter(taken_at=None).exclude(fixes__has_key=CHOICE)
        of = {code: Count("pk", filter=Q(problems__contains=[{"code": code}])) for code in (MORE_PEOPLE, DIFFERS)}
        counts = waiting.aggregate(**of)
        people = ngettext(
            "%(count)s row names one more person of a company above it.",
            "%(count)s rows name one more person of a company above them.",
            counts[MORE_PEOPLE],
        )
        differing = ngettext(
            "%(count)s row says something else than is here.",
            "%(count)s rows say something else than is here.",
            counts[DIFFERS],
        )
        offers = [
            Offer(MORE_PEOPLE, JOIN, counts[MORE_PEOPLE], people, _("Take them in as people there")),
            Offer(DIFFERS, TAKE, counts[DIFFERS], differing, _("Take what the file says")),
        ]
        for one in offers:
            one.words %= {"count": one.count}
        return [one for one in offers if one.count]

    def defaults(self) -> list[tuple[Any, Any, int]]:
        """What the file has no column for and all its rows say: (column, words, rows)."""
        found = []
        for name, columns in self.kind.SHEETS.items():
            said = mapping.defaults(self.run.kind, name, self.run.mapping)
            for column in columns:
                if column.name in said:
                    words = dict(self._choices_of(column)).get(said[column.name], said[column.name])
                    found.append((column, words, self.run.rows_total))
        return found

    def repeated(self) -> list[Repeated]:
        """Texts that are wrong in more than one row, the most frequent first."""
        rows = self.run.rows.filter(outcome__in=[RowOutcome.DECISION, RowOutcome.ERROR])
        found: Counter[tuple[str, str, str]] = Counter()
        for cells, fixes, problems in rows.values_list("cells", "fixes", "problems"):
            found.update(
                {
                    (problem["column"], problem["code"], cells[problem["column"]])
                    for problem in problems
                    if problem["code"] in REPEATED and problem["column"] not in fixes
                }
            )
        columns = {column.name: column for sheet in self.kind.SHEETS.values() for column in sheet}
        return [
            Repeated(columns[name], text, count, self.suggestions.of(code, text), self._choices_of(columns[name]))
            for (name, code, text), count in found.most_common(MANY)
            # Who stands in for a person is chosen for the whole file, however often it names her.
            if text and (count > 1 or code == USER_UNKNOWN)
        ]


def alike_by_key(run: ImportRun, rows: Iterable[ImportRow], by: User) -> dict[int, Alike]:
    """What is here already and may be what a row means, as far as `by` may read it, by key."""
    kind = KINDS[run.kind]
    keys = [row.target_id for row in rows if row.target_id and _may_be_the_same(row)]
    return kind.alike(keys, by) if keys and hasattr(kind, "alike") else {}


def _may_be_the_same(row: ImportRow) -> bool:
    return any(problem["code"] == "duplicate_name" for problem in row.problems)


def _differs(row: ImportRow) -> bool:
    return any(problem["code"] == DIFFERS for problem in row.problems)


def is_choosable(row: ImportRow) -> bool:
    """Whether something can be chosen for it, and not only its cells mended."""
    waits = row.outcome in {RowOutcome.DECISION, RowOutcome.ERROR, RowOutcome.DUPLICATE}
    return row.taken_at is None and (waits or _differs(row))


def choices(row: ImportRow, alike: Alike | None) -> list[tuple[str, str]]:
    found = []
    codes = {problem["code"] for problem in row.problems}
    if MORE_PEOPLE in codes:
        found.append((JOIN, _("One more person there")))
    if SHIFTED in codes:
        found.append((READ, _("As it is read")))
    if DIFFERS in codes:
        found.append((TAKE, _("As in the file")))
    if codes & {"duplicate_name", "duplicate_meeting", MORE_PEOPLE}:
        if alike:
            found.append((f"{SAME}:{alike.key}", _("The same")))
        found.append((NEW, _("Another one")))
    return [*found, (SKIP, _("Leave out"))]


def waiting(run: ImportRun, by: User) -> list[tuple[ImportRow, dict[str, str]]]:
    """The rows that something can be chosen for, each with its choices: value → words."""
    rows = [row for row in as_read(run, run.rows.exclude(problems=[]), by) if is_choosable(row)]
    alike = alike_by_key(run, rows, by)
    return [(row, _in_words(row, alike.get(row.target_id or 0))) for row in rows]


def _in_words(row: ImportRow, alike: Alike | None) -> dict[str, str]:
    found = dict(choices(row, alike))
    return {value: f"{words}: {alike}" if value.startswith(SAME) else words for value, words in found.items()}


def shown_text(row: ImportRow, column: str) -> str:
    """As the file or a fix says; a personal number is not repeated."""
    text: str = row.fixes.get(column, row.cells.get(column, ""))
    return without_birthday(text) if column == "number" else text


def typed_fixes(rows: Iterable[ImportRow], typed: Any) -> dict[int, dict[str, str]]:
    """What a form of rows says: row's key → column → text, for what differs from what was shown."""
    found: dict[int, dict[str, str]] = {}
    wanted = {row.pk: row for row in rows}
    for name, text in typed.items():
        pk, _dash, column = name.partition("-")
        row = wanted.get(asked.key(pk) or 0)
        if row is None or text == (row.fixes.get(CHOICE, "") if column == CHOICE else shown_text(row, column)):
            continue
        if column in row.cells or text:
            found.setdefault(row.pk, {})[column] = "" if text == NONE else text
    return found

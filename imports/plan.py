"""What a row will do: the parts every kind of import shares."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import get_language

from accounts.models import User
from imports.cells import Told, Unread
from imports.countries import options as names_of_countries
from imports.models import RowOutcome
from imports.saying import joined, put, refusals
from imports.saying import said as _
from journal.taken import TAKEN, THROTTLED, taken_words, throttled_words
from ui.text import fold

# Choices a person makes for a doubtful row, kept in ImportRow.fixes under these names.
CHOICE, SAME, SKIP, NEW, TAKE, JOIN = "choice", "same", "skip", "new", "take", "join"
# Somebody named in the file who is no user here.
USER_UNKNOWN = "user_unknown"
# The code of a difference that is told and not taken in, unless a person chooses to TAKE it.
DIFFERS = "differs"
# And that of a row whose company has one above it, with another person: she may JOIN it.
MORE_PEOPLE = "more_people"
# What a row gets that says nothing.
DEFAULT_USED = "default_used"
# That of a row of text with cells beyond the headings: she may take it as it was READ.
SHIFTED, READ = "cells_shifted", "read"
# Chosen for a cell that is to be empty.
NONE = "-"


@dataclass(frozen=True)
class Column:
    """A column of a kind; `headings` as found in files, folded."""

    name: str
    label: Any
    headings: tuple[str, ...]
    is_required: bool = False
    # What every row says that comes from a file without the column; a person may choose another when matching.
    default: str = ""
    # What a person may choose from when a cell says something else: () → [(value, label)].
    options: Callable[[], Sequence[tuple[Any, Any]]] | None = None
    # The column that this one's text is put together with ("First name"), or stands in for when that is empty.
    joins: str = ""
    fills: str = ""
    # The column that a file need not have if it has this one.
    instead_of: str = ""
    # What is said once of a file that has no such column.
    lacking: Any = ""
    # Text of several lines.
    is_long: bool = False
    # What is taken to be so of every new row, since the file has no word on it; said once.
    supposed: Any = ""
    is_day: bool = False


@dataclass(frozen=True)
class Problem:
    """What is amiss in a cell; `outcome` is what it makes of its row, "" where the row can do without the cell."""

    column: str
    code: str
    message: str
    outcome: str = ""


@dataclass(frozen=True)
class Change:
    """What a row sets of a record that is here; `before` is "" where nothing is said of it yet."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Alike:
    """What is here already and may be what a row means; `words` say what it is to whoever reads them."""

    key: int
    name: str
    words: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass
class Row:
    """One data row on its way in. `text` is column → what the file (or a person's fix) says."""

    sheet: str
    number: int
    text: dict[str, str]
    fixes: Mapping[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    outcome: str = ""
    target: Any = None
    # Of the ImportRow that keeps it.
    key: int = 0
    # What it says for columns that the file has not.
    defaults: Mapping[str, str] = field(default_factory=dict)
    # column → what its text stands for, where the whole column decides it (see `imports.days`).
    resolved: dict[str, str] = field(default_factory=dict)
    # What a reader kept apart from its value, to go into the row's note.
    asides: list[str] = field(default_factory=list)
    # Whether it is told that what it claims is taken by another: once it comes in, and no longer only asks.
    is_told: bool = False
    # Columns whose text another row of the same thing has said.
    lent: set[str] = field(default_factory=set)

    def __getitem__(self, column: str) -> str:
        if column in self.resolved:
            return self.resolved[column]
        return self.fixes.get(column, self.text.get(column, self.defaults.get(column, ""))).strip()

    def written(self, column: str) -> str:
        """As it stands, whatever its column makes of it."""
        return self.fixes.get(column, self.text.get(column, "")).strip()

    def says(self, column: str) -> bool:
        """Whether the file, or somebody since, has said anything here."""
        return column in self.lent or bool(self.written(column))

    def borrow(self, column: str, other: "Row") -> None:
        """Let another row's cell speak where this one says nothing."""
        self.lent.add(column)
        self.resolved[column] = other[column]
        self.untell(DEFAULT_USED, column)

    def read(self, column: str, reader: Callable[[str], Any], default: Any = None, *, fatal: bool = False) -> Any:
        """The cell's value, with what its reader tells of it; what cannot be read is an error when `fatal`."""
        try:
            read = reader(self[column])
        except Unread as unread:
            if fatal or unread.outcome:
                self.fail(column, unread.code, unread.message, unread.outcome or RowOutcome.ERROR)
            else:
                self.tell(column, unread.code, unread.message)
            return default
        if not isinstance(read, Told):
            return read
        if read.code:
            self.tell(column, read.code, read.message)
        self.asides += [read.aside] if read.aside else []
        return read.value

    def tell(self, column: str, code: str, message: str) -> None:
        self.problems.append(Problem(column, code, message))

    def untell(self, code: str, column: str = "") -> None:
        """What was told does not hold after all."""
        self.problems = [one for one in self.problems if one.code != code or column not in {"", one.column}]

    def fail(self, column: str, code: str, message: str, outcome: str = RowOutcome.ERROR) -> None:
        self.problems.append(Problem(column, code, message, str(outcome)))
        self.outcome = self.outcome if self.outcome == RowOutcome.ERROR else outcome

    def becomes(self, column: str, before: Any, after: Any) -> None:
        """What will be another here, once the row is taken in; said once."""
        if (change := Change(column, put(before), put(after))) not in self.changes:
            self.changes.append(change)

    def tell_differing(self, column: str, here: Any, there: Any) -> None:
        self.tell(column, DIFFERS, _("Differs: %(here)s here, %(there)s in the file.") % {"here": here, "there": there})

    def refuse_taken(self, column: str, other: Any) -> None:
        """What must be one's own is somebody else's, kept from whoever imports."""
        self.fail(column, TAKEN, put(taken_words()))
        self.values["taken"] = other

    @property
    def is_taken_by_another(self) -> bool:
        return any(problem.code == TAKEN for problem in self.problems)

    def throttle(self) -> None:
        """Rows that claim something of their own are no longer told apart: neither the taken nor the free come in."""
        if self.is_taken_by_another or (self.outcome == RowOutcome.CREATE and self.values.get("claims")):
            self.problems = [problem for problem in self.problems if problem.code != TAKEN]
            self.fail(self.values.get("claims", ""), THROTTLED, put(throttled_words()))

    def fit(self, model: Any, values: dict[str, Any], columns: Mapping[str, str], needed: Sequence[str]) -> None:
        """Let the limits of the model's fields speak: what does not fit stops the row where it is needed, else it is
        left out of `values`; told either way, never cut. `columns` is the model's field → column."""
        for name in columns:
            field = model._meta.get_field(name)
            if values[name] in (None, "", []):
                continue
            try:
                field.clean(values[name], None)
            except ValidationError as refused:
                if name in needed:
                    self.fail(columns[name], "refused", refusals(refused))
                else:
                    self.tell(columns[name], "left_out", joined([refusals(refused), _("The cell is left out.")]))
                    values[name] = field.get_default()

    def ask(self, check: Callable[[], None], columns: Mapping[str, str]) -> None:
        """Let the verb's own check speak: its refusal stops the row, at the column that each field came from.

        `columns` is the model's field → column; "" gives the column of what is said of the whole record.
        """
        if self.outcome:
            return
        try:
            check()
        except PermissionDenied as refused:
            self.fail(columns[""], "not_allowed", put(*refused.args))
        except ValidationError as refused:
            for name, one in _by_field(refused).items():
                self.fail(columns.get(name, columns[""]), "refused", refusals(one))

    @property
    def choice(self) -> str:
        return self.fixes.get(CHOICE, "")

    @property
    def is_taken(self) -> bool:
        return self.outcome in {RowOutcome.CREATE, RowOutcome.UPDATE}


def _by_field(refused: ValidationError) -> dict[str, ValidationError]:
    fields = getattr(refused, "error_dict", None)
    return {"": refused} if fields is None else {name: ValidationError(errors) for name, errors in fields.items()}


def countries() -> list[tuple[str, str]]:
    return names_of_countries(get_language() or "en")


def users() -> list[tuple[str, str]]:
    return [(name, name) for name in User.objects.active().order_by("name").values_list("name", flat=True)]


class People:
    """Advisers' names as users; a name that is nobody's needs a decision."""

    def __init__(self) -> None:
        self.users = {fold(user.name): user for user in User.objects.active()}

    def find(self, row: Row, column: str) -> User | None:
        name = row[column]
        if not name:
            return None
        user = self.users.get(fold(name))
        if user is None:
            row.fail(column, USER_UNKNOWN, _("Nobody here is called %(name)s.") % {"name": name}, RowOutcome.DECISION)
        return user

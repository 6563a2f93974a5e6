"""What a file is read into: sheets of text, and what was seen beside the text."""

from dataclasses import dataclass, field

from imports.saying import said as _

MAX_ROWS, MAX_COLUMNS = 20_000, 1000
# With titles, headings and sums.
MAX_LINES = MAX_ROWS + 100
# Excel gives a sheet no longer name than 31 letters; others do.
LONGEST_SHEET = 200


class UnreadableFile(Exception):
    """Why the file cannot be taken in: `told`, in one sentence for the person who chose it."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


@dataclass(frozen=True)
class Line:
    """A line that is no row of data (0: the file as a whole), and why."""

    number: int
    code: str
    message: str
    sheet: str = ""


@dataclass
class Sheet:
    """Rows as (number in the file, cells as text); hidden columns and marked cells by their place, from 0."""

    name: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    # Numbers without the look of a day count days from 1904.
    is_1904: bool = False
    # (row's number, place) → "error", "formula", "volatile" or "merged".
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    left: list[Line] = field(default_factory=list)
    separator: str = ""
    encoding: str = ""


def too_large() -> str:
    limits = {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
    return _("The file has more than %(rows)s rows or %(columns)s columns; split it.") % limits

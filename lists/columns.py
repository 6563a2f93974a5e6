"""The columns of a list: what each shows on the page and writes in a file, and which of them an address asks for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.template.loader import get_template
from django.utils.safestring import SafeString

from ui.table import cell

# The parameter that names the columns of an address, in their order.
COLUMNS = "columns"


@dataclass(frozen=True)
class Column:
    """`shown` and `out` are attributes of the row, or functions of it (its own name when nothing is said): what the
    page shows, and what a file has; `out` is None of what is only of the page. `template` shows more than a text."""

    name: str
    label: Any
    shown: str | Callable[[Any], Any] = ""
    out: str | Callable[[Any], Any] | None = ""
    # A class of the cell and its heading; and the attribute that says a row's own.
    css: str = ""
    css_of: str = ""
    # The orders that a press on the heading gives: the first, and then the other.
    sorts: tuple[str, ...] = ()
    # Whether it names the row, and so is always shown; else the first does.
    is_head: bool = False
    # Whether it stands there until somebody chooses otherwise, and whether on a phone too.
    is_shown: bool = True
    on_phone: bool = False
    # What tells the row apart: it stands in every file, also when the page does not show it.
    goes_along: bool = False
    # The heading for readers who do not see the table, of a column that needs none.
    is_label_hidden: bool = False
    template: str = ""

    @property
    def classes(self) -> str:
        return f"{self.css} on-phone".strip() if self.on_phone else self.css

    def html(self, row: Any, context: dict[str, Any]) -> Any:
        css = f"{self.classes}{getattr(row, self.css_of)}" if self.css_of else self.classes
        if self.template:
            return cell(SafeString(get_template(self.template).render({"row": row, **context})), css)
        return cell(self.content(row), css)

    def content(self, row: Any) -> Any:
        return _of(row, self.shown or self.name)

    def value(self, row: Any) -> Any:
        return _of(row, self.out or self.shown or self.name)


def _of(row: Any, said: str | Callable[[Any], Any]) -> Any:
    return said(row) if callable(said) else getattr(row, said)


@dataclass(frozen=True)
class Heading:
    """A column's heading on one page: where a press sorts it, and how it is sorted now ("", ascending, descending)."""

    column: Column
    url: str = ""
    sorted: str = ""


def chosen(columns: Sequence[Column], query: QueryDict) -> list[Column]:
    """The columns of an address, what names the row always among them; those of the list when it names none."""
    known = {column.name: column for column in columns}
    named = [known[name] for name in dict.fromkeys(query.getlist(COLUMNS)) if name in known]
    head = head_of(columns)
    if named:
        return named if head in named else [head, *named]
    return [one for one in columns if one.is_shown or one is head]


def head_of(columns: Sequence[Column]) -> Column:
    return next((one for one in columns if one.is_head), columns[0])


def of_file(columns: Sequence[Column], shown: Iterable[Column]) -> list[Column]:
    """What tells the rows apart, and then what is shown. By their names: a list may make its columns at every call."""
    along = [one for one in columns if one.goes_along]
    found: dict[str, Column] = {}
    for one in (head_of(columns), *along, *shown):
        found.setdefault(one.name, one)
    return [one for one in found.values() if one.out is not None]

"""What a list can be filtered by, as its page offers it: controls, their choices, and the filters in force in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from ui.table import options

SELECT, CHECKS, TEXT, SEARCH, NUMBER, DAY, BOX = "select", "checks", "text", "search", "number", "day", "box"


@dataclass(frozen=True)
class Pick:
    """A filter by its name. `options` gives, of the page, the choices (key → words); `words` what is said of a value
    that is no choice. A pick that is not `is_offered` is read from addresses alone."""

    name: str
    label: Any
    kind: str = SELECT
    options: Callable[[Any], Mapping[str, Any]] | None = None
    words: Callable[[Any, str], Any] | None = None
    # What the chip of a filter in force is called, when not as the control.
    chip: Any = ""
    # What a select says of no choice.
    blank: Any = "–"
    is_offered: bool = True


class Control:
    """A pick on one page, as it is set."""

    def __init__(self, pick: Pick, page: Any) -> None:
        self.pick, self.page = pick, page
        self.name, self.label, self.kind = pick.name, pick.label, pick.kind

    @property
    def value(self) -> str:
        return str(self.page.query.get(self.name, ""))

    @property
    def is_choosable(self) -> bool:
        return bool(self._choices)

    @property
    def options(self) -> SafeString:
        return options({"": self.pick.blank, **self._choices}, self.value)

    @property
    def checks(self) -> list[tuple[str, Any, bool]]:
        picked = self.page.query.getlist(self.name)
        return [(key, label, key in picked) for key, label in self._choices.items()]

    @property
    def said(self) -> str:
        """The values in force, in words."""
        if self.pick.words:
            return str(self.pick.words(self.page, self.value))
        names = self._choices
        return ", ".join(str(names.get(value, value)) for value in self.page.query.getlist(self.name))

    @cached_property
    def _choices(self) -> Mapping[str, Any]:
        return self.pick.options(self.page) if self.pick.options else {}


@dataclass(frozen=True)
class Chip:
    """A filter in force; `without` is the address's query once it is taken away."""

    label: str
    value: str
    without: str

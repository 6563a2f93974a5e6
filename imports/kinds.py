"""The kinds of import by code; rooms above register theirs. A kind is a module with CODE, LABEL, PLACE (in the order of
choices), SHEETS (sheet → columns, "" for any), plan(rows, today, by), carry_out(rows, by, at),
NAMES (what else it is called on a command line), may(by), who may bring such a file, and readable(keys, by), those of
the records its rows speak of that a reader may read; alike(keys, by), if it has that, what a row may be the same as."""

from types import ModuleType
from typing import Any

from accounts.access import Answer
from accounts.models import User
from imports import layouts
from imports.headings import key

KINDS: dict[str, ModuleType] = {}


def register(kind: ModuleType) -> None:
    KINDS[kind.CODE] = kind
    for code in sorted(KINDS, key=lambda code: KINDS[code].PLACE):
        KINDS[code] = KINDS.pop(code)


def named(text: str) -> ModuleType | None:
    asked = text.casefold()
    return KINDS.get(asked) or next((kind for kind in KINDS.values() if asked in kind.NAMES), None)


def choices() -> list[tuple[str, Any]]:
    return [(code, kind.LABEL) for code, kind in KINDS.items()]


def may_bring(code: str, by: User) -> Answer:
    answer: Answer = KINDS[code].may(by)
    return answer


def headings() -> set[str]:
    """The keys of all headings that some kind knows."""
    sheets = [columns for kind in KINDS.values() for columns in kind.SHEETS.values()]
    return layouts.headings() | {
        key(heading) for columns in sheets for column in columns for heading in column.headings
    }

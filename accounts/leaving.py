"""What ends for good when somebody is shut out, and of everybody after a restore; rooms above add what they keep."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Part:
    """`lost` says in a sentence what would end, "" when nothing does; `end` is called in the verb's transaction.
    `end_everybodys` says in the terminal's language what has ended, "" when nothing has."""

    lost: Callable[["User", datetime], str]
    end: Callable[["User", datetime], None]
    end_everybodys: Callable[[datetime], str]


parts: list[Part] = []


def lost(user: "User", at: datetime) -> list[str]:
    return [said for part in parts if (said := part.lost(user, at))]


def end_all(user: "User", at: datetime) -> None:
    for part in parts:
        part.end(user, at)


def end_everybodys(at: datetime) -> list[str]:
    return [said for part in parts if (said := part.end_everybodys(at))]

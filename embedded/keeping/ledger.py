"""Who has been erased, kept outside the database, so that restoring an older backup does not bring anybody back.

Whoever erases registers here how the ledger is replayed; one that cannot be replayed stops a restore before it begins.
"""

from collections.abc import Callable
from pathlib import Path

from embedded.trouble import Trouble
from journal.erased import is_readable, path

# At most one; called with the ledger's path when the backup stands and is migrated.
replays: list[Callable[[Path], None]] = []


def check() -> None:
    if path().exists() and not (replays and is_readable(path())):
        raise Trouble(f"{path()} tells who has been erased, and this version cannot erase them again after restoring.")


def replay() -> None:
    if path().exists():
        for erase_again in replays:
            erase_again(path())

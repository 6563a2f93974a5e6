"""The ledger of erasures: who was erased, by key alone, kept outside the database and replayed after a restore."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

NAME = "erased.jsonl"
SAID = {"key", "person", "made", "ground", "reference", "at"}


def path() -> Path:
    return Path(settings.VAR_DIR) / NAME


def is_readable(ledger: Path) -> bool:
    """Whether each whole line says what replaying it takes."""
    return all(isinstance(line, dict) and line.keys() >= SAID for line in lines(ledger))


def append(line: dict[str, Any]) -> None:
    """One line, on the disk before this returns; only for the owner."""
    path().parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"\n{json.dumps(line)}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def lines(ledger: Path) -> Iterator[dict[str, Any]]:
    """A last line half written, when the machine stopped, is of an erasure that was not carried out."""
    for text in ledger.read_text().splitlines():
        try:
            yield json.loads(text)
        except json.JSONDecodeError:
            continue

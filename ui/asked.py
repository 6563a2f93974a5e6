"""What an address or a form asks for, read the same way everywhere: text that is no key and no day asks for nothing."""

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

# What a column of keys holds; a page of rows or a version is never larger either.
LARGEST = 2**63 - 1
DIGITS = re.compile(r"[0-9]{1,19}")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The days that a record can be of.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def key(text: object) -> int | None:
    """A whole number from 0 in plain digits: a row's key, a version, a page's number."""
    said = str(text)
    if not DIGITS.fullmatch(said) or int(said) > LARGEST:
        return None
    return int(said)


def keys(texts: Iterable[object]) -> list[int]:
    """Those that are keys."""
    return [found for text in texts if (found := key(text)) is not None]


def once_key(text: object) -> UUID | None:
    """What names a form that is sent: see ui/once.py."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def day(text: object) -> date | None:
    """A day as addresses write it (2026-06-30), in a year that a record can be of."""
    if not ISO_DAY.fullmatch(str(text)):
        return None
    try:
        found = date.fromisoformat(str(text))
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None

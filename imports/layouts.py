"""Layouts of other systems' exports: data that the rooms above read from their files and register here."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from imports.headings import key


@dataclass(frozen=True)
class Layout:
    """`signs` are the headings that together tell it; `columns` key of heading → column; `picks` key of heading →
    (separator, place) where a cell holds several parts."""

    code: str
    label: str
    kind: str
    signs: frozenset[str]
    columns: dict[str, str]
    picks: dict[str, tuple[str, int]]

    def pick(self, heading: str, text: str) -> str:
        """The part of a cell that its column is about."""
        separator, place = self.picks.get(key(heading), ("", 0))
        parts = text.split(separator) if separator else [text]
        return parts[place].strip() if place < len(parts) else ""

    def others(self, heading: str, text: str) -> list[str]:
        """The other values of a cell that holds several of a kind: Google parts them by three colons, Bolagsverket by a
        bar."""
        separator, place = self.picks.get(key(heading), ("", 0))
        if separator == "$":
            return [one.split("$")[place].strip() for one in text.split("|")[1:] if one.count("$") >= place]
        return text.split(separator)[1:] if separator.strip() == ":::" else []


LAYOUTS: dict[str, Layout] = {}


def register(file: Path) -> None:
    for code, one in tomllib.loads(file.read_text()).items():
        LAYOUTS[code] = Layout(
            code,
            one["label"],
            one["kind"],
            frozenset(map(key, one["signs"])),
            {key(heading): column for heading, column in one["columns"].items()},
            {key(heading): (part[0], part[1]) for heading, part in one.get("picks", {}).items()},
        )


def recognised(headings: Iterable[str]) -> Layout | None:
    """The layout all of whose signs are among these headings; the one with most signs, if several."""
    keys = {key(heading) for heading in headings if heading}
    found = [layout for layout in LAYOUTS.values() if layout.signs <= keys]
    return max(found, key=lambda layout: len(layout.signs), default=None)


def headings() -> set[str]:
    return {one for layout in LAYOUTS.values() for one in layout.signs | layout.columns.keys()}

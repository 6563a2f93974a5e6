"""What can be decided of an import's lines, said by line, as the command takes it: what its page offers, and no more.

A line is NUMBER, or SHEET!NUMBER where several sheets have one.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from imports import staging
from imports.models import ImportRow, ImportRun
from imports.notrows import TAKEABLE
from imports.plan import CHOICE, SAME, SKIP
from imports.preview import waiting


def take(run: ImportRun, lines: Iterable[str], *, by: User) -> None:
    """Left lines become rows all the same; raises ValidationError for one that cannot."""
    if chosen := [_left_line(run, line) for line in lines]:
        staging.choose(run, {"lines": chosen}, by=by)


def _left_line(run: ImportRun, line: str) -> list[Any]:
    sheet, number = _parsed(line)
    found = {
        (one.get("sheet", ""), one["row"])
        for one in run.reading.get("left", ())
        if one["code"] in TAKEABLE and one["row"] == number and sheet in ("", one.get("sheet", ""))
    }
    return list(_only(found, line))


def decide(run: ImportRun, said: Iterable[tuple[str, str]], *, by: User) -> None:
    """A choice for each of these lines; the key of a record alone says that the row is the same. Raises
    ValidationError for a line that is no row, and for a choice that its row does not offer."""
    said = list(said)
    offers = {row.pk: set(choices) for row, choices in waiting(run, by)} if said else {}
    fixes = {}
    for line, choice in said:
        row = _row(run, line)
        chosen = f"{SAME}:{choice}" if choice.isdecimal() else choice
        offered = offers.get(row.pk, set()) | {SKIP}
        if chosen not in offered:
            told = {"line": line, "choice": choice, "offered": ", ".join(sorted(offered))}
            raise ValidationError(_("“%(choice)s” is no choice for line %(line)s; choose %(offered)s.") % told)
        fixes[row.pk] = {CHOICE: chosen}
    if fixes:
        staging.decide(run, fixes, by=by)


def _row(run: ImportRun, line: str) -> ImportRow:
    sheet, number = _parsed(line)
    rows = run.rows.filter(number=number, taken_at=None)
    return _only(rows.filter(sheet=sheet) if sheet else rows, line)


def _parsed(line: str) -> tuple[str, int]:
    sheet, _mark, number = line.rpartition("!")
    return sheet, int(number) if number.isdecimal() and len(number) < 8 else 0


def _only[Found](found: Iterable[Found], line: str) -> Found:
    several = list(found)
    if len(several) > 1:
        raise ValidationError(_("Several sheets have line %(line)s; write SHEET!%(line)s.") % {"line": line})
    if not several:
        raise ValidationError(_("There is no such line to decide: %(line)s.") % {"line": line})
    return several[0]

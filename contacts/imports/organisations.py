"""Which organisation a row speaks of: the same number, the same name, one alike, or a new one; for every kind."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from accounts.models import User
from contacts.imports import cells
from contacts.imports.names import by_core, core
from contacts.models import Municipality, NumberScheme, Organisation
from contacts.standing import with_standings
from imports.cells import without_birthday
from imports.many import is_any_of
from imports.models import ImportRow, ImportRun, RowOutcome
from imports.plan import NEW, SAME, SKIP, Alike, Row
from imports.saying import said as _
from ui.text import fold


def read_number(row: Row) -> tuple[str, str, str]:
    found: tuple[str, str, str] = row.read("number", cells.number, ("SE", "", ""), fatal=True)
    return found


def unmask(rows: Iterable[Row], code: str, by: User) -> None:
    """A personal number that left the house without its birthday, in the rows that were left of an import, is the one
    that the row of that name had."""
    masked = [row for row in rows if "•" in row["number"]]
    if not masked:
        return
    runs = ImportRun.objects.visible_to(by).filter(kind=code)
    names = {row["name"] for row in masked}
    before = ImportRow.objects.filter(run__in=runs.values("pk"), cells__name__in=names).values_list("cells", "fixes")
    known = [(cells["name"], fixes.get("number", cells.get("number", ""))) for cells, fixes in before]
    for row in masked:
        said = {text for name, text in known if name == row["name"] and without_birthday(text) == row["number"]}
        whole = said - {row["number"]}
        if len(whole) == 1:
            told = _("%(number)s is the number of this name in an earlier import.") % {"number": row["number"]}
            row.resolved["number"] = whole.pop()
            row.tell("number", "number_before", told)


class Known:
    """The organisations that the rows of one file may mean, as far as `by` sees them, in four queries.

    Of the others only what no two may have, a number, is ever spoken of.
    """

    def __init__(self, rows: Iterable[Row], by: User, joins: Callable[[Row, Row], bool] | None = None) -> None:
        """`joins` says of a row and the one above it of the same company whether it only adds to that one."""
        rows = list(rows)
        numbers = {row.values["number"][2] for row in rows if row.values.get("number", ("", "", ""))[2]}
        visible, has_number = Organisation.objects.visible_to(by), is_any_of("number", numbers)
        numbered = Organisation.objects.filter(has_number)
        seen = with_standings(visible.filter(has_number))
        self.by_number = {(one.country, one.number_scheme, one.number): one for one in seen}
        hidden = numbered.exclude(pk__in=[one.pk for one in self.by_number.values()])
        self.taken = {(one.country, one.number_scheme, one.number): one for one in hidden}
        self.by_core = by_core((row["name"] for row in rows), visible)
        self.joins = joins
        self.seen_numbers: dict[Any, Row] = {}
        self.seen_cores: dict[str, Row] = {}

    def match(self, row: Row) -> None:
        """Set the row's target, or say why a person must decide."""
        key, name = row.values.get("number") or ("", "", ""), row["name"]
        one = core(name)
        if self._is_repeated(row, key, one):
            return
        known = self._known(key, one)
        if taken := self._taken(row, key, one):
            row.refuse_taken("number", taken)
        elif chosen := self._chosen(row, one):
            row.target = chosen
            if known and known != chosen:
                row.values["alike"] = [known.pk]
                row.fail("number", "duplicate_number", _("%(name)s has this number.") % {"name": known.name})
        elif known:
            row.target = known
        elif row.outcome != RowOutcome.ERROR and row.choice != NEW:
            self._match_name(row, key, name, one)

    def _known(self, key: tuple[str, str, str], one: str) -> Organisation | None:
        """Whose a person's number is, is told to nobody who does not name them."""
        known = self.by_number.get(key)
        is_unnamed = known and key[1] == NumberScheme.PERSONAL and core(known.name) != one
        return None if is_unnamed else known

    def _taken(self, row: Row, key: tuple[str, str, str], one: str) -> Organisation | None:
        """Who else has the number, once that is told."""
        if not row.is_told or self._known(key, one):
            return None
        return self.taken.get(key) or self.by_number.get(key)

    def _is_repeated(self, row: Row, key: Any, one: str) -> bool:
        """The second row with the same number, or the same name without another number, is a duplicate in the file."""
        first_number = self.seen_numbers.setdefault(key, row) if key[2] else row
        first_name = self.seen_cores.setdefault(one, row)
        first = first_number if first_number is not row else first_name
        is_here = key[2] and bool(self._known(key, one) or self._taken(row, key, one))
        is_others = is_here and key != first.values["number"]
        if first is not row and self.joins and not is_others and self.joins(row, first):
            return True
        if first_number is not row:
            told = _("Row %(number)s has the same organisation number.") % {"number": first_number.number}
            row.fail("number", "duplicate_number", told, RowOutcome.DUPLICATE)
        elif first_name is not row and row.choice != NEW and not is_others:
            told = _("Row %(number)s has a name like this one.") % {"number": first_name.number}
            row.fail("name", "duplicate_name", told, RowOutcome.DECISION)
        return row.outcome in {RowOutcome.DUPLICATE, RowOutcome.DECISION}

    def _chosen(self, row: Row, one: str) -> Organisation | None:
        if row.choice == SKIP:
            row.outcome = RowOutcome.DUPLICATE
        same = row.choice.removeprefix(f"{SAME}:")
        return next((found for found in self.by_core.get(one, ()) if str(found.pk) == same), None)

    def _match_name(self, row: Row, key: Any, name: str, one: str) -> None:
        alike = self.by_core.get(one, [])
        exact = [found for found in alike if found.search_key == fold(name)]
        if len(exact) == 1 and not (key[2] and exact[0].number):
            row.target = exact[0]
        elif alike:
            row.values["alike"] = [found.pk for found in alike]
            told = _("%(name)s is here already. The same, or another one?") % {"name": alike[0].name}
            row.fail("name", "duplicate_name", told, RowOutcome.DECISION)


class Places:
    """Municipalities by code and by folded name."""

    def __init__(self) -> None:
        found = list(Municipality.objects.all())
        self.known = {one.code: one for one in found} | {fold(one.name): one for one in found}

    def find(self, row: Row, column: str, country: str = "SE") -> Municipality | None:
        text = row[column]
        if not text:
            return None
        if country != "SE":
            told = {"name": text, "country": country}
            message = _("%(name)s is no municipality of a company in %(country)s, and is left out.")
            row.tell(column, "place_abroad", message % told)
            return None
        place = self._known(text)
        if place is None:
            row.tell(column, "municipality_unknown", _("There is no municipality called %(name)s.") % {"name": text})
        return place

    def _known(self, text: str) -> Municipality | None:
        """By code or name, as people write it: "Malmö stad", "Göteborgs stad", "211 34 Malmö"."""
        name = re.sub(r"^(?:se-)?\d{3} ?\d\d +| (?:stad|kommun|municipality)$", "", fold(text))
        return self.known.get(name) or self.known.get(name.removesuffix("s")) or self.known.get(text.zfill(4))


def readable(keys: Iterable[int], by: User) -> set[int]:
    return set(Organisation.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))


def alike(keys: Iterable[int], by: User) -> dict[int, Alike]:
    """What a row may be the same as."""
    found = Organisation.objects.visible_to(by).filter(pk__in=keys)
    return {pk: Alike(pk, name) for pk, name in found.values_list("pk", "name")}

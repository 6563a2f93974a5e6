"""Rows of one company: the first is the company, those below it add people, and what the first says nothing of."""

from typing import Any

from contacts.imports.contacts import Contacts
from contacts.imports.names import is_renamed
from imports.cells import without_birthday
from imports.models import RowOutcome
from imports.plan import DEFAULT_USED, DIFFERS, JOIN, NEW, SKIP, Row
from imports.saying import said as _

NOTHING: tuple[Any, ...] = (None, "", [])
OF_COMPANY = {
    **{"municipality": "municipality", "website": "website", "employees": "employees", "turnover_sek": "turnover"},
    **{"domains": "domains", "s3_area": "s3"},
}
OF_CLIENT = {"stage": "stage", "lead": "lead", "opened_on": "opened", "origin": "origin"}
OF_CLIENT |= {"confidentiality": "confidentiality"}


def joins(row: Row, first: Row) -> bool:
    """A row of the same company with other people may only add them; a person decides, for all such rows at once.

    Two numbers are two companies, whatever they are called. A row that joins another is not the company itself."""
    first = first.values.get("joined", first)
    numbers = first.values.setdefault("numbers", {first.values["number"][2]} - {""})
    number = row.values["number"][2]
    names = {one.key for one in first.values["people"]}
    others = [one for one in row.values["people"] if one.key not in names]
    is_other = (numbers - {number}) if number else is_renamed(row["name"], first["name"])
    if not others or row.choice in {NEW, SKIP} or is_other:
        return False
    numbers |= {number} - {""}
    row.values["joined"] = first
    return True


def lend(rows: list[Row], theirs: Contacts) -> None:
    """What rows that join say of the company: the first takes what it lacks; the rest is told."""
    people: dict[tuple[int, str], Row] = {}
    for row in rows:
        first: Row = row.values.get("joined", row)
        for one in row.values["people"]:
            _settle_again(row, people.setdefault((id(first), one.key), row), one.fields["name"])
        if first is not row and row.outcome != RowOutcome.ERROR:
            is_taken = row.choice == JOIN or bool(first.target and _are_known(row, first, theirs))
            _lend(row, first, is_taken=is_taken)


def _are_known(row: Row, first: Row, theirs: Contacts) -> bool:
    return all(theirs.known(first.target.pk, one) for one in row.values["people"])


def _settle_again(row: Row, first: Row, name: str) -> None:
    if first is not row and "joined" in row.values:
        told = _("Row %(number)s names %(name)s already.") % {"number": first.number, "name": name}
        row.fail("person", "duplicate_person", told, RowOutcome.DUPLICATE)


def _lend(row: Row, first: Row, *, is_taken: bool) -> None:
    for part, columns in (("organisation", OF_COMPANY), ("client", OF_CLIENT)):
        for name, column in columns.items():
            if row.says(column):
                _lend_one(row, first, part, name, column, is_taken=is_taken)
    _tell_of_another(row, first, is_taken=is_taken)
    _lend_number(row, first, is_taken=is_taken)
    note, of_first = row.values["client"]["note"], first.values["client"]
    if is_taken and note:
        if note not in of_first["note"]:
            of_first["note"] = "\n".join(filter(None, [of_first["note"], note]))
        _speak_with(row, "note")


def _speak_with(row: Row, column: str) -> None:
    """The first row says so too, or does now: where something else is here, both are told."""
    row.values.setdefault("lent", set()).add(column)


def _tell_of_another(row: Row, first: Row, *, is_taken: bool) -> None:
    """What its first row alone says of a company: its name, and where it is."""
    if is_renamed(row["name"], first["name"]):
        _tell_as_first(row, first, "name", first["name"])
    elif is_taken:
        _speak_with(row, "name")
    country = first.values["organisation"]["country"]
    if row.says("country") and row.values["organisation"]["country"] != country:
        _tell_as_first(row, first, "country", country)
    elif is_taken and row.says("country"):
        _speak_with(row, "country")


def _lend_one(row: Row, first: Row, part: str, name: str, column: str, *, is_taken: bool) -> None:
    value, of_first = row.values[part][name], first.values[part]
    if value in NOTHING:
        return
    is_same = of_first[name] == value and first.says(column)
    if not is_same and of_first[name] not in NOTHING and first.says(column):
        return _tell_as_first(row, first, column, first[column])
    if is_taken and not is_same:
        of_first[name] = value
        of_first |= {"figures_note": row.values[part]["figures_note"]} if name == "employees" else {}
        first.borrow(column, row)
    if is_taken:
        _speak_with(row, column)


def _tell_as_first(row: Row, first: Row, column: str, here: str, text: str = "") -> None:
    told = {"number": first.number, "text": text or row[column], "here": here}
    row.tell(column, "as_first", _("Row %(number)s of the same company says %(here)s, and not %(text)s.") % told)


def tell_lent(row: Row, first: Row) -> None:
    """What of this row's words, which the first row speaks, is otherwise here is told here too."""
    row.untell(DEFAULT_USED)
    lent = row.values.get("lent", ())
    row.problems += [one for one in first.problems if one.code == DIFFERS and one.column in lent]


def _lend_number(row: Row, first: Row, *, is_taken: bool) -> None:
    number = row.values["number"][2]
    if not number or not is_taken:
        return
    if number == first.values["number"][2]:
        _speak_with(row, "number")
    elif first.target is not None and first.target.number != number:
        _tell_as_first(row, first, "number", _("nothing"), without_birthday(row["number"]))
    elif first.target is None:
        country, scheme, number = first.values["number"] = row.values["number"]
        if first.says("country") and first.values["organisation"]["country"] != country:
            told = _("%(country)s, as its number says, and not %(text)s.") % {
                "country": country,
                "text": first["country"],
            }
            first.tell("country", "country_by_number", told)
        first.values["organisation"] |= {"country": country, "number_scheme": scheme, "number": number}
        first.values["claims"] = "number"

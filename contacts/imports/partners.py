"""Partner organisations: name, kind, municipality, website."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.access import require
from accounts.models import User
from contacts.access import can_edit_organisation
from contacts.imports import cells
from contacts.imports.names import is_renamed
from contacts.imports.organisations import Known, Places, read_number, unmask
from contacts.imports.organisations import alike as alike
from contacts.imports.organisations import readable as readable
from contacts.models import Organisation, OrganisationKind
from imports.access import can_import
from imports.comparing import changes
from imports.models import RowOutcome
from imports.plan import Column, Row
from imports.saying import said as _
from journal.taken import check_may_claim

CODE = "partners"
PLACE = 2
NAMES = ("partner", "organisationer")
LABEL = gettext_lazy("Partner organisations")
may = can_import
COLUMNS = [
    Column("name", gettext_lazy("Name"), ("name", "namn", "organisation"), is_required=True),
    Column("kind", gettext_lazy("Kind"), ("kind", "typ", "slag"), True, options=lambda: OrganisationKind.choices),
    Column("municipality", gettext_lazy("Municipality"), ("municipality code", "municipality", "kommun", "kommunkod")),
    Column("website", gettext_lazy("Website"), ("website", "hemsida", "webbplats")),
    Column(
        "number",
        gettext_lazy("Organisation number"),
        ("org.nr", "orgnr", "organisationsnummer", "organisation number", "number"),
    ),
]
SHEETS = {"": COLUMNS}
OF_ORGANISATION = {"name": "name", "kind": "kind", "website": "website", "number": "number"}
OF_ORGANISATION |= {"": "name", "municipality": "municipality"}
SHOWN = {"": ("name", "kind", "municipality", "number")}


def plan(rows: list[Row], today: date, by: User) -> None:
    places = Places()
    unmask(rows, CODE, by)
    for row in rows:
        if not row["name"]:
            row.fail("name", "required", _("The row has no name."))
        key = read_number(row)
        row.values = {"number": key, "organisation": _fields(row, key, places), "claims": "number" if key[2] else ""}
        row.fit(Organisation, row.values["organisation"], {"name": "name", "website": "website"}, ["name"])
    known = Known(rows, by)
    for row in rows:
        known.match(row)
        if not row.outcome:
            row.values["changes"] = _changes(row, row.target) if row.target else {}
            _ask(row, by)
            row.outcome = row.outcome or _outcome(row)


def _changes(row: Row, organisation: Organisation) -> dict[str, Any]:
    values = row.values["organisation"]
    name = row["name"] if is_renamed(row["name"], organisation.name) else ""
    kind = values["kind"] if row.says("kind") else ""
    number = {one: values[one] for one in ("number", "number_scheme", "country")} if values["number"] else {}
    said = {"name": name, "kind": kind, **{one: values[one] for one in ("municipality", "website")}, **number}
    return changes(row, organisation, said, OF_ORGANISATION)


def _ask(row: Row, by: User) -> None:
    if row.target is None:
        made = row.values["new"] = Organisation(**row.values["organisation"])
        row.ask(lambda: made.check_add(by=by), OF_ORGANISATION)
    elif row.values["changes"]:
        row.ask(lambda: require(can_edit_organisation(by, row.target)), OF_ORGANISATION)
    if "number" in row.values["changes"]:
        row.ask(lambda: check_may_claim("number", by=by, at=timezone.now()), OF_ORGANISATION)


def _outcome(row: Row) -> str:
    if row.target is None:
        return RowOutcome.CREATE
    return RowOutcome.UPDATE if row.values["changes"] else RowOutcome.UNCHANGED


def _fields(row: Row, key: tuple[str, str, str], places: Places) -> dict[str, Any]:
    kind = row.read("kind", lambda text: cells.word("organisation", text), "", fatal=True)
    return {
        "name": row["name"],
        "kind": kind or OrganisationKind.COMPANY,
        "municipality": places.find(row, "municipality", key[0]),
        "website": cells.website(row["website"]),
        "country": key[0],
        "number_scheme": key[1],
        "number": key[2],
    }


def carry_out(rows: list[Row], *, by: User, at: datetime) -> None:
    created = [row for row in rows if row.outcome == RowOutcome.CREATE]
    made = Organisation.add_all([row.values["new"] for row in created], by=by, at=at)
    for row, organisation in zip(created, made, strict=True):
        row.target = organisation
    for row in rows:
        if row.outcome == RowOutcome.UPDATE:
            row.target.change(row.values["changes"], by=by, at=at)

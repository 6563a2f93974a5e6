"""Partner organisations: name, kind, municipality, website."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.imports import cells
from crm.imports.organisations import Known, Places, differing
from crm.imports.organisations import alike as alike
from crm.models import Organisation, OrganisationKind
from imports.models import RowOutcome
from imports.plan import Column, Row
from journal.bulk import bulk_create
from journal.record import Happening, record_all
from ui.text import fold

CODE = "partners"
NAMES = ("partner", "organisationer")
LABEL = gettext_lazy("Partner organisations")
COLUMNS = [
    Column("name", gettext_lazy("Name"), ("name", "namn", "organisation"), is_required=True),
    Column("kind", gettext_lazy("Kind"), ("kind", "typ", "slag"), True, lambda: OrganisationKind.choices),
    Column("municipality", gettext_lazy("Municipality"), ("municipality code", "municipality", "kommun", "kommunkod")),
    Column("website", gettext_lazy("Website"), ("website", "hemsida", "webbplats")),
    Column("number", gettext_lazy("Organisation number"), ("org.nr", "orgnr", "organisationsnummer", "number")),
]
SHEETS = {"": COLUMNS}
SHOWN = {"": ("name", "kind", "municipality", "number")}


def plan(rows: list[Row], today: date, by: Any) -> None:
    places = Places()
    for row in rows:
        if not row["name"]:
            row.fail("name", "required", _("The row has no name."))
        key = row.read("number", cells.number, ("SE", "", ""), fatal=True)
        row.values = {"number": key, "organisation": _fields(row, key, places)}
    known = Known(rows, by)
    for row in rows:
        known.match(row)
        if not row.outcome:
            changes = differing(row.target, row.values["organisation"] | {"name": ""}) if row.target else {}
            row.values["changes"] = changes
            row.outcome = RowOutcome.CREATE if not row.target else _outcome(changes)


def _outcome(changes: dict[str, Any]) -> str:
    return RowOutcome.UPDATE if changes else RowOutcome.UNCHANGED


def _fields(row: Row, key: tuple[str, str, str], places: Places) -> dict[str, Any]:
    kind = row.read("kind", lambda text: cells.word("organisation", text), "", fatal=True)
    return {
        "name": row["name"][:200],
        "kind": kind or OrganisationKind.COMPANY,
        "municipality": places.find(row, "municipality"),
        "website": cells.website(row["website"])[:300],
        "country": key[0],
        "number_scheme": key[1],
        "number": key[2],
    }


def carry_out(rows: list[Row], *, by: Any, at: datetime) -> None:
    created = [row for row in rows if row.outcome == RowOutcome.CREATE]
    made = [Organisation(**row.values["organisation"], search_key=fold(row["name"])) for row in created]
    bulk_create(made, by=by, reason="import", at=at)
    record_all(Happening("organisation.added", one, by, at) for one in made)
    for row, organisation in zip(created, made, strict=True):
        row.target = organisation
    for row in rows:
        if row.outcome == RowOutcome.UPDATE:
            row.target.change(row.values["changes"], by=by, at=at)

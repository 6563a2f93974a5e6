"""Clients from a list: organisation, contact person, stage, advisor; one row each."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.imports import cells
from crm.imports.organisations import Known, Places, differing
from crm.imports.organisations import alike as alike
from crm.models import (
    Affiliation,
    Client,
    Confidentiality,
    NamedReader,
    Organisation,
    Origin,
    Person,
    S3Area,
    Stage,
    StageMove,
)
from imports.models import RowOutcome
from imports.plan import Column, People, Row, users
from journal.bulk import bulk_create
from journal.record import Happening, record_all
from ui.text import fold

CODE = "clients"
NAMES = ("klienter", "client")
LABEL = gettext_lazy("Clients")
COLUMNS = [
    Column("name", gettext_lazy("Name"), ("foretag", "namn", "company", "name", "client", "klient"), is_required=True),
    Column("number", gettext_lazy("Organisation number"), ("org.nr", "orgnr", "organisationsnummer", "number")),
    Column("municipality", gettext_lazy("Municipality"), ("kommun", "municipality", "kommunkod")),
    Column("person", gettext_lazy("Contact person"), ("kontaktperson", "contact", "contact person")),
    Column("email", gettext_lazy("E-mail"), ("e-post", "epost", "e-mail", "email")),
    Column("phone", gettext_lazy("Phone"), ("telefon", "phone", "mobil")),
    Column("website", gettext_lazy("Website"), ("hemsida", "webbplats", "website", "web")),
    Column("employees", gettext_lazy("Employees"), ("anstallda", "employees")),
    Column("turnover", gettext_lazy("Turnover"), ("omsattning (sek)", "omsattning", "turnover")),
    Column("domains", gettext_lazy("Industry domains"), ("bransch", "branscher", "industry", "domains")),
    Column("s3", gettext_lazy("S3 area"), ("s3-omrade", "s3", "s3 area")),
    Column("stage", gettext_lazy("Stage"), ("status", "skede", "stage"), True, lambda: Stage.choices),
    Column("lead", gettext_lazy("Lead advisor"), ("radgivare", "ansvarig", "advisor", "lead advisor"), options=users),
    Column("opened", gettext_lazy("Client since"), ("startdatum", "klient sedan", "client since", "start date")),
    Column("origin", gettext_lazy("Origin"), ("ursprung", "origin"), options=lambda: Origin.choices),
    Column("note", gettext_lazy("Note"), ("anteckning", "anteckningar", "note", "notes")),
]
SHEETS = {"": COLUMNS}
SHOWN = {"": ("name", "number", "municipality", "person")}


def plan(rows: list[Row], today: date, by: Any) -> None:
    people, places = People(), Places()
    areas = {fold(text): area for area in S3Area.objects.all() for text in (area.name_sv, area.name_en, area.code)}
    for row in rows:
        _read(row, people, places, areas, today)
    known = Known(rows, by)
    for row in rows:
        known.match(row)
    contacts = _contacts(rows)
    for row in rows:
        if not row.outcome:
            _settle(row, contacts)


def _read(row: Row, people: People, places: Places, areas: dict[str, S3Area], today: date) -> None:
    if not row["name"]:
        row.fail("name", "required", _("The row has no name."))
    key = row.read("number", cells.number, ("SE", "", ""), fatal=True)
    employees, note = row.read("employees", cells.count, (None, ""))
    row.values |= {
        "number": key,
        "organisation": {
            "name": row["name"][:200],
            "country": key[0],
            "number_scheme": key[1],
            "number": key[2],
            "municipality": places.find(row, "municipality", key[0]),
            "website": cells.website(row["website"])[:300],
            "employees": employees,
            "figures_note": note,
            "turnover_sek": row.read("turnover", cells.amount),
            "domains": row.read("domains", lambda text: cells.words("domain", text), []),
            "s3_area": areas.get(fold(row["s3"])),
        },
        "client": {
            "stage": row.read("stage", lambda text: cells.word("stage", text), fatal=True) or Stage.ENQUIRY,
            "lead": people.find(row, "lead"),
            "opened_on": row.read("opened", cells.day, fatal=True) or today,
            "origin": row.read("origin", lambda text: cells.word("origin", text), ""),
            "note": row["note"],
            "confidentiality": Confidentiality.TEAM if "sekretess" in fold(row["note"]) else Confidentiality.OPEN,
        },
        "person": {
            "name": row["person"][:150],
            "email": row.read("email", cells.email, ""),
            "phone": cells.phone(row["phone"]) if row["phone"] else "",
        },
    }


def _contacts(rows: list[Row]) -> dict[tuple[int, str], Person]:
    """Who is somebody at the organisations we have already, by organisation and folded name."""
    organisations = [row.target.pk for row in rows if row.target]
    roles = Affiliation.objects.filter(organisation__in=organisations, to_on=None).select_related("person")
    return {(role.organisation_id, fold(role.person.name)): role.person for role in roles}


def _settle(row: Row, contacts: dict[tuple[int, str], Person]) -> None:
    """Create, update or unchanged, by comparing with what is known."""
    organisation, client = row.target, getattr(row.target, "client", None) if row.target else None
    if organisation is None or client is None:
        row.outcome = RowOutcome.CREATE
        return
    theirs = dict(row.values["organisation"])
    del theirs["name"], theirs["country"]
    mine = {name: row.values["client"][name] for name in ("lead", "origin", "note")}
    person = row.values["person"]
    contact = row.values["contact"] = contacts.get((organisation.pk, fold(person["name"])))
    told = {name: value for name, value in person.items() if name != "name" or contact is None}
    hers = differing(contact or Person(), told) if person["name"] else {}
    row.values["changes"] = (differing(organisation, theirs), differing(client, mine), hers)
    row.outcome = RowOutcome.UPDATE if any(row.values["changes"]) else RowOutcome.UNCHANGED


def carry_out(rows: list[Row], *, by: Any, at: datetime) -> None:
    """Everything in sets but the updates, which go through the verb, one by one."""
    created = [row for row in rows if row.outcome == RowOutcome.CREATE]
    _organisations([row for row in created if row.target is None], by, at)
    _clients(created, by, at)
    _people(created, by, at)
    for row in rows:
        if row.outcome == RowOutcome.UPDATE:
            theirs, mine, hers = row.values["changes"]
            if theirs or mine:
                row.target.client.change(mine, by=by, at=at, organisation=theirs)
            if hers:
                _change_contact(row, hers, by, at)


def _change_contact(row: Row, hers: dict[str, Any], by: Any, at: datetime) -> None:
    if row.values["contact"]:
        row.values["contact"].change(hers, by=by, at=at)
    else:
        Person.add(by=by, at=at, **row.values["person"]).join(row.target, by=by, at=at)


def _organisations(rows: list[Row], by: Any, at: datetime) -> None:
    made = [Organisation(**row.values["organisation"], search_key=fold(row["name"])) for row in rows]
    for row, organisation in zip(rows, bulk_create(made, by=by, reason="import", at=at), strict=True):
        row.target = organisation


def _clients(rows: list[Row], by: Any, at: datetime) -> None:
    made = [_client(row) for row in rows]
    bulk_create(made, by=by, reason="import", at=at)
    moves = [StageMove(client=client, to_stage=client.stage, on=client.opened_on, by=by) for client in made]
    StageMove.objects.bulk_create(moves, batch_size=1000)
    # Whoever brings a kept client in knows it already, and goes on reading it.
    kept = [client for client in made if client.confidentiality != Confidentiality.OPEN]
    NamedReader.objects.bulk_create(NamedReader(client=client, user=by) for client in kept)
    record_all(
        Happening("client.opened", client, by, _noon(client.opened_on), [client.organisation], {"stage": client.stage})
        for client in made
    )


def _client(row: Row) -> Client:
    values = row.values["client"]
    lead = values["lead"]
    return Client(
        organisation=row.target,
        name=row.target.name,
        stage_since=values["opened_on"],
        team=lead.team if lead else None,
        **values,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)


def _people(rows: list[Row], by: Any, at: datetime) -> None:
    """A contact with an e-mail we know is that person; one with none is new."""
    rows = [row for row in rows if row.values["person"]["name"]]
    emails = {row.values["person"]["email"] for row in rows} - {""}
    known = {person.email: person for person in Person.objects.filter(email__in=emails)}
    new = []
    for row in rows:
        person = known.get(row.values["person"]["email"])
        if person is None or fold(person.name) != fold(row.values["person"]["name"]):
            person = Person(**row.values["person"], search_key=fold(row.values["person"]["name"]))
            known.setdefault(person.email, person) if person.email else None
            new.append(person)
        row.values["met"] = person
    bulk_create(new, by=by, reason="import", at=at)
    roles = [Affiliation(person=row.values["met"], organisation=row.target, is_main=True) for row in rows]
    bulk_create(roles, by=by, reason="import", at=at)

"""Clients from a list: organisation, contact person, stage, advisor; one row each."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require
from crm.access import can_edit_client
from crm.imports import cells
from crm.imports.organisations import Known, Places, differing
from crm.imports.organisations import alike as alike
from crm.models import (
    Affiliation,
    Client,
    Confidentiality,
    Organisation,
    Origin,
    Person,
    S3Area,
    Stage,
)
from imports.models import RowOutcome
from imports.plan import Column, People, Row, users
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
# Which column each field of the records comes from.
OF_ORGANISATION = {
    **{"name": "name", "website": "website", "employees": "employees", "figures_note": "employees"},
    **{"turnover_sek": "turnover", "domains": "domains"},
}
OF_PERSON = {"name": "person", "email": "email", "phone": "phone"}
OF_CLIENT = OF_ORGANISATION | {"": "name", "stage": "stage", "opened_on": "opened", "origin": "origin", "note": "note"}


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
            _settle(row, contacts, by)


def _read(row: Row, people: People, places: Places, areas: dict[str, S3Area], today: date) -> None:
    if not row["name"]:
        row.fail("name", "required", _("The row has no name."))
    key = row.read("number", cells.number, ("SE", "", ""), fatal=True)
    employees, note = row.read("employees", cells.count, (None, ""))
    row.values |= {
        "number": key,
        "organisation": {
            "name": row["name"],
            "country": key[0],
            "number_scheme": key[1],
            "number": key[2],
            "municipality": places.find(row, "municipality", key[0]),
            "website": cells.website(row["website"]),
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
            "name": row["person"],
            "email": row.read("email", cells.email, ""),
            "phone": cells.phone(row["phone"]) if row["phone"] else "",
        },
    }
    row.values["claims"] = "number" if key[2] else ""
    row.fit(Organisation, row.values["organisation"], OF_ORGANISATION, ["name"])
    row.fit(Person, row.values["person"], OF_PERSON, ["name"] if row["person"] else [])


def _contacts(rows: list[Row]) -> dict[tuple[int, str], Person]:
    """Who is somebody at the organisations we have already, by organisation and folded name."""
    organisations = [row.target.pk for row in rows if row.target]
    roles = Affiliation.objects.filter(organisation__in=organisations, to_on=None).select_related("person")
    return {(role.organisation_id, fold(role.person.name)): role.person for role in roles}


def _settle(row: Row, contacts: dict[tuple[int, str], Person], by: Any) -> None:
    """Create, update or unchanged, by comparing with what is known."""
    organisation, client = row.target, getattr(row.target, "client", None) if row.target else None
    if organisation is None or client is None:
        made = row.values["new"] = _client(row)
        row.ask(lambda: _check(made, by), OF_CLIENT)
        row.outcome = row.outcome or RowOutcome.CREATE
        return
    row.ask(lambda: require(can_edit_client(by, client)), OF_CLIENT)
    if row.outcome:
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


def _check(client: Client, by: Any) -> None:
    if client.organisation._state.adding:
        client.organisation.check_add(by=by)
    client.check_open(by=by)


def carry_out(rows: list[Row], *, by: Any, at: datetime) -> None:
    """New ones in sets; updates go through the verb, one by one."""
    created = [row for row in rows if row.outcome == RowOutcome.CREATE]
    Client.open_all([row.values["new"] for row in created], by=by, at=at)
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


def _client(row: Row) -> Client:
    """A client to be opened, of the organisation that is known or of a new one."""
    values = row.values["client"]
    organisation = row.target or Organisation(**row.values["organisation"])
    return Client(organisation=organisation, team=values["lead"].team if values["lead"] else None, **values)


def _people(rows: list[Row], by: Any, at: datetime) -> None:
    """A contact with an e-mail and name we know is that person; any other is new."""
    rows = [row for row in rows if row.values["person"]["name"]]
    emails = {row.values["person"]["email"] for row in rows} - {""}
    seen = Person.objects.visible_to(by).filter(email__in=emails)
    known = {(person.email, fold(person.name)): person for person in seen}
    new, roles = [], []
    for row in rows:
        hers = row.values["person"]
        person = known.get((hers["email"], fold(hers["name"]))) if hers["email"] else None
        if person is None:
            person = Person(**hers)
            new.append(person)
            known[hers["email"], fold(hers["name"])] = person
        roles.append(Affiliation(person=person, organisation=row.values["new"].organisation, is_main=True))
    Person.add_all(new, by=by, at=at)
    Affiliation.start_all(roles, by=by, at=at)

"""Clients from a list: organisation, contact person, stage, advisor; one row each."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require
from crm.access import can_assign_client, can_edit_client
from crm.imports import cells
from crm.imports.client_columns import COLUMNS
from crm.imports.names import core
from crm.imports.organisations import Known, Places, differing, read_number
from crm.imports.organisations import alike as alike
from crm.models import (
    Affiliation,
    Client,
    Confidentiality,
    Organisation,
    Person,
    S3Area,
    Stage,
)
from imports.models import RowOutcome
from imports.plan import JOIN, MORE_PEOPLE, NEW, SKIP, TAKE, People, Row
from journal.taken import check_may_claim
from ui.text import fold

CODE = "clients"
NAMES = ("klienter", "client")
LABEL = gettext_lazy("Clients")
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
    known = Known(rows, by, _joins)
    for row in rows:
        known.match(row)
    contacts = Contacts(rows)
    for row in rows:
        if not row.outcome and "joined" not in row.values:
            _settle(row, contacts, by)
    for row in rows:
        if first := row.values.get("joined"):
            _settle_joined(row, first, contacts, by)


def _read(row: Row, people: People, places: Places, areas: dict[str, S3Area], today: date) -> None:
    if not row["name"]:
        row.fail("name", "required", _("The row has no name."))
    key = read_number(row)
    country = row.read("country", cells.country, "") or "SE"
    employees, note = row.read("employees", cells.count, (None, ""))
    phone = row.read("phone", cells.phone, "")
    opened = row.read("opened", cells.day, fatal=True)
    if opened and opened > today:
        row.tell("opened", "day_in_future", _("%(day)s lies in the future.") % {"day": opened})
    email = row.read("email", cells.email, "")
    _keep_aside(row, {"phone": phone, "email": email})
    row.values |= {
        "number": key,
        "organisation": {
            "name": row["name"],
            "country": key[0] if key[2] else country,
            "number_scheme": key[1],
            "number": key[2],
            "municipality": places.find(row, "municipality", key[0] if key[2] else country),
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
            "opened_on": opened or today,
            "origin": row.read("origin", lambda text: cells.word("origin", text), ""),
            "note": "\n".join(filter(None, [row["note"], *row.asides])),
            "confidentiality": Confidentiality.TEAM if "sekretess" in fold(row["note"]) else Confidentiality.OPEN,
        },
        "person": {
            "name": row["person"],
            "email": email,
            "phone": phone,
        },
    }
    row.values["claims"] = "number" if key[2] else ""
    row.fit(Organisation, row.values["organisation"], OF_ORGANISATION, ["name"])
    row.fit(Person, row.values["person"], OF_PERSON, ["name"] if row["person"] else [])


def _keep_aside(row: Row, said: dict[str, str]) -> None:
    """A number or address without a contact person goes into the client's note."""
    for column, text in said.items():
        if text and not row["person"]:
            row.asides.append(text)
            told = _("“%(text)s” has no contact person; it is kept in the note.") % {"text": text}
            row.tell(column, "no_person", told)


class Contacts:
    """Who is somebody at the organisations we have already; one name with two e-mails is two people."""

    def __init__(self, rows: list[Row]) -> None:
        organisations = [row.target.pk for row in rows if row.target]
        roles = Affiliation.objects.filter(organisation__in=organisations, to_on=None).select_related("person")
        self.people: dict[tuple[int, str], list[Person]] = defaultdict(list)
        for role in roles:
            self.people[role.organisation_id, fold(role.person.name)].append(role.person)

    def known(self, organisation: int, row: Row) -> Person | None:
        name, email = row.values["person"]["name"], row.values["person"]["email"]
        found = self.people[organisation, fold(name)]
        same = [person for person in found if person.email.lower() == email] if email else found
        return next(iter(same or [person for person in found if not person.email]), None)

    def is_contradicted(self, organisation: int, row: Row) -> bool:
        return bool(self.people[organisation, fold(row["person"])]) and self.known(organisation, row) is None


def _joins(row: Row, first: Row) -> bool:
    """A row of the same company with another person may only add her; a person decides, for all such rows at once."""
    if not row["person"] or fold(row["person"]) == fold(first["person"]) or row.choice in {NEW, SKIP}:
        return False
    row.values["joined"] = first
    return True


def _settle_joined(row: Row, first: Row, contacts: Contacts, by: Any) -> None:
    if row.outcome == RowOutcome.ERROR:
        return
    told = {"number": first.number, "name": row["person"]}
    if first.target and contacts.known(first.target.pk, row):
        row.outcome, row.target = RowOutcome.UNCHANGED, first.target
    elif row.choice != JOIN:
        words = _("Row %(number)s is the same company. %(name)s may come in as one more person there.") % told
        row.fail("person", MORE_PEOPLE, words, RowOutcome.DECISION)
    elif first.outcome not in {RowOutcome.CREATE, RowOutcome.UPDATE, RowOutcome.UNCHANGED}:
        row.fail("name", "waits", _("Row %(number)s of the same company comes first.") % told, RowOutcome.DECISION)
    else:
        row.ask(lambda: Person(**row.values["person"]).check_add(by=by), OF_PERSON | {"": "person"})
        row.outcome = row.outcome or RowOutcome.CREATE


def _settle(row: Row, contacts: Contacts, by: Any) -> None:
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
    theirs = {name: value for name, value in row.values["organisation"].items() if name not in {"name", "country"}}
    mine = differing(client, {name: row.values["client"][name] for name in ("lead", "origin", "note")})
    if "lead" in mine:
        row.ask(lambda: require(can_assign_client(by, client)), {"": "lead"})
    if differing(organisation, theirs).get("number"):
        row.ask(lambda: check_may_claim("number", by=by, at=timezone.now()), OF_ORGANISATION | {"": "name"})
    hers = _hers(row, organisation, contacts)
    taken = _differences(row, organisation, client, by)
    row.values["changes"] = (differing(organisation, theirs), mine, hers, taken)
    row.outcome = row.outcome or (RowOutcome.UPDATE if any(row.values["changes"]) else RowOutcome.UNCHANGED)


def _hers(row: Row, organisation: Organisation, contacts: Contacts) -> dict[str, Any]:
    """What the row says of its contact and is not so here; all of it when she is new."""
    person = row.values["person"]
    if not person["name"]:
        return {}
    contact = row.values["contact"] = contacts.known(organisation.pk, row)
    if contacts.is_contradicted(organisation.pk, row):
        told = _("%(name)s here has another e-mail: this is a second person of the name.") % {"name": person["name"]}
        row.tell("email", "another_person", told)
    return differing(contact or Person(), {name: one for name, one in person.items() if name != "name" or not contact})


def _differences(row: Row, organisation: Organisation, client: Client, by: Any) -> dict[str, Any]:
    """What is told and left as it is here, unless somebody says to take it: stage, first day, name."""
    found: dict[str, Any] = {}
    stage, opened = row.values["client"]["stage"], row.values["client"]["opened_on"]
    if row.says("stage") and stage != client.stage:
        row.tell_differing("stage", client.get_stage_display(), Stage(stage).label)
        found["stage"] = stage
    if row.says("opened") and opened != client.opened_on:
        row.tell_differing("opened", client.opened_on, opened)
        found["opened_on"] = opened
    if core(row["name"]) != core(organisation.name):
        row.tell_differing("name", organisation.name, row["name"])
        found["name"] = row["name"]
    if row.choice != TAKE:
        return {}
    if "stage" in found:
        now = timezone.now()
        row.ask(lambda: client.check_move(stage, timezone.localdate(now), now, _("From an import")), OF_CLIENT)
    return found


def _check(client: Client, by: Any) -> None:
    if client.organisation._state.adding:
        client.organisation.check_add(by=by)
    client.check_open(by=by)


def carry_out(rows: list[Row], *, by: Any, at: datetime) -> None:
    """New ones in sets; updates go through the verbs, one by one."""
    created = [row for row in rows if row.outcome == RowOutcome.CREATE]
    Client.open_all([row.values["new"] for row in created if "new" in row.values], by=by, at=at)
    _people(created, by, at)
    for row in rows:
        if row.outcome == RowOutcome.UPDATE:
            _update(row, by, at)


def _update(row: Row, by: Any, at: datetime) -> None:
    theirs, mine, hers, taken = row.values["changes"]
    client = row.target.client
    if "name" in taken:
        theirs = theirs | {"name": taken["name"]}
    plain = {name: value for name, value in mine.items() if name != "lead"}
    plain |= {name: value for name, value in taken.items() if name == "opened_on"}
    if theirs or plain:
        client = client.change(plain, by=by, at=at, organisation=theirs)
    if "lead" in mine:
        client = client.assign(mine["lead"], by=by, at=at)
    if "stage" in taken:
        client.move_to(taken["stage"], on=timezone.localdate(at), by=by, at=at, reason=_("From an import"))
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
        roles.append(_role(row, person))
    Person.add_all(new, by=by, at=at)
    Affiliation.start_all(roles, by=by, at=at)


def _role(row: Row, person: Person) -> Affiliation:
    """The first contact of a company is its main one; those of further rows join her."""
    first: Row = row.values.get("joined", row)
    new = first.values.get("new")
    return Affiliation(person=person, organisation=new.organisation if new else first.target, is_main=first is row)

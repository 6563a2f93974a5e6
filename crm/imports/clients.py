"""Clients from a list: organisation, contact people, stage, advisor; one row each, or one for each of its people."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.access import require
from accounts.models import User
from contacts.access import can_edit_organisation
from contacts.imports import contacts, organisations
from contacts.imports.contacts import Contact, Contacts
from contacts.imports.names import is_renamed
from contacts.imports.organisations import Known, Places, read_number, unmask
from contacts.models import Organisation, S3Area
from crm.access import can_assign_client, can_edit_client, can_keep_client
from crm.imports import cells, joining
from crm.imports.client_columns import COLUMNS
from crm.models import Client, Confidentiality, Stage
from imports.access import can_import
from imports.comparing import changes
from imports.models import RowOutcome
from imports.plan import DEFAULT_USED, JOIN, MORE_PEOPLE, Alike, People, Row
from imports.saying import said as _
from journal.taken import check_may_claim
from ui.text import fold

CODE = "clients"
PLACE = 1
NAMES = ("klienter", "client")
LABEL = gettext_lazy("Clients")
may = can_import
SHEETS = {"": COLUMNS}
SHOWN = {"": ("name", "number", "municipality", "person")}
# Which column each field of the records comes from; a field without one goes where the one before it goes.
OF_ORGANISATION = {
    **{"name": "name", "number": "number", "country": "country", "municipality": "municipality"},
    **{"website": "website", "employees": "employees", "turnover_sek": "turnover", "domains": "domains"},
    "s3_area": "s3",
}
FITTING = {name: OF_ORGANISATION[name] for name in ("name", "website", "employees", "turnover_sek", "domains")}
FITTING |= {"figures_note": "employees"}
OF_MINE = {"lead": "lead", "origin": "origin", "note": "note"}
# What moves by verbs of its own.
OF_MOVES = {"stage": "stage", "opened_on": "opened", "confidentiality": "confidentiality"}
OF_CLIENT = FITTING | OF_MINE | OF_MOVES | {"": "name"}


def plan(rows: list[Row], today: date, by: User) -> None:
    people, places = People(), Places()
    areas = {fold(text): area for area in S3Area.objects.all() for text in (area.name_sv, area.name_en, area.code)}
    unmask(rows, CODE, by)
    for row in rows:
        _read(row, people, places, areas, today)
    known = Known(rows, by, joining.joins)
    for row in rows:
        known.match(row)
    theirs = Contacts(rows, by)
    joining.lend(rows, theirs)
    for row in rows:
        if not row.outcome and "joined" not in row.values:
            _settle(row, theirs, by)
    for row in rows:
        if first := row.values.get("joined"):
            _settle_joined(row, first, theirs)


def _read(row: Row, people: People, places: Places, areas: dict[str, S3Area], today: date) -> None:
    if not row["name"]:
        row.fail("name", "required", _("The row has no name."))
    key = read_number(row)
    row.values |= {"number": key, "claims": "number" if key[2] else "", "people": contacts.read(row)}
    row.values["organisation"] = _organisation(row, key, places, areas)
    row.values["client"] = _client_fields(row, people, today)
    row.fit(Organisation, row.values["organisation"], FITTING, ["name"])


def _organisation(row: Row, key: tuple[str, str, str], places: Places, areas: dict[str, S3Area]) -> dict[str, Any]:
    employees, note = row.read("employees", cells.count, (None, ""))
    country = _country(row, key)
    return {
        **{"name": row["name"], "number": key[2], "number_scheme": key[1], "country": country},
        "municipality": places.find(row, "municipality", country),
        "website": cells.website(row["website"]),
        "employees": employees,
        "figures_note": note,
        "turnover_sek": row.read("turnover", cells.amount),
        "domains": row.read("domains", lambda text: cells.words("domain", text), []),
        "s3_area": _area(row, areas),
    }


def _country(row: Row, key: tuple[str, str, str]) -> str:
    said = row.read("country", cells.country, "")
    if key[2] and said and said != key[0]:
        told = _("%(country)s, as its number says, and not %(text)s.") % {"country": key[0], "text": row["country"]}
        row.tell("country", "country_by_number", told)
    return key[0] if key[2] else said or "SE"


def _area(row: Row, areas: dict[str, S3Area]) -> S3Area | None:
    if (text := row["s3"]) and fold(text) not in areas:
        row.tell("s3", "s3_unknown", _("“%(text)s” is not known here and is left out.") % {"text": text})
    return areas.get(fold(text))


def _client_fields(row: Row, people: People, today: date) -> dict[str, Any]:
    opened = row.read("opened", cells.day, fatal=True)
    if opened and opened > today:
        row.tell("opened", "day_in_future", _("%(day)s lies in the future.") % {"day": opened})
    return {
        "stage": row.read("stage", lambda text: cells.word("stage", text), fatal=True) or Stage.ENQUIRY,
        "lead": people.find(row, "lead"),
        "opened_on": opened or today,
        "origin": row.read("origin", lambda text: cells.word("origin", text), ""),
        "note": "\n".join(filter(None, [row["note"], *row.asides])),
        "confidentiality": row.read("confidentiality", cells.confidentiality, ""),
    }


def _settle_joined(row: Row, first: Row, theirs: Contacts) -> None:
    if row.outcome in {RowOutcome.ERROR, RowOutcome.DUPLICATE}:
        return
    row.target = first.target
    joining.tell_lent(row, first)
    news = row.values["news"] = theirs.settle(row, first.target and first.target.pk)
    told = {"number": first.number, "name": row["person"]}
    if not news:
        row.outcome = row.outcome or RowOutcome.UNCHANGED
    elif row.choice != JOIN and not all(one.is_at_home for one in news):
        words = _("Row %(number)s is the same company. %(name)s may come in as one more person there.") % told
        row.fail("person", MORE_PEOPLE, words, RowOutcome.DECISION)
    elif first.outcome not in {RowOutcome.CREATE, RowOutcome.UPDATE, RowOutcome.UNCHANGED}:
        row.fail("name", "waits", _("Row %(number)s of the same company comes first.") % told, RowOutcome.DECISION)
    else:
        row.outcome = row.outcome or (RowOutcome.UPDATE if first.target else RowOutcome.CREATE)


def _settle(row: Row, theirs: Contacts, by: User) -> None:
    """Create, update or unchanged, by comparing with what is known."""
    organisation, client = row.target, getattr(row.target, "client", None) if row.target else None
    row.values["changes"] = _of_organisation(row, organisation, by) if organisation else {}
    if client is None:
        made = row.values["new"] = _client(row)
        row.ask(lambda: _check(made, by), OF_CLIENT)
    else:
        _compare(row, client, by)
    news = row.values["news"] = theirs.settle(row, organisation and organisation.pk)
    row.values["peopled"] = bool(organisation and organisation.pk in theirs.named)
    is_changed = row.values["changes"] or row.values.get("mine") or row.values.get("moves") or news
    known = RowOutcome.UPDATE if is_changed else RowOutcome.UNCHANGED
    row.outcome = row.outcome or (RowOutcome.CREATE if client is None else known)


def _of_organisation(row: Row, organisation: Organisation, by: User) -> dict[str, Any]:
    """What is not so here: filled in, or told and taken when somebody says so."""
    values = row.values["organisation"] | {"name": row["name"] if is_renamed(row["name"], organisation.name) else ""}
    if not row.says("country") and not row.values["number"][2]:
        values |= {"country": ""}
    found = changes(row, organisation, _in_order(values), OF_ORGANISATION)
    if found:
        row.ask(lambda: require(can_edit_organisation(by, organisation)), OF_CLIENT)
    if "number" in found:
        row.ask(lambda: check_may_claim("number", by=by, at=timezone.now()), OF_ORGANISATION | {"": "name"})
    return found


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """A field without a column of its own stands behind the one that it goes with."""
    behind = {"number": ["number_scheme"], "employees": ["figures_note"]}
    alone = [name for name in values if name in OF_ORGANISATION]
    return {one: values[one] for name in alone for one in (name, *behind.get(name, ()))}


def _compare(row: Row, client: Client, by: User) -> None:
    row.untell(DEFAULT_USED)
    row.ask(lambda: require(can_edit_client(by, client)), OF_CLIENT)
    values = row.values["client"]
    row.values["mine"] = changes(row, client, {name: values[name] for name in OF_MINE}, OF_MINE)
    said = {name: values[name] for name, column in OF_MOVES.items() if row.says(column)}
    moves = row.values["moves"] = changes(row, client, said, OF_MOVES)
    if "lead" in row.values["mine"]:
        row.ask(lambda: require(can_assign_client(by, client)), {"": "lead"})
    if "confidentiality" in moves:
        row.ask(lambda: require(can_keep_client(by, client)), {"": "confidentiality"})
    if "stage" in moves:
        now = timezone.now()
        today, reason = timezone.localdate(now), _("From an import")
        row.ask(lambda: client.check_move(moves["stage"], today, now, reason), OF_CLIENT)


def _check(client: Client, by: User) -> None:
    if client.organisation._state.adding:
        client.organisation.check_add(by=by)
    client.check_open(by=by)


def _client(row: Row) -> Client:
    """A client to be opened, of the organisation that is known or of a new one."""
    values = dict(row.values["client"])
    values["confidentiality"] = values["confidentiality"] or _by_its_note(row)
    if not row.says("opened") and "opened" in row.text:
        told = _("Nothing is said; %(text)s is taken.") % {"text": values["opened_on"]}
        row.tell("opened", DEFAULT_USED, told)
    organisation = row.target or Organisation(**row.values["organisation"])
    return Client(organisation=organisation, team=values["lead"].team if values["lead"] else None, **values)


def _by_its_note(row: Row) -> str:
    """A note that speaks of secrecy keeps the client to its team until somebody says otherwise."""
    if not cells.is_of_secrecy(row["note"]):
        return Confidentiality.OPEN
    told = _("The note speaks of secrecy: the client is kept to its team. Choose otherwise if it need not be.")
    row.tell("confidentiality", "kept_by_note", told)
    return Confidentiality.TEAM


def carry_out(rows: list[Row], *, by: User, at: datetime) -> None:
    """New ones in sets; updates go through the verbs, one by one."""
    created = [row for row in rows if row.outcome == RowOutcome.CREATE and "new" in row.values]
    Client.open_all([row.values["new"] for row in created], by=by, at=at)
    for row in rows:
        if row.is_taken and "joined" not in row.values:
            _update(row, by, at)
    contacts.carry_out(_with_news(rows), by=by, at=at)


def _with_news(rows: list[Row]) -> list[tuple[list[Contact], Any, bool]]:
    found = []
    for row in rows:
        if row.is_taken and row.values["news"]:
            first: Row = row.values.get("joined", row)
            new = first.values.get("new")
            organisation = new.organisation if new else first.target
            found.append((row.values["news"], organisation, bool(new) and first is row and not row.values["peopled"]))
    return found


def _update(row: Row, by: User, at: datetime) -> None:
    theirs, mine, moves = row.values["changes"], row.values.get("mine", {}), row.values.get("moves", {})
    client = row.values.get("new") or row.target.client
    plain = {name: value for name, value in mine.items() if name != "lead"}
    plain |= {name: value for name, value in moves.items() if name == "opened_on"}
    if theirs or plain:
        client = client.change(plain, by=by, at=at, organisation=theirs)
    if "lead" in mine:
        client = client.assign(mine["lead"], by=by, at=at)
    if "confidentiality" in moves:
        client = client.set_confidentiality(moves["confidentiality"], by=by, at=at)
    if "stage" in moves:
        client.move_to(moves["stage"], on=timezone.localdate(at), by=by, at=at, reason=_("From an import"))


def readable(keys: Iterable[int], by: User) -> set[int]:
    """A row speaks of the organisation and of its client."""
    kept = Client.objects.hidden_from(by).filter(organisation__in=keys)
    return organisations.readable(keys, by) - set(kept.values_list("organisation", flat=True))


def alike(keys: Iterable[int], by: User) -> dict[int, Alike]:
    found = organisations.alike(keys, by)
    for client in Client.objects.visible_to(by).filter(organisation__in=found).select_related("lead"):
        words = ", ".join([client.get_stage_display(), *([client.lead.name] if client.lead else [])])
        found[client.organisation_id] = replace(found[client.organisation_id], words=words)
    return found

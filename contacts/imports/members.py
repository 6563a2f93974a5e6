"""Members of a community: organisation, contact, state and since when."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.access import require
from accounts.models import User
from contacts.access import can_edit_membership, can_edit_organisation
from contacts.imports import cells, contacts
from contacts.imports.contacts import Contacts
from contacts.imports.names import is_renamed
from contacts.imports.organisations import Known
from contacts.imports.organisations import alike as alike
from contacts.imports.organisations import readable as readable
from contacts.models import Community, Membership, MembershipState, Organisation
from imports.access import can_import
from imports.comparing import changes
from imports.models import RowOutcome
from imports.plan import TAKE, Column, Row, countries
from imports.saying import said as _

CODE = "members"
PLACE = 4
NAMES = ("medlemmar", "member", "community")
LABEL = gettext_lazy("Community members")
may = can_import
NAMES_OF = ("company", "foretag", "member", "medlem", "name", "namn")
COLUMNS = [
    Column(
        "name", gettext_lazy("Company"), ("company", "foretag", "member", "medlem", "name", "namn"), is_required=True
    ),
    Column("country", gettext_lazy("Country"), ("country", "land"), options=countries),
    Column("person", gettext_lazy("Contact"), ("contact", "kontakt", "kontaktperson")),
    Column("email", gettext_lazy("E-mail"), ("e-mail", "email", "e-post")),
    Column("category", gettext_lazy("Category"), ("category", "kategori")),
    Column("since", gettext_lazy("Member since"), ("member since", "medlem sedan"), is_required=True, is_day=True),
    Column("state", gettext_lazy("State"), ("status", "state", "lage"), True, options=lambda: MembershipState.choices),
    Column("public", gettext_lazy("Public profile"), ("public profile", "offentlig profil")),
]
SHEETS = {"": COLUMNS}
OF_MEMBER = {"": "name", "name": "name", "state": "state", "category": "category", "since_on": "since"}
OF_MEMBER |= {"is_public": "public", "contact": "person"}
# What a membership may become, by its verbs.
NEXT: dict[str, tuple[str, ...]] = {
    **{MembershipState.APPLIED: (MembershipState.APPROVED,), MembershipState.APPROVED: (MembershipState.ACTIVE,)},
    MembershipState.ACTIVE: (MembershipState.LEFT,),
}
SHOWN = {"": ("name", "country", "person", "since")}
COMMUNITY = "HealthTech Nordic"


def plan(rows: list[Row], today: date, by: User) -> None:
    for row in rows:
        _read(row, today)
    known = Known(rows, by)
    for row in rows:
        known.match(row)
    members, theirs = _members(rows), Contacts(rows, by)
    for row in rows:
        if not row.outcome:
            _settle(row, members, theirs, by)


def _read(row: Row, today: date) -> None:
    if not row["name"]:
        row.fail("name", "required", _("The row has no name."))
    since = row.read("since", cells.day, fatal=True)
    if since and since > today:
        row.tell("since", "day_in_future", _("%(day)s lies in the future.") % {"day": since})
    row.values = {
        "organisation": {"name": row["name"], "country": row.read("country", cells.country, "") or "SE"},
        "people": contacts.read(row, has_note=False),
        "membership": {
            "state": row.read("state", lambda text: cells.word("member", text), "", fatal=True),
            "category": row["category"],
            "since_on": since,
            "is_public": row.read("public", cells.yes, False),
        },
    }
    row.fit(Organisation, row.values["organisation"], {"name": "name"}, ["name"])
    row.fit(Membership, row.values["membership"], {"category": "category"}, [])


def _members(rows: list[Row]) -> dict[int, Membership]:
    organisations = [row.target.pk for row in rows if row.target]
    found = Membership.objects.filter(community__name=COMMUNITY, organisation__in=organisations)
    found = found.select_related("contact", "organisation")
    return {one.organisation_id: one for one in found}


def _settle(row: Row, members: dict[int, Membership], theirs: Contacts, by: User) -> None:
    membership = members.get(row.target.pk) if row.target else None
    row.values["theirs"] = _of_organisation(row, row.target, by) if row.target else {}
    row.values["news"] = theirs.settle(row, row.target and row.target.pk)
    row.values["peopled"] = bool(row.target and row.target.pk in theirs.named)
    if membership is None:
        made = row.values["new"] = _membership(row)
        row.ask(lambda: _check(made, by), OF_MEMBER)
        row.outcome = row.outcome or RowOutcome.CREATE
        return
    values = dict(row.values["membership"])
    row.values |= {"known": membership, "move": _move(row, membership, values.pop("state"))}
    values["is_public"] = values["is_public"] if row.says("public") else None
    row.values["changes"] = changes(row, membership, values, OF_MEMBER) | _contact(row, membership)
    _check_end(row, row.values["changes"].get("since_on") or membership.since_on)
    if row.values["changes"] or row.values["move"]:
        row.ask(lambda: require(can_edit_membership(by, membership)), OF_MEMBER)
    is_changed = any(row.values[one] for one in ("changes", "move", "theirs", "news"))
    row.outcome = row.outcome or (RowOutcome.UPDATE if is_changed else RowOutcome.UNCHANGED)


def _of_organisation(row: Row, organisation: Organisation, by: User) -> dict[str, Any]:
    values = row.values["organisation"]
    name = row["name"] if is_renamed(row["name"], organisation.name) else ""
    said = {"name": name, "country": values["country"] if row.says("country") else ""}
    found = changes(row, organisation, said, {"name": "name", "country": "country"})
    if found:
        row.ask(lambda: require(can_edit_organisation(by, organisation)), OF_MEMBER)
    return found


def _contact(row: Row, membership: Membership) -> dict[str, Any]:
    """The row's contact where the membership has none; another one is told, and taken when somebody says so."""
    first = next(iter(row.values["people"]), None)
    if first is None or (membership.contact and first.key == membership.contact.search_key):
        return {}
    if membership.contact:
        row.tell_differing("person", membership.contact.name, first.fields["name"])
    if membership.contact and row.choice != TAKE:
        return {}
    row.becomes("person", membership.contact.name if membership.contact else "", first.fields["name"])
    return {"contact": first}


def _move(row: Row, membership: Membership, state: str) -> str:
    """A state that the file gives otherwise is told, and taken in when somebody says so."""
    if not state or state == membership.state:
        return ""
    words = dict(MembershipState.choices)
    row.tell_differing("state", words[membership.state], words[state])
    if row.choice != TAKE:
        return ""
    if state not in NEXT.get(membership.state, ()):
        here = {"state": words[membership.state], "new": words[state]}
        row.fail("state", "refused", _("The membership is %(state)s and cannot become %(new)s.") % here)
    row.becomes("state", words[membership.state], words[state])
    return state


def _check_end(row: Row, since: date | None) -> None:
    """One that leaves by a file leaves today, which is not before it began."""
    if row.values["move"] == MembershipState.LEFT and since and since > timezone.localdate():
        row.fail("state", "refused", _("A membership ends on the day it began or later."))


def _membership(row: Row) -> Membership:
    """In the community as found or made when it is carried out."""
    organisation = row.target or Organisation(**row.values["organisation"])
    return Membership(organisation=organisation, **row.values["membership"])


def _check(membership: Membership, by: User) -> None:
    if membership.organisation._state.adding:
        membership.organisation.check_add(by=by)
    membership.check_enter(by=by)


def carry_out(rows: list[Row], *, by: User, at: datetime) -> None:
    community, _made = Community.objects.get_or_create(name=COMMUNITY)
    created = [row for row in rows if row.outcome == RowOutcome.CREATE]
    made = [row.values["new"] for row in created]
    Organisation.add_all([one.organisation for one in made if one.organisation._state.adding], by=by, at=at)
    for row in rows:
        if row.is_taken and row.values["theirs"]:
            row.target.change(row.values["theirs"], by=by, at=at)
    contacts.carry_out(
        [(row.values["news"], _organisation(row), not row.values["peopled"]) for row in rows if row.is_taken],
        by=by,
        at=at,
    )
    for row in created:
        row.values["new"].community = community
        row.values["new"].contact = next((one.person for one in row.values["people"]), None)
    Membership.enter_all(made, by=by, at=at)
    for row in rows:
        if row.outcome == RowOutcome.UPDATE:
            _update(row, by, at)


def _organisation(row: Row) -> Organisation:
    found: Organisation = row.values["new"].organisation if "new" in row.values else row.target
    return found


def _update(row: Row, by: User, at: datetime) -> None:
    membership, found = row.values["known"], dict(row.values["changes"])
    if "contact" in found:
        found["contact"] = found["contact"].person
    if found:
        membership = membership.change(found, by=by, at=at)
    on = row.values["membership"]["since_on"] or timezone.localdate(at)
    if row.values["move"] == MembershipState.APPROVED:
        membership.approve(by=by, at=at)
    elif row.values["move"] == MembershipState.ACTIVE:
        membership.activate(on=on, by=by, at=at)
    elif row.values["move"] == MembershipState.LEFT:
        membership.leave(on=timezone.localdate(at), by=by, at=at)

"""Members of a community: organisation, contact, state and since when."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require
from crm.access import can_edit_membership
from crm.imports import cells
from crm.imports.organisations import Known, differing
from crm.imports.organisations import alike as alike
from crm.models import Affiliation, Community, Membership, MembershipState, Organisation, Person
from imports.models import RowOutcome
from imports.plan import TAKE, Column, Row, countries
from ui.text import fold

CODE = "members"
NAMES = ("medlemmar", "member", "community")
LABEL = gettext_lazy("Community members")
COLUMNS = [
    Column("name", gettext_lazy("Company"), ("company", "foretag", "medlem", "name"), is_required=True),
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
# What a membership may become, by its verbs.
NEXT: dict[str, tuple[str, ...]] = {
    **{MembershipState.APPLIED: (MembershipState.APPROVED,), MembershipState.APPROVED: (MembershipState.ACTIVE,)},
    MembershipState.ACTIVE: (MembershipState.LEFT,),
}
SHOWN = {"": ("name", "country", "person", "since")}
COMMUNITY = "HealthTech Nordic"


def plan(rows: list[Row], today: date, by: Any) -> None:
    for row in rows:
        if not row["name"]:
            row.fail("name", "required", _("The row has no name."))
        row.values = {
            "organisation": {"name": row["name"], "country": row.read("country", cells.country, "") or "SE"},
            "person": {"name": row["person"], "email": row.read("email", cells.email, "")},
            "membership": {
                "state": row.read("state", lambda text: cells.word("member", text), "", fatal=True),
                "category": row["category"],
                "since_on": row.read("since", cells.day, fatal=True),
                "is_public": row.read("public", cells.yes, False),
            },
        }
        row.fit(Organisation, row.values["organisation"], {"name": "name"}, ["name"])
        row.fit(Person, row.values["person"], {"name": "person", "email": "email"}, ["name"])
        row.fit(Membership, row.values["membership"], {"category": "category"}, [])
    known = Known(rows, by)
    for row in rows:
        known.match(row)
    members = _members(rows)
    for row in rows:
        if not row.outcome:
            _settle(row, members, by)


def _members(rows: list[Row]) -> dict[int, Membership]:
    organisations = [row.target.pk for row in rows if row.target]
    found = Membership.objects.filter(community__name=COMMUNITY, organisation__in=organisations)
    return {one.organisation_id: one for one in found}


def _settle(row: Row, members: dict[int, Membership], by: Any) -> None:
    membership = members.get(row.target.pk) if row.target else None
    if membership is None:
        made = row.values["new"] = _membership(row)
        row.ask(lambda: _check(made, by), OF_MEMBER)
        row.outcome = row.outcome or RowOutcome.CREATE
        return
    values = dict(row.values["membership"])
    row.values |= {"known": membership, "move": _move(row, membership, values.pop("state"))}
    row.values["changes"] = differing(membership, values)
    if row.values["changes"] or row.values["move"]:
        row.ask(lambda: require(can_edit_membership(by, membership)), OF_MEMBER)
        row.outcome = row.outcome or RowOutcome.UPDATE
    row.outcome = row.outcome or RowOutcome.UNCHANGED


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
    return state


def _membership(row: Row) -> Membership:
    """In the community as found or made when it is carried out."""
    organisation = row.target or Organisation(**row.values["organisation"])
    return Membership(organisation=organisation, **row.values["membership"])


def _check(membership: Membership, by: Any) -> None:
    if membership.organisation._state.adding:
        membership.organisation.check_add(by=by)
    membership.check_enter(by=by)


def carry_out(rows: list[Row], *, by: Any, at: datetime) -> None:
    community, _made = Community.objects.get_or_create(name=COMMUNITY)
    created = [row for row in rows if row.outcome == RowOutcome.CREATE]
    made = [row.values["new"] for row in created]
    Organisation.add_all([one.organisation for one in made if one.organisation._state.adding], by=by, at=at)
    _people(created, by, at)
    for membership in made:
        membership.community = community
    Membership.enter_all(made, by=by, at=at)
    for row in rows:
        if row.outcome == RowOutcome.UPDATE:
            _update(row, by, at)


def _people(rows: list[Row], by: Any, at: datetime) -> None:
    """The contact is somebody at the organisation by that name, or new."""
    organisations = [row.values["new"].organisation for row in rows]
    roles = Affiliation.objects.filter(organisation__in=organisations).select_related("person")
    known = {(role.organisation_id, fold(role.person.name)): role.person for role in roles}
    new: list[Affiliation] = []
    for row in rows:
        membership, name = row.values["new"], row["person"]
        membership.contact = known.get((membership.organisation.pk, fold(name))) if name else None
        if name and membership.contact is None:
            membership.contact = Person(**row.values["person"])
            new.append(Affiliation(person=membership.contact, organisation=membership.organisation, is_main=True))
    Person.add_all([role.person for role in new], by=by, at=at)
    Affiliation.start_all(new, by=by, at=at)


def _update(row: Row, by: Any, at: datetime) -> None:
    membership = row.values["known"]
    if row.values["changes"]:
        membership = membership.change(row.values["changes"], by=by, at=at)
    on = row.values["membership"]["since_on"] or timezone.localdate(at)
    if row.values["move"] == MembershipState.APPROVED:
        membership.approve(by=by, at=at)
    elif row.values["move"] == MembershipState.ACTIVE:
        membership.activate(on=on, by=by, at=at)
    elif row.values["move"] == MembershipState.LEFT:
        membership.leave(on=timezone.localdate(at), by=by, at=at)

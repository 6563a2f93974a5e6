"""Members of a community: organisation, contact, state and since when."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.imports import cells
from crm.imports.organisations import Known, differing
from crm.imports.organisations import alike as alike
from crm.models import Affiliation, Community, Membership, MembershipState, Organisation, Person
from imports.models import RowOutcome
from imports.plan import Column, Row
from journal.bulk import bulk_create, bulk_update
from journal.record import Happening, record_all
from ui.text import fold

CODE = "members"
NAMES = ("medlemmar", "member", "community")
LABEL = gettext_lazy("Community members")
COLUMNS = [
    Column("name", gettext_lazy("Company"), ("company", "foretag", "medlem", "name"), is_required=True),
    Column("country", gettext_lazy("Country"), ("country", "land")),
    Column("person", gettext_lazy("Contact"), ("contact", "kontakt", "kontaktperson")),
    Column("email", gettext_lazy("E-mail"), ("e-mail", "email", "e-post")),
    Column("category", gettext_lazy("Category"), ("category", "kategori")),
    Column("since", gettext_lazy("Member since"), ("member since", "medlem sedan"), is_required=True),
    Column("state", gettext_lazy("State"), ("status", "state", "lage"), True, lambda: MembershipState.choices),
    Column("public", gettext_lazy("Public profile"), ("public profile", "offentlig profil")),
]
SHEETS = {"": COLUMNS}
SHOWN = {"": ("name", "country", "person", "since")}
COMMUNITY = "HealthTech Nordic"


def plan(rows: list[Row], today: date, by: Any) -> None:
    for row in rows:
        if not row["name"]:
            row.fail("name", "required", _("The row has no name."))
        row.values = {
            "email": row.read("email", cells.email, ""),
            "membership": {
                "state": row.read("state", lambda text: cells.word("member", text), "", fatal=True),
                "category": row["category"][:60],
                "since_on": row.read("since", cells.day, fatal=True),
                "is_public": cells.yes(row["public"]),
            },
        }
    known = Known(rows, by)
    for row in rows:
        known.match(row)
    members = _members(rows)
    for row in rows:
        if not row.outcome:
            _settle(row, members)


def _members(rows: list[Row]) -> dict[int, Membership]:
    organisations = [row.target.pk for row in rows if row.target]
    found = Membership.objects.filter(community__name=COMMUNITY, organisation__in=organisations)
    return {one.organisation_id: one for one in found}


def _settle(row: Row, members: dict[int, Membership]) -> None:
    membership = members.get(row.target.pk) if row.target else None
    if membership is None:
        row.outcome = RowOutcome.CREATE
        return
    row.values |= {"known": membership, "changes": differing(membership, row.values["membership"])}
    row.outcome = RowOutcome.UPDATE if row.values["changes"] else RowOutcome.UNCHANGED


def carry_out(rows: list[Row], *, by: Any, at: datetime) -> None:
    community, _made = Community.objects.get_or_create(name=COMMUNITY)
    created = [row for row in rows if row.outcome == RowOutcome.CREATE]
    _organisations([row for row in created if row.target is None], by, at)
    _people(created, by, at)
    made = [
        Membership(community=community, organisation=row.target, contact=row.values["met"], **row.values["membership"])
        for row in created
    ]
    bulk_create(made, by=by, reason="import", at=at)
    record_all(_happening(one, by) for one in made)
    _update([row for row in rows if row.outcome == RowOutcome.UPDATE], by)


def _organisations(rows: list[Row], by: Any, at: datetime) -> None:
    new = [
        Organisation(name=row["name"][:200], country=(row["country"] or "SE")[:2].upper(), search_key=fold(row["name"]))
        for row in rows
    ]
    for row, organisation in zip(rows, bulk_create(new, by=by, reason="import", at=at), strict=True):
        row.target = organisation


def _people(rows: list[Row], by: Any, at: datetime) -> None:
    """The contact is somebody at the organisation by that name, or new."""
    roles = Affiliation.objects.filter(organisation__in=[row.target for row in rows]).select_related("person")
    known = {(role.organisation_id, fold(role.person.name)): role.person for role in roles}
    new: list[tuple[Row, Person]] = []
    for row in rows:
        name = row["person"]
        row.values["met"] = known.get((row.target.pk, fold(name))) if name else None
        if name and row.values["met"] is None:
            person = Person(name=name[:150], email=row.values["email"], search_key=fold(name))
            row.values["met"] = person
            new.append((row, person))
    bulk_create([person for _row, person in new], by=by, reason="import", at=at)
    made = [Affiliation(person=person, organisation=row.target, is_main=True) for row, person in new]
    bulk_create(made, by=by, reason="import", at=at)


def _happening(membership: Membership, by: Any) -> Happening:
    verbs = {"active": "activated", "left": "left", "approved": "approved", "applied": "applied"}
    at = datetime.combine(membership.since_on or date.today(), time(11), UTC)
    facts = {"community": membership.community.name}
    about = [membership.organisation]
    return Happening(f"membership.{verbs[membership.state]}", membership, by, at, about, facts)


def _update(rows: list[Row], by: Any) -> None:
    for row in rows:
        for name, value in row.values["changes"].items():
            setattr(row.values["known"], name, value)
        row.values["known"].version += 1
    fields = ["state", "category", "since_on", "is_public", "version"]
    bulk_update([row.values["known"] for row in rows], fields, by=by, reason="import")

"""Organisations, people, their roles and memberships behind the table's words."""

from dataclasses import replace

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.access import can_administer
from accounts.hanging import can_read
from contacts import access, erase_person
from contacts.models import Affiliation, Community, Erasure, Likeness, Membership, Organisation, Person, ToRead
from crm.models import Client, Meeting
from tests.rights.declared import (
    NOTHING,
    TODAY,
    Noun,
    Verb,
    api,
    client,
    from_file,
    hidden_client,
    new,
    of,
    page,
    reading,
    shown,
    tied,
)
from tests.rights.of_clients import NEW, NUMBER
from tests.world import NOW


def of_organisation(make):
    """What hangs on an organisation: nobody's client, a client that she reads, one that is kept from her."""
    return [
        tied("client", lambda cast, by: make(Organisation.objects.create(name="Hudkliniken"), cast)),
        tied("client", lambda cast, by: make(client(cast, by).organisation, cast)),
        tied("", lambda cast, by: make(hidden_client(cast, by).organisation, cast)),
    ]


def _person_at(organisation, cast):
    made = Person.objects.create(name="Maja Törnqvist")
    made.affiliations.create(organisation=organisation)
    return made


def _met(made):
    def make(cast, by):
        meeting = Meeting.objects.create(kind="video", state="held", starts_at=NOW)
        meeting.clients.add(made(cast, by))
        meeting.people.add(person := Person.objects.create(name="Maja Törnqvist"))
        return person

    return make


PEOPLE = [
    tied("known", lambda cast, by: _person_at(client(cast, by).organisation, cast)),
    tied("known", _met(client)),
    tied("made", lambda cast, by: Person.objects.create(name="Okänd", created_by=by)),
    tied("", lambda cast, by: Person.objects.create(name="Okänd", created_by=cast.somebody)),
    tied("", lambda cast, by: _person_at(hidden_client(cast, by).organisation, cast)),
    tied("", _met(hidden_client)),
]


def _like(made):
    def make(cast, by):
        other = Organisation.objects.create(name="Klarvik")
        return Likeness.objects.create(organisation=made(cast, by).organisation, other=other, found_at=NOW)

    return make


def community():
    return Community.objects.get_or_create(name="HealthTech Nordic")[0]


def _member(state):
    def make(organisation, cast):
        return Membership.objects.create(
            organisation=organisation,
            community=community(),
            state=state,
        )

    return of_organisation(make)


def _to_read(cast, by):
    erasure = Erasure.objects.create(person=1, ground="unlawful", at=NOW)
    kind = ContentType.objects.get_for_model(Client)
    return ToRead.objects.create(erasure=erasure, record_type=kind, record_id=client(cast, by).pk)


def _community(row, cast):
    return {"community": community().pk}


def _joined(row, cast):
    return {"organisation": client(cast, cast.by).organisation_id}


def _numbered(row):
    Organisation.objects.filter(pk=row.pk).update(number=NUMBER, number_scheme="orgnr")


CHANGED_ROW = from_file(
    "partners",
    lambda row: {"name": row.name, "kind": "Vårdgivare", "number": NUMBER, "website": "x.example"},
    access.can_edit_organisation,
)
APPLYING_ROW = from_file(
    "members",
    lambda row: {"name": row.name, "country": "Sverige", "since": "2025-01-01", "state": "Aktiv"},
    access.can_edit_organisation,
)
# Whoever names one that is kept from her makes another of that name (decision 0023).
READ = of_organisation(lambda organisation, cast: organisation)
NOUNS = {
    "Organisation": Noun(
        READ,
        {
            "read": reading("organisation", shown("contacts:organisation_detail"), api("get", "organisation-timeline")),
            "add": Verb(
                of(access.can_work_with_contacts),
                (page("contacts:organisation_add", NEW), new("organisation", NEW)),
                (lambda row, by, cast: Organisation.add(by=by, at=NOW, name="Ny AB"),),
                samples=NOTHING,
            ),
            "change its facts": Verb(
                access.can_edit_organisation,
                (
                    page("contacts:organisation_change", lambda row, cast: {"name": row.name, "summary": "Ny"}),
                    api("patch", "organisation-detail", {"summary": "Ny"}),
                ),
                (lambda row, by, cast: row.change({"summary": "Ny"}, by=by, at=NOW),),
            ),
            "change its facts, from a file": replace(CHANGED_ROW, ready=_numbered),
            "take on as a client": Verb(
                access.can_edit_organisation,
                (
                    page("crm:organisation_take_on"),
                    new("client", lambda row, cast: {"organisation_id": row.pk}, hidden=400),
                ),
                (lambda row, by, cast: Client.open_client(row, by=by, at=NOW, on=TODAY),),
                samples=READ[:1],
            ),
            "add a person to it": Verb(
                access.can_edit_organisation,
                (page("contacts:affiliation_add", {"name": "Maja Törnqvist", "role": "VD"}),),
                (lambda row, by, cast: Person.add(by=by, at=NOW, name="Maja").join(row, by=by, at=NOW),),
            ),
            "let it apply to a community": Verb(
                access.can_edit_organisation,
                (
                    page("contacts:membership_apply", _community),
                    new("membership", lambda row, cast: _community(row, cast) | {"organisation": row.pk}, hidden=400),
                ),
                (lambda row, by, cast: Membership.apply(community(), row, by=by, at=NOW),),
            ),
            "let it apply, from a file": replace(APPLYING_ROW, samples=READ[:2], ready=lambda row: community()),
        },
        everybodys=frozenset({"client"}),
    ),
    "Person": Noun(
        PEOPLE,
        {
            "read": reading("person", shown("contacts:person_detail")),
            "add": Verb(
                of(access.can_work_with_contacts),
                (new("person", {"name": "Maja Törnqvist"}, trace=lambda: Person.objects.count()),),
                (lambda row, by, cast: Person.add(by=by, at=NOW, name="Maja"),),
                samples=NOTHING,
            ),
            "change": Verb(
                access.can_edit_person,
                (
                    page("contacts:person_change", {"name": "Maja Ek"}),
                    api("patch", "person-detail", {"name": "Maja Ek"}),
                ),
                (lambda row, by, cast: row.change({"name": "Maja Ek"}, by=by, at=NOW),),
            ),
            "say that her identity is protected no more": Verb(
                access.can_lift_protection,
                (api("patch", "person-detail", {"is_protected": False}),),
                (lambda row, by, cast: row.change({"is_protected": False}, by=by, at=NOW),),
                ready=lambda row: Person.objects.filter(pk=row.pk).update(is_protected=True),
            ),
            "give a role at an organisation": Verb(
                access.can_edit_person,
                (api("post", "person-join", _joined),),
                (lambda row, by, cast: row.join(client(cast, by).organisation, by=by, at=NOW),),
            ),
            "erase": Verb(
                access.can_erase_person,
                (
                    page("contacts:person_erase", {"ground": "unlawful", "is_sure": "on"}),
                    api("post", "person-erase", {"ground": "unlawful"}),
                ),
                (lambda row, by, cast: erase_person.erase(row, ground="unlawful", by=by, at=timezone.now()),),
            ),
        },
        everybodys=frozenset({"known"}),
    ),
    "Role of a person": Noun(
        of_organisation(lambda organisation, cast: _person_at(organisation, cast).affiliations.get()),
        {
            "read": Verb(can_read),
            "change": Verb(
                access.can_edit_affiliation,
                (page("contacts:affiliation_change", {"role": "VD"}),),
                (lambda row, by, cast: row.change({"role": "VD"}, by=by, at=NOW),),
            ),
            "end": Verb(
                access.can_edit_affiliation,
                (page("contacts:affiliation_end", {"on": TODAY.isoformat()}),),
                (lambda row, by, cast: row.end(on=TODAY, by=by, at=timezone.now()),),
            ),
            "let go on": Verb(
                access.can_edit_affiliation,
                (page("contacts:affiliation_resume"),),
                (lambda row, by, cast: row.resume(by=by, at=NOW),),
                ready=lambda row: Affiliation.objects.filter(pk=row.pk).update(to_on=TODAY),
            ),
        },
        everybodys=frozenset({"client"}),
    ),
    "Membership of a community": Noun(
        _member("approved"),
        {
            "read": reading("membership"),
            "change": Verb(
                access.can_edit_membership,
                (api("patch", "membership-detail", {"category": "Gäst"}),),
                (lambda row, by, cast: row.change({"category": "Gäst"}, by=by, at=NOW),),
            ),
            "approve": Verb(
                access.can_edit_membership,
                (page("contacts:membership_approve"), api("post", "membership-approve")),
                (lambda row, by, cast: row.approve(by=by, at=NOW),),
                samples=_member("applied"),
            ),
            "activate": Verb(
                access.can_edit_membership,
                (page("contacts:membership_activate"), api("post", "membership-activate")),
                (lambda row, by, cast: row.activate(on=TODAY, by=by, at=NOW),),
            ),
            "end": Verb(
                access.can_edit_membership,
                (page("contacts:membership_leave"), api("post", "membership-leave")),
                (lambda row, by, cast: row.leave(on=TODAY, by=by, at=timezone.now()),),
                samples=_member("active"),
            ),
            "let go on": Verb(
                access.can_edit_membership,
                (page("contacts:membership_rejoin"), api("post", "membership-rejoin")),
                (lambda row, by, cast: row.rejoin(by=by, at=NOW),),
                samples=_member("left"),
            ),
        },
        everybodys=frozenset({"client"}),
    ),
    "Likeness of two organisations": Noun(
        [tied("both", _like(client)), tied("", _like(hidden_client))],
        {
            "read": Verb(can_read),
            "say that they are two": Verb(
                access.can_settle_likeness,
                (page("contacts:likeness_settle"),),
                (lambda row, by, cast: row.settle(by=by, at=NOW),),
            ),
            "have them looked at again": Verb(
                access.can_settle_likeness,
                (page("contacts:likeness_reopen"),),
                (lambda row, by, cast: row.reopen(by=by, at=NOW),),
                ready=lambda row: Likeness.objects.filter(pk=row.pk).update(settled_at=NOW),
            ),
        },
        everybodys=frozenset({"both"}),
    ),
    "Text to read through after an erasure": Noun(
        [tied("", _to_read)],
        {
            "read": Verb(can_read),
            "say that it is read": Verb(
                lambda by, row: can_administer(by) and can_read(by, row),
                (page("contacts:text_read"),),
                (lambda row, by, cast: row.finish(by=by, at=NOW),),
            ),
            "have it read again": Verb(
                lambda by, row: can_administer(by) and can_read(by, row),
                (page("contacts:text_reopen"),),
                (lambda row, by, cast: row.reopen(by=by, at=NOW),),
                ready=lambda row: ToRead.objects.filter(pk=row.pk).update(done_at=NOW),
            ),
        },
    ),
}

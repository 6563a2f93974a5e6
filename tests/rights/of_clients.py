"""Clients behind the table's words."""

from dataclasses import replace

from django.utils import timezone

from accounts.hanging import can_read
from accounts.models import User
from contacts.access import can_work_with_contacts
from contacts.models import Organisation
from crm import access
from crm.models import Client
from journal.models import Entry
from tests.rights.declared import (
    NOTHING,
    TODAY,
    Noun,
    Verb,
    api,
    client,
    from_file,
    kept,
    last_entry,
    listed,
    new,
    of,
    page,
    shown,
)
from tests.world import NOW

NEW = {"name": "Havrekärna AB", "kind": "company", "country": "SE"}
NUMBER = "556036-0793"


def facts(row, cast):
    return NEW | {
        "name": row.name,
        "needs": "Kapital",
        "cadence_days": "30",
        "employees": "12",
        "organisation_version": "1",
    }


def _kept_to(row, cast):
    return {"confidentiality": "named", "readers": [cast.somebody.pk]}


def _given_to(row, cast):
    return {"lead": cast.another.pk}


def numbered(row):
    Organisation.objects.filter(pk=row.organisation_id).update(number=NUMBER, number_scheme="orgnr")


READING = (shown("crm:client_detail"), api("get", "client-detail"), api("get", "client-timeline"), listed("client"))
NEW_ROW = from_file("clients", lambda row: {"name": "Havrekärna AB", "stage": "Ny"}, of(can_work_with_contacts))
CHANGED_ROW = from_file(
    "clients",
    lambda row: {"number": NUMBER, "name": str(row), "stage": "Aktiv", "website": "x.example"},
    access.can_edit_client,
)
LED_ROW = from_file(
    "clients",
    lambda row: {"number": NUMBER, "name": str(row), "stage": "Aktiv", "lead": "Dora Wik"},
    access.can_assign_client,
)
NOUNS = {
    "Client": Noun(
        kept(client),
        {
            "read, open to all staff": Verb(can_read, READING),
            "read, kept to its team": Verb(can_read, READING),
            "read, kept to named people": Verb(can_read, READING),
            "take on a new one": Verb(
                of(can_work_with_contacts),
                (page("crm:client_open", NEW), new("client", {"organisation": NEW})),
                (lambda row, by, cast: Client.open_client(Organisation(name="Ny AB"), by=by, at=NOW, on=TODAY),),
                samples=NOTHING,
            ),
            "take on a new one, from a file": replace(NEW_ROW, samples=NOTHING),
            "change its facts": Verb(
                access.can_edit_client,
                (
                    page("crm:client_change", facts),
                    page("crm:client_fact", facts, lambda row: [row.pk, "employees"], done=frozenset({302})),
                    api("patch", "client-detail", {"needs": "Kapital"}),
                ),
                (lambda row, by, cast: row.change({"needs": "Kapital"}, by=by, at=NOW),),
            ),
            "change its facts, from a file": replace(CHANGED_ROW, ready=numbered),
            "take back a change": Verb(
                access.can_edit_client,
                (page("crm:client_undo", args=lambda row: [row.pk, last_entry() or 0]),),
                (lambda row, by, cast: row.undo(Entry.objects.latest("pk"), by=by, at=timezone.now()),),
                ready=lambda row: row.change({"needs": "Kapital"}, by=User.objects.get(role="administrator"), at=NOW),
            ),
            "move to another stage": Verb(
                access.can_edit_client,
                (
                    page("crm:client_move", {"stage": "dormant", "on": TODAY.isoformat()}),
                    api("post", "client-move", {"stage": "dormant"}),
                ),
                (lambda row, by, cast: row.move_to("dormant", on=TODAY, by=by, at=timezone.now()),),
            ),
            "give another lead": Verb(
                access.can_assign_client,
                (page("crm:client_assign", _given_to), api("post", "client-assign", _given_to)),
                (lambda row, by, cast: row.assign(cast.another, by=by, at=NOW),),
            ),
            "give another lead, from a file": replace(LED_ROW, ready=numbered),
            "say who reads it": Verb(
                access.can_keep_client,
                (page("crm:client_confidentiality", _kept_to), api("post", "client-confidentiality", _kept_to)),
                (lambda row, by, cast: row.set_confidentiality("named", readers=[cast.somebody], by=by, at=NOW),),
            ),
        },
    )
}

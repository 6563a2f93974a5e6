"""The crm room's nouns behind the table's words."""

from django.utils import timezone

from accounts.hanging import can_read
from accounts.models import User
from crm import access
from crm.models import Client, Organisation
from journal.models import Entry
from tests.rights.declared import NOTHING, Noun, Verb, api, client, kept, last_entry, page, shown
from tests.world import NOW

TODAY = timezone.localdate()
NEW = {"name": "Havrekärna AB", "kind": "company", "country": "SE"}


def _change(row, by, cast):
    row.change({"needs": "Kapital"}, by=by, at=NOW)


def _facts(row, cast):
    return NEW | {"name": row.name, "needs": "Kapital", "cadence_days": "30", "organisation_version": "1"}


def _kept_to(row, cast):
    return {"confidentiality": "named", "readers": [cast.somebody.pk]}


CLIENT = Noun(
    kept(client),
    {
        **{
            f"read, {level}": Verb(can_read, (shown("crm:client_detail"), api("get", "client-detail")))
            for level in ("open to all staff", "kept to its team", "kept to named people")
        },
        "take on a new one": Verb(
            lambda by, row: access.can_work_with_clients(by),
            (page("crm:client_open", NEW), api("post", "client-list", {"organisation": NEW})),
            (lambda row, by, cast: Client.open_client(Organisation(name="Ny AB"), by=by, at=NOW, on=TODAY),),
            samples=NOTHING,
        ),
        "change its facts": Verb(
            access.can_edit_client,
            (
                page("crm:client_change", _facts),
                page("crm:client_fact", {"name": "Ny AB", "organisation_version": "1"}, lambda row: [row.pk, "name"]),
                api("patch", "client-detail", {"needs": "Kapital"}),
            ),
            (_change,),
        ),
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
            (
                page("crm:client_assign", lambda row, cast: {"lead": cast.another.pk}),
                api("post", "client-assign", lambda row, cast: {"lead": cast.another.pk}),
            ),
            (lambda row, by, cast: row.assign(cast.another, by=by, at=NOW),),
        ),
        "say who reads it": Verb(
            access.can_keep_client,
            (
                page(
                    "crm:client_confidentiality",
                    _kept_to,
                ),
                api(
                    "post",
                    "client-confidentiality",
                    _kept_to,
                ),
            ),
            (lambda row, by, cast: row.set_confidentiality("named", readers=[cast.somebody], by=by, at=NOW),),
        ),
    },
)
NOUNS = {"Client": CLIENT}

"""Who brings in what: each role, each kind, each door, held against what the verb says of her."""

import contextlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from rest_framework.test import APIClient

from contacts.access import can_work_with_contacts
from contacts.models import Organisation
from crm.access import can_log_meeting
from crm.models import Meeting
from imports import carrying, staging
from imports.access import can_import
from imports.models import ImportRun
from worker.tasks import work_on_import


def by_page(client, user, kind, rows, _folder):
    client.force_login(user)
    client.post(reverse("crm:import_start"), {"pasted": rows, "kind": kind}, format="multipart")
    for run in ImportRun.objects.filter(state="uploaded"):
        staging.match(run, run.kind, run.mapping, by=user)


def by_command(_client, user, kind, rows, folder):
    (folder / "k.csv").write_text(rows)
    with contextlib.suppress(PermissionDenied, CommandError, SystemExit):
        call_command("import", kind, str(folder / "k.csv"), email=user.email)


def by_api(_client, user, kind, rows, _folder):
    client = APIClient()
    client.force_authenticate(user)
    client.post(
        "/api/v1/imports/", {"file": SimpleUploadedFile("k.csv", rows.encode()), "kind": kind}, format="multipart"
    )


BRING = {"page": by_page, "command": by_command, "api": by_api}

IMPORTERS = ["advisor", "colleague", "outsider", "lead", "manager", "administrator", "auditor", "editor"]
ROWS = {
    "clients": ("Namn;Status\nNy AB;Aktiv\n", can_work_with_contacts),
    "partners": ("Name;Kind\nNy AB;University\n", can_work_with_contacts),
    "members": ("Company;Member since;Status\nNy AB;2024-01-01;Active\n", can_work_with_contacts),
    "meetings": ("Datum;Klient\n2026-03-02;Klarvik Diagnostik AB\n", can_log_meeting),
}


@pytest.mark.parametrize("role", IMPORTERS)
@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("door", ["page", "command", "api"])
def test_each_role_brings_in_by_each_door_what_it_may_do_one_by_one(world, client, tmp_path, role, kind, door):
    user, (rows, may) = getattr(world, role), ROWS[kind]
    before = Organisation.objects.count() + Meeting.objects.count()
    BRING[door](client, user, kind, rows, tmp_path)
    for run in ImportRun.objects.all():
        work_on_import(run.pk)
        run.refresh_from_db()
        if run.state == "checked":
            carrying.begin(run, by=user)
            work_on_import(run.pk)
    made = Organisation.objects.count() + Meeting.objects.count() - before
    assert made == bool(may(user) and can_import(user))

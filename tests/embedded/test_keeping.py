"""The drill: back up, lose everything, restore, and find all of it again; refuse what cannot be right."""

import json
import os
import subprocess
import zipfile

import psycopg
import pytest

from embedded import postgres
from tests.product import manage

PROMISES = "from accounts.models import User; from crm.models import Client; from journal.models import Entry"
COUNT = f"{PROMISES}; print(User.objects.count(), Client.objects.count(), Entry.objects.count())"

# How many tokens open the API, and whether there is somebody whose sessions go on.
OPEN = """
from django.utils import timezone
from accounts.models import ApiToken, User
print(ApiToken.objects.alive(timezone.now()).count(), User.objects.filter(signed_out_at=None).exists())
"""
WITNESS = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT name FROM witness")
    print(cursor.fetchone()[0])
"""
OCCUPIED = "fyr: There are people in the database already; --replace puts the backup in their place.\n"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A filled folder and its backup."""
    var = tmp_path_factory.mktemp("kept") / "var"
    assert manage("demo", "--meetings", "40", "--projects", "2", "--var", str(var)).returncode == 0
    assert manage("api_token", "cecilia@innovationsund.example", "--var", str(var)).returncode == 0
    (var / "media").mkdir()
    (var / "media" / "letter.txt").write_text("Dear Edit")
    file = var.parent / "day.fyr"
    told = manage("backup", str(file), "--var", str(var))
    assert told.returncode == 0, told.stderr
    return var, file


def count(var):
    return manage("shell", "--no-imports", "-c", COUNT, "--var", str(var)).stdout


def test_what_was_backed_up_is_restored_into_an_empty_folder_and_over_a_filled_one(kept, tmp_path):
    var, file = kept
    before = count(var)
    assert before.split() != ["0", "0", "0"]
    assert os.stat(file).st_mode & 0o777 == 0o600
    fresh = tmp_path / "fresh"
    told = manage("restore", str(file), "--var", str(fresh))
    assert told.returncode == 0, told.stderr
    assert count(fresh) == before
    assert "Everybody is signed out, and 1 API tokens have ended" in told.stdout
    assert (shell(var, OPEN), shell(fresh, OPEN)) == (["1", "True"], ["0", "False"])
    assert (fresh / "media" / "letter.txt").read_text() == "Dear Edit"
    assert manage("rebuild_states", "--check", "--var", str(fresh)).returncode == 0

    refused = manage("restore", str(file), "--var", str(fresh))
    assert refused.stderr == OCCUPIED
    again = manage("restore", str(file), "--replace", "--var", str(fresh))
    assert again.returncode == 0, again.stderr
    assert count(fresh) == before
    # What is restored can be backed up and restored once more.
    second = tmp_path / "second.fyr"
    assert manage("backup", str(second), "--var", str(fresh)).returncode == 0
    assert manage("restore", str(second), "--replace", "--var", str(fresh)).returncode == 0
    assert count(fresh) == before


def changed(file, target, name, content):
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            new.writestr(member, content(old.read(member)) if member == name else old.read(member))
    return target


def with_manifest(file, target, **more):
    return changed(file, target, "manifest.json", lambda old: json.dumps(json.loads(old) | more).encode())


def test_a_backup_that_is_not_whole_or_of_a_newer_version_is_refused_and_changes_nothing(kept, tmp_path):
    var, file = kept
    before = count(var)
    with zipfile.ZipFile(file) as backup:
        manifest = json.loads(backup.read("manifest.json"))
    older = with_manifest(file, tmp_path / "older", migrations=[["accounts", "0001_users"]])
    newer = with_manifest(file, tmp_path / "newer", migrations=[*manifest["migrations"], ["crm", "9999_flying"]])
    fewer = with_manifest(file, tmp_path / "fewer", tables=manifest["tables"] | {"accounts_user": 1})
    broken = changed(file, tmp_path / "broken", "database.dump", lambda old: old[:-100] + bytes(100))
    (tmp_path / "cut").write_bytes(file.read_bytes()[:5000])
    said = {
        older: "The backup is of Fyr from before 26 November 2026, which this version cannot take on.",
        newer: "The backup is of a newer version of Fyr (crm.9999_flying); restore it with that version.",
        fewer: "The database is as it was: the backup could not be read in (",
        broken: f"{broken} is broken: database.dump is not what was backed up.",
        tmp_path / "cut": f"{tmp_path / 'cut'} is no backup that can be read (",
    }
    for path, sentence in said.items():
        told = manage("restore", str(path), "--replace", "--var", str(var))
        assert told.returncode == 1
        assert told.stderr.startswith(f"fyr: {sentence}")
        assert told.stderr.count("\n") == 1
    assert count(var) == before


LEFT = """
from pathlib import Path
from contacts.models import Erasure
from reports.models import Run
from tests.canary import left
print(Erasure.objects.count(), Run.objects.filter(frozen_at__isnull=False).exists(), *left(Path({!r})))
"""


def shell(var, code):
    return manage("shell", "--no-imports", "-c", code, "--var", str(var)).stdout.split()


def test_who_was_erased_after_the_backup_is_nowhere_when_it_is_restored(kept, tmp_path):
    """She is in a posted report, frozen and printed, when the backup is made."""
    _var, file = kept
    fresh, older = tmp_path / "fresh", tmp_path / "older.fyr"
    where = LEFT.format(str(fresh))
    assert manage("restore", str(file), "--var", str(fresh)).returncode == 0
    [pk] = shell(fresh, "from tests.canary import report_of_her; print(report_of_her().pk)")
    none, has_run, *found = shell(fresh, where)
    printed = {"contacts_person.name", "projects_statusreport.summary", "reports_run.data", "reports_rendering.content"}
    assert (none, has_run, printed - set(found)) == ("0", "True", set())
    assert manage("backup", str(older), "--var", str(fresh)).returncode == 0
    told = manage("erase_person", pk, "--ground", "objection", "--yes", "--var", str(fresh))
    assert told.returncode == 0, told.stderr
    assert (fresh / "erased.jsonl").stat().st_mode & 0o777 == 0o600
    for _twice in range(2):
        assert shell(fresh, where) == ["1", "True"]
        restored = manage("restore", str(older), "--replace", "--var", str(fresh))
        assert restored.returncode == 0, restored.stderr
    assert shell(fresh, where) == ["1", "True"]


def test_a_ledger_of_the_erased_that_nobody_can_replay_stops_a_restore(kept, tmp_path):
    _var, file = kept
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (fresh / "erased.jsonl").write_text("{}\n")
    told = manage("restore", str(file), "--var", str(fresh))
    assert (told.returncode, "cannot erase them again" in told.stderr) == (1, True)


def test_a_database_of_an_older_postgresql_is_backed_up_and_taken_along(tmp_path):
    var = tmp_path / "var"
    folder, programs = var / "pg", postgres.OLDER[16]
    folder.mkdir(parents=True)
    owner = postgres._owner(folder)
    subprocess.run(
        [programs / "initdb", "-D", folder, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"],
        check=True, capture_output=True, cwd="/", **owner,
    )  # fmt: skip
    address = postgres.start(folder, programs=programs)
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE witness (name text)")
        connection.execute("INSERT INTO witness VALUES ('Edit Ö')")
    postgres.stop(folder)

    told = manage("shell", "--no-imports", "-c", WITNESS, "--var", str(var))
    assert told.stdout == "Edit Ö\n", told.stderr
    assert manage("migrate", "-v0", "--var", str(var)).returncode == 0
    assert postgres.major(folder) == 18
    assert len(list((var / "backups").glob("before-postgresql-18-*.fyr"))) == 1
    assert not (var / "pg.old").exists()
    assert postgres.pid(folder) is None


@pytest.mark.parametrize(
    ("taken", "sentence"),
    [
        (
            ("crm", "9999_flying"),
            "the database is of a newer version of Fyr (crm.9999_flying); start that version, "
            "or restore a backup of this one",
        ),
        (
            ("accounts", "0001_users"),
            "the database is of Fyr from before 26 November 2026, which this version cannot take on; "
            "give it an empty one",
        ),
    ],
)
def test_a_schema_that_is_not_of_this_code_is_refused(client, db, taken, sentence):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", taken)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "reason": sentence})


@pytest.mark.parametrize("left", ["pg.old", ".pgdata-tmp-x1"])
def test_an_upgrade_cut_short_makes_no_empty_database_beside_what_it_left(tmp_path, left):
    var = tmp_path / "var"
    (var / left).mkdir(parents=True)
    told = manage("shell", "--no-imports", "-c", "print(1)", "--var", str(var))
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert told.stderr.startswith("fyr: An upgrade of the database was cut short: ")
    assert str(var / left) in told.stderr
    assert not (var / "pg").exists()

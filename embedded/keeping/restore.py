"""Reading a backup in: all of the database or nothing, its rows counted before it stands.

With it stands a mark that the restore is not finished: files, migrations, who has been erased since, and what may
have been ended or sent since follow. They can be done again from the start, until the last of them takes the mark away.
"""

import contextlib
import shutil
import subprocess
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from accounts.restored import end_access
from crm import reminding
from embedded import folder, schema, starting
from embedded.keeping import archive, ledger, unfinished
from embedded.trouble import Trouble
from reports import restored

# One transaction, whose end is written last: a writer that hears nothing more leaves the database as it was.
EMPTY = """BEGIN;
SET lock_timeout = '10s';
DROP SCHEMA public CASCADE; CREATE SCHEMA public;
ALTER SCHEMA public OWNER TO pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


def read_in(path: Path, at: datetime, *, replaces: bool) -> tuple[dict[str, Any], str]:
    """The manifest of what was restored, and what whoever restores is to be told: what has ended and what waits. Raises
    Trouble, with the database as it was, when it may or can not be."""
    manifest = archive.read_back(path)
    _check(manifest, replaces=replaces)
    with zipfile.ZipFile(path) as file:
        _lay_files_ready(file, list(manifest["members"]))
        starting.forget_prepared(settings.VAR_DIR)
        _read_database(file, manifest)
    return manifest, finish(at)


def finish(at: datetime) -> str:
    """What follows the backup's rows; from the start again after it was cut short anywhere. What is to be told."""
    ledger.check()
    _put_files_in_place()
    call_command("migrate", interactive=False, verbosity=0)
    ledger.replay()
    cache.clear()
    with transaction.atomic():
        ended, held = end_access(at), restored.hold(at)
        reminding.PROMISES.give_up(at)
        unfinished.take_away()
    return f"{ended.told}\n{held.told}"


def _check(manifest: dict[str, Any], *, replaces: bool) -> None:
    applied = [(app, name) for app, name in manifest["migrations"]]
    if schema.is_from_before(applied):
        raise Trouble("The backup is of Fyr from before 26 November 2026, which this version cannot take on.")
    if newer := schema.newer_than_code(applied):
        raise Trouble(f"The backup is of a newer version of Fyr ({', '.join(newer)}); restore it with that version.")
    ledger.check()
    if folder.read_run(settings.VAR_DIR):
        raise Trouble(f"Fyr runs on the folder {settings.VAR_DIR}; stop it before restoring.")
    if unfinished.is_so():
        raise Trouble(f"{unfinished.SENTENCE[0].upper()}{unfinished.SENTENCE[1:]} before another.")
    if not replaces and _has_people():
        raise Trouble("There are people in the database already; --replace puts the backup in their place.")


def _has_people() -> bool:
    with connection.cursor() as cursor:
        if "accounts_user" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)")
        return bool(cursor.fetchone()[0])


def _read_database(file: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    connection.close()
    with tempfile.NamedTemporaryFile(dir=settings.VAR_DIR, prefix="restore-") as dump:
        with file.open(archive.DUMP) as member:
            shutil.copyfileobj(member, dump)
        dump.flush()
        reader = subprocess.Popen(
            archive.program("pg_restore", "--no-owner", "--no-privileges", "--file=-", dump.name),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert reader.stdout
        end = _counting(manifest["tables"]) + unfinished.marking(datetime.fromisoformat(manifest["made_at"]))
        _write_database(reader, reader.stdout, end + "COMMIT;\n")


def _write_database(reader: "subprocess.Popen[bytes]", script: IO[bytes], end: str) -> None:
    """In one transaction, which ends with counting; a reader that failed leaves the writer without its end."""
    with tempfile.TemporaryFile() as said:
        writer = subprocess.Popen(
            archive.program("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=archive.environment() | {"PGAPPNAME": "fyr-restore"},
        )
        assert writer.stdin
        with contextlib.suppress(BrokenPipeError):
            writer.stdin.write(EMPTY.encode())
            shutil.copyfileobj(script, writer.stdin)
            if reader.wait():
                writer.kill()
            writer.stdin.write(end.encode())
        with contextlib.suppress(BrokenPipeError):
            writer.stdin.close()
        script.close()
        if reader.wait() or writer.wait():
            said.seek(0)
            raise Trouble(
                f"The database is as it was: the backup could not be read in ({archive.last_line(said.read())})."
            )


def _counting(tables: dict[str, int]) -> str:
    checks = [
        f"IF (SELECT count(*) FROM public.{connection.ops.quote_name(name)}) <> {int(count)}"
        f" THEN RAISE EXCEPTION '% has not its rows', {name!r}; END IF;"
        for name, count in tables.items()
    ]
    return f"\nDO $counting$ BEGIN {' '.join(checks)} END $counting$;\n"


def _beside(mark: str) -> Path:
    root = Path(settings.MEDIA_ROOT)
    return root.with_name(root.name + mark)


def _lay_files_ready(file: zipfile.ZipFile, names: list[str]) -> None:
    """Beside those that are there: whoever finishes the restore has not the backup at hand."""
    fresh = _beside(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name in names:
        if name.startswith(archive.FILES):
            target = fresh / name.removeprefix(archive.FILES)
            if not target.resolve().is_relative_to(fresh.resolve()):
                raise Trouble(f"The backup holds a file outside its folder ({name}).")
            target.parent.mkdir(parents=True, exist_ok=True)
            with file.open(name) as member, target.open("wb") as copy:
                shutil.copyfileobj(member, copy)


def _put_files_in_place() -> None:
    root, fresh, old = Path(settings.MEDIA_ROOT), _beside(".new"), _beside(".old")
    if fresh.exists():
        if root.exists():
            shutil.rmtree(old, ignore_errors=True)
            root.rename(old)
        fresh.rename(root)
    shutil.rmtree(old, ignore_errors=True)

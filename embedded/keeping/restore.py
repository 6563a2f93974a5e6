"""Reading a backup in: all of the database or nothing, its rows counted before it stands; then the files, what has been
migrated since, and who has been erased since."""

import contextlib
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from embedded import folder, schema
from embedded.keeping import archive, ledger
from embedded.trouble import Trouble

EMPTY = """SET lock_timeout = '10s';
DROP SCHEMA public CASCADE; CREATE SCHEMA public;
ALTER SCHEMA public OWNER TO pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


def read_in(path: Path, *, replaces: bool) -> dict[str, Any]:
    """The manifest of what was restored. Raises Trouble, with the database as it was, when it may or can not be."""
    manifest = archive.read_back(path)
    _check(manifest, replaces=replaces)
    with zipfile.ZipFile(path) as file:
        _read_database(file, manifest["tables"])
        _read_files(file, list(manifest["members"]))
    call_command("migrate", interactive=False, verbosity=0)
    ledger.replay()
    cache.clear()
    return manifest


def _check(manifest: dict[str, Any], *, replaces: bool) -> None:
    if newer := schema.newer_than_code((app, name) for app, name in manifest["migrations"]):
        raise Trouble(f"The backup is of a newer version of Fyr ({', '.join(newer)}); restore it with that version.")
    ledger.check()
    if folder.read_run(settings.VAR_DIR):
        raise Trouble(f"Fyr runs on the folder {settings.VAR_DIR}; stop it before restoring.")
    if not replaces and _has_people():
        raise Trouble("There are people in the database already; --replace puts the backup in their place.")


def _has_people() -> bool:
    with connection.cursor() as cursor:
        if "accounts_user" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)")
        return bool(cursor.fetchone()[0])


def _read_database(file: zipfile.ZipFile, tables: dict[str, int]) -> None:
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
        _write_database(reader, reader.stdout, tables)


def _write_database(reader: "subprocess.Popen[bytes]", script: IO[bytes], tables: dict[str, int]) -> None:
    """In one transaction, which ends with counting; a reader that failed leaves the writer without its end."""
    with tempfile.TemporaryFile() as said:
        writer = subprocess.Popen(
            archive.program(
                "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-"
            ),
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
            writer.stdin.write(_counting(tables).encode())
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


def _read_files(file: zipfile.ZipFile, names: list[str]) -> None:
    root = Path(settings.MEDIA_ROOT)
    fresh, old = root.with_name(root.name + ".new"), root.with_name(root.name + ".old")
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    for name in names:
        if name.startswith(archive.FILES):
            target = fresh / name.removeprefix(archive.FILES)
            if not target.resolve().is_relative_to(fresh.resolve()):
                raise Trouble(f"The backup holds a file outside its folder ({name}).")
            target.parent.mkdir(parents=True, exist_ok=True)
            with file.open(name) as member, target.open("wb") as copy:
                shutil.copyfileobj(member, copy)
    if root.exists():
        root.rename(old)
    if fresh.exists():
        fresh.rename(root)
    shutil.rmtree(old, ignore_errors=True)

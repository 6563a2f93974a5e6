"""Writing a backup: database and counts of one moment, files, settings' names; read back before it gets its name."""

import hashlib
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from embedded import postgres
from embedded.keeping import archive, unfinished
from embedded.trouble import Trouble

CHUNK = 2**20


def write(path: Path, at: datetime) -> dict[str, Any]:
    """The manifest of the file written; refuses to write over another."""
    if path.exists():
        raise Trouble(f"{path} is there already; name another file.")
    if unfinished.is_so():
        raise Trouble(f"{unfinished.SENTENCE[0].upper()}{unfinished.SENTENCE[1:]} before a backup is made.")
    part = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as output:
            _write(output, at)
            output.flush()
            os.fsync(output.fileno())
        manifest = archive.read_back(part)
        part.replace(path)
        return manifest
    except OSError as error:
        raise Trouble(f"The backup could not be written to {path} ({error.strerror}).") from None
    finally:
        part.unlink(missing_ok=True)


def _write(output: IO[bytes], at: datetime) -> None:
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as file:
        members = {}
        with transaction.atomic(), connection.cursor() as cursor:
            # All that is read below is of this one moment, however long it takes.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            manifest = _manifest(at)
            members[archive.DUMP] = _add(file, archive.DUMP, _dump(cursor.fetchone()[0]))
        for name, found in _files():
            with found.open("rb") as content:
                members[name] = _add(file, name, iter(lambda: content.read(CHUNK), b""))
        file.writestr(archive.MANIFEST, json.dumps(manifest | {"members": members}, indent=1))


def _manifest(at: datetime) -> dict[str, Any]:
    return {
        "format": archive.FORMAT,
        "made_at": at.isoformat(),
        "postgresql": postgres.MAJOR,
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
        "tables": _counts(),
        "settings": sorted(settings.SET_IN_ENVIRONMENT),
    }


def _counts() -> dict[str, int]:
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts


def _dump(snapshot: str) -> Iterator[bytes]:
    command = archive.program("pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges")
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=archive.environment())
    assert writer.stdout
    yield from iter(lambda: writer.stdout.read(CHUNK), b"")  # type: ignore[union-attr]
    said = writer.communicate()[1]
    if writer.returncode:
        raise Trouble(f"The database could not be backed up ({archive.last_line(said)}).")


def _files() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")) if root.is_dir() else []:
        if path.is_file() and not path.is_symlink():
            yield archive.FILES + path.relative_to(root).as_posix(), path


def _add(file: zipfile.ZipFile, name: str, content: Iterator[bytes]) -> str:
    sum_ = hashlib.sha256()
    with file.open(name, "w", force_zip64=True) as member:
        for chunk in content:
            sum_.update(chunk)
            member.write(chunk)
    return sum_.hexdigest()

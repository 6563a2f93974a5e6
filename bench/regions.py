"""The data sets: databases of an embedded PostgreSQL of the bench's own, built once and kept under var/bench."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg

from embedded import postgres, valkey
from embedded.folder import ROOT

FOLDER = ROOT / "var" / "bench"
# name → arguments of `manage.py demo`; the day is fixed so that figures can be compared.
DAY = "2026-11-17"
REGIONS = {
    "280": ["--scale", "1"],
    "10000": ["--scale", "25", "--projects", "60"],
    "100000": ["--scale", "252", "--projects", "60"],
}
PROJECTS = {
    "projects-500": ["--meetings", "0", "--projects", "500"],
    "projects-10000": ["--meetings", "0", "--projects", "10000"],
}


class Cluster:
    def __init__(self, folder: Path = FOLDER) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.address = postgres.start(folder / "pg", durable=True)
        self.redis = valkey.start(folder / "valkey")

    def stop(self) -> None:
        valkey.stop(self.folder / "valkey")
        postgres.stop(self.folder / "pg")

    def environment(self, name: str) -> dict[str, str]:
        """What a process needs to work on one data set, in production settings."""
        return os.environ | {
            "DATABASE_URL": self.address.replace("/postgres?", f"/{name}?"),
            "REDIS_URL": self.redis,
            "SECRET_KEY": "only-for-the-bench-" + "x" * 40,
            "FYR_VAR": str(self.folder),
            "STATIC_ROOT": str(self.folder / "static"),
            "BASE_URL": "http://localhost",
            "LOG_LEVEL": "error",
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PYTHONPATH": str(ROOT),
        }

    def build(self, name: str, arguments: list[str], *, afresh: bool = False) -> None:
        """The data set, migrated to the present schema; built when it is not there."""
        if afresh:
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        is_new = not self._has(name)
        if is_new:
            self._run(f'CREATE DATABASE "{name}"')
        manage(self.environment(name), "migrate", "-v0")
        if is_new:
            print(f"building {name} …", flush=True)
            print(manage(self.environment(name), "demo", "--today", DAY, *arguments).strip(), flush=True)
            self._run("VACUUM ANALYZE", name)

    def copy(self, name: str, new: str) -> None:
        """A copy to write in, so that the data set stays as it is."""
        self.drop(new)
        self._run(f'CREATE DATABASE "{new}" TEMPLATE "{name}"')

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _has(self, name: str) -> bool:
        with psycopg.connect(self.address) as connection:
            return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())

    def _run(self, statement: str, database: str = "postgres") -> None:
        address = self.address.replace("/postgres?", f"/{database}?")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run manage.py; answers what it printed. Raises with its words when it fails."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"manage.py {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return done.stdout

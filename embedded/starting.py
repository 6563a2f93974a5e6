"""What a command's environment lacks: the running instance's, or the folder's own, started as long as it takes.

Needs no Django.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embedded import folder, postgres, upgrading, valkey
from embedded.trouble import Trouble

# In the database's folder, gone with it: what `up` prepared.
PREPARED = "fyr-prepared"
PATIENCE = 120.0  # seconds; an instance that is starting may have a database to upgrade


@contextlib.contextmanager
def for_command(var: Path) -> Iterator[dict[str, str]]:
    given = {name for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "SECRET_KEY") if os.environ.get(name)}
    if "DATABASE_URL" in given:
        yield _of_instance(folder.read_run(var), var, given)
    else:
        with _parts(var, given) as environment:
            yield environment | of_demo(var)


@contextlib.contextmanager
def _parts(var: Path, given: set[str]) -> Iterator[dict[str, str]]:
    """PostgreSQL and Valkey of the folder; the last of several commands stops them, if no instance runs there."""
    folder.make(var)
    with (var / "users.lock").open("a+") as users:
        if not folder.until(lambda: folder.read_run(var) or folder.takes(users, fcntl.LOCK_SH), PATIENCE):
            raise Trouble(f"Fyr is starting on the folder {var}, and has not come far enough in two minutes.")
        if run := folder.read_run(var):
            yield _of_instance(run, var, given)
            return
        try:
            with _alone(var):
                environment = _start(var, given)
            yield environment
        finally:
            with _alone(var):
                if folder.takes(users, fcntl.LOCK_EX):
                    _stop(var, given)


def _of_instance(run: dict[str, Any], var: Path, given: set[str]) -> dict[str, str]:
    if not run:
        return {}
    if run["is_own"] and "DATABASE_URL" not in given:
        folder.until(lambda: postgres.answers(var / "pg"), PATIENCE)
    return {name: value for name, value in run["environment"].items() if name not in given} | of_demo(var)


def of_demo(var: Path) -> dict[str, str]:
    """The demo region has a name of its own, unless another is given."""
    is_demo = (var / folder.SIGN_INS).exists() and not os.environ.get("WORKSPACE_NAME")
    return {"WORKSPACE_NAME": "Innovation Sund"} if is_demo else {}


def is_unprepared(var: Path, environment: dict[str, str]) -> bool:
    """Whether the embedded database of this folder may be without its tables: `up` has not prepared it."""
    return "DATABASE_URL" in environment and not (var / "pg" / PREPARED).exists()


def forget_prepared(var: Path) -> None:
    """The next `up` prepares anew."""
    (var / "pg" / PREPARED).unlink(missing_ok=True)


def _start(var: Path, given: set[str]) -> dict[str, str]:
    environment = {"SECRET_KEY": folder.secret_key(var)} if "SECRET_KEY" not in given else {}
    upgrading.upgrade(var)
    environment["DATABASE_URL"] = postgres.start(var / "pg")
    if "REDIS_URL" not in given:
        environment["REDIS_URL"] = valkey.start(var / "valkey")
    return environment


def _stop(var: Path, given: set[str]) -> None:
    if "REDIS_URL" not in given:
        valkey.stop(var / "valkey")
    postgres.stop(var / "pg")


@contextlib.contextmanager
def _alone(var: Path) -> Iterator[None]:
    """Starting and stopping wait for each other."""
    with (var / "starting.lock").open("a+") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield

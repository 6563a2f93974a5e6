"""The embedded parts of one var folder: what runs, who uses it, what a killed instance left. Needs no Django."""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psutil

from worker import postgres, valkey
from worker.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent
RUN_FILE = "run.json"
# Written where the demo region was filled in: who signs in there.
SIGN_INS = "sign-ins.txt"
# In the database's folder, gone with it: what `up` prepared.
PREPARED = "fyr-prepared"
# Every process of an instance carries its folder under this name, by which leftovers are known.
MARK = "FYR_INSTANCE"


def take_var(arguments: list[str]) -> tuple[list[str], Path]:
    """The arguments without `--var DIR` or `--var=DIR`, and the folder (default: FYR_VAR or ./var)."""
    kept, var = [], os.environ.get("FYR_VAR") or str(ROOT / "var")
    rest = iter(arguments)
    for argument in rest:
        if argument == "--var":
            var = next(rest, "")
        elif argument.startswith("--var="):
            var = argument.partition("=")[2]
        else:
            kept.append(argument)
    if not var:
        raise Trouble("--var wants the name of a folder.")
    return kept, Path(var).resolve()


def make_folder(var: Path) -> None:
    try:
        (var / "log").mkdir(parents=True, exist_ok=True)
        probe = var / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise Trouble(f"The folder {var} cannot be written ({error.strerror}); name another with --var.") from None


def secret_key(var: Path) -> str:
    path = var / "secret_key"
    with contextlib.suppress(FileExistsError), path.open("x") as file:
        path.chmod(0o600)
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


@contextlib.contextmanager
def parts(var: Path, given: set[str]) -> Iterator[dict[str, str]]:
    """PostgreSQL and Valkey of the folder, where no address is given; the last of several users stops them."""
    make_folder(var)
    with (var / "users.lock").open("a+") as users:
        with _alone(var):
            fcntl.lockf(users, fcntl.LOCK_SH)
        try:
            with _alone(var):
                environment = _start(var, given)
            yield environment
        finally:
            with _alone(var):
                if _is_last(users):
                    _stop(var, given)


@contextlib.contextmanager
def only_instance(var: Path) -> Iterator[None]:
    """One `up` for a folder. The lock is of the kind that dies with its process and is not handed to children."""
    make_folder(var)
    with (var / "instance.lock").open("a+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Trouble(f"Fyr runs already on the folder {var}; stop it, or name another with --var.") from None
        end_leftovers(var)
        try:
            yield
        finally:
            (var / RUN_FILE).unlink(missing_ok=True)


def write_run(var: Path, address: str, environment: dict[str, str]) -> None:
    """Let other commands find this instance."""
    me = psutil.Process()
    run = {"pid": me.pid, "started": me.create_time(), "address": address, "environment": environment}
    fresh = var / (RUN_FILE + ".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(run, indent=1))
    fresh.replace(var / RUN_FILE)


def read_run(var: Path) -> dict[str, Any]:
    """What the running instance of this folder wrote about itself; {} when none runs."""
    with contextlib.suppress(OSError, ValueError, KeyError, psutil.Error):
        run: dict[str, Any] = json.loads((var / RUN_FILE).read_text())
        if psutil.Process(run["pid"]).create_time() == run["started"]:
            return run
    return {}


def end_leftovers(var: Path) -> None:
    """End the processes of an instance that was killed; its PostgreSQL and Valkey are simply used again."""
    if not (var / RUN_FILE).exists():
        return
    left = [process for process in psutil.process_iter() if _is_of(process, var)]
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(left, timeout=5)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    (var / RUN_FILE).unlink(missing_ok=True)


@contextlib.contextmanager
def for_command(var: Path) -> Iterator[dict[str, str]]:
    """What one command's environment lacks: taken from the running instance, or started for as long as it takes."""
    given = {name for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "SECRET_KEY") if os.environ.get(name)}
    if run := read_run(var):
        yield _lacking(run["environment"], given) | of_demo(var)
    elif "DATABASE_URL" in given:
        yield {}
    else:
        with parts(var, given) as environment:
            yield _lacking(environment, given) | of_demo(var)


def of_demo(var: Path) -> dict[str, str]:
    """The demo region has a name of its own, unless another is given."""
    is_demo = (var / SIGN_INS).exists() and not os.environ.get("WORKSPACE_NAME")
    return {"WORKSPACE_NAME": "Innovation Sund"} if is_demo else {}


def is_unprepared(var: Path, environment: dict[str, str]) -> bool:
    """Whether the embedded database of this folder may be without its tables: `up` has not prepared it."""
    return "DATABASE_URL" in environment and not (var / "pg" / PREPARED).exists()


def _lacking(environment: dict[str, str], given: set[str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in given}


def _start(var: Path, given: set[str]) -> dict[str, str]:
    environment = {"SECRET_KEY": secret_key(var)}
    if "DATABASE_URL" not in given:
        environment["DATABASE_URL"] = postgres.start(var / "pg")
    if "REDIS_URL" not in given:
        environment["REDIS_URL"] = valkey.start(var / "valkey")
    return environment


def _stop(var: Path, given: set[str]) -> None:
    if "REDIS_URL" not in given:
        valkey.stop(var / "valkey")
    if "DATABASE_URL" not in given:
        postgres.stop(var / "pg")


@contextlib.contextmanager
def _alone(var: Path) -> Iterator[None]:
    """Starting and stopping wait for each other."""
    with (var / "starting.lock").open("a+") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.lockf(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_of(process: psutil.Process, var: Path) -> bool:
    with contextlib.suppress(psutil.Error, OSError):
        return process.pid != os.getpid() and process.environ().get(MARK) == str(var)
    return False

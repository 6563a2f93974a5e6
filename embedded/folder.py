"""The folder of one instance: who may enter it, who works in it, what a killed instance left there. Needs no Django."""

import contextlib
import errno
import fcntl
import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import psutil

from embedded import postgres, valkey
from embedded.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent
RUN_FILE = "run.json"
# Written where the demo region was filled in: who signs in there.
SIGN_INS = "sign-ins.txt"
# Every process of an instance carries its folder under this name, by which leftovers are known.
MARK = "FYR_INSTANCE"
# A start on a disk with less room than this would only break later, in the midst of something.
LEAST = 2**20
PATIENCE = 10.0  # seconds
STORES = {"postgres", "valkey-server"}


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


def make(var: Path) -> None:
    """What lies in it is for its owner alone; what an older version left open is closed now."""
    os.umask(0o077)
    probe = var / ".writable"
    try:
        (var / "log").mkdir(parents=True, exist_ok=True)
        probe.write_bytes(bytes(LEAST))
    except OSError as error:
        raise Trouble(f"The folder {var} cannot be written ({error.strerror}); {_way_on(error)}.") from None
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()
    for path in var.iterdir():
        mode = path.lstat().st_mode
        if mode & 0o077 and not path.is_symlink():
            path.chmod(mode & 0o700)


def _way_on(error: OSError) -> str:
    is_full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    return "make room on its disk and start again" if is_full else "name another with --var"


def secret_key(var: Path) -> str:
    path = var / "secret_key"
    if not path.exists() or not path.read_text():
        _write(path, secrets.token_urlsafe(50))
    return path.read_text()


def _write(path: Path, text: str) -> None:
    """All of it or nothing, whatever happens meanwhile."""
    fresh = path.with_name(path.name + ".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


@contextlib.contextmanager
def only_instance(var: Path) -> Iterator[None]:
    """One `up` for a folder, and no command that has started the folder's PostgreSQL for itself."""
    make(var)
    # Locks of the kind that die with their process and are not handed to children.
    with (var / "instance.lock").open("a+") as file, (var / "users.lock").open("a+") as users:
        if not takes(file, fcntl.LOCK_EX):
            raise Trouble(f"Fyr runs already on the folder {var}; stop it, or name another with --var.")
        if not until(lambda: takes(users, fcntl.LOCK_EX), PATIENCE):
            raise Trouble(f"Another command is at work on the folder {var}; start when it is done.")
        end_leftovers(var)
        try:
            yield
        finally:
            (var / RUN_FILE).unlink(missing_ok=True)


def takes(file: IO[str], how: int) -> bool:
    try:
        fcntl.lockf(file, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def until(is_so: Callable[[], object], seconds: float) -> bool:
    """Wait for another process; False when it has not come to that in time."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not is_so():
        if time.monotonic() > end:
            return False
        pause.wait(0.05)
    return True


def write_run(var: Path, environment: dict[str, str], *, is_own: bool) -> None:
    """Let other commands find this instance; `is_own`: the database is the folder's."""
    me = psutil.Process()
    run = {"pid": me.pid, "started": me.create_time(), "is_own": is_own, "environment": environment}
    _write(var / RUN_FILE, json.dumps(run, indent=1))


def read_run(var: Path) -> dict[str, Any]:
    """What the running instance of this folder wrote about itself; {} when none runs."""
    with contextlib.suppress(OSError, ValueError, KeyError, psutil.Error):
        run: dict[str, Any] = json.loads((var / RUN_FILE).read_text())
        if psutil.Process(run["pid"]).create_time() == run["started"]:
            return run
    return {}


def end_leftovers(var: Path) -> None:
    """End the processes of an instance that was killed, its PostgreSQL and Valkey last."""
    if not (var / RUN_FILE).exists():
        return
    left = [process for process in psutil.process_iter() if _is_of(process, var)]
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(left, timeout=5)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    valkey.stop(var / "valkey")
    postgres.stop(var / "pg")
    (var / RUN_FILE).unlink(missing_ok=True)


def _is_of(process: psutil.Process, var: Path) -> bool:
    with contextlib.suppress(psutil.Error, OSError):
        is_other = process.pid != os.getpid() and process.name() not in STORES
        return is_other and process.environ().get(MARK) == str(var)
    return False

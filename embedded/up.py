"""`manage.py up`: the whole product on one machine under one supervisor, with embedded parts where none are given."""

import argparse
import hashlib
import os
import signal
import socket
import sys
from pathlib import Path

from embedded import folder, postgres, starting, supervisor, upgrading, valkey
from embedded.folder import ROOT
from embedded.supervisor import Part
from embedded.trouble import Trouble
from embedded.valkey import free_port

JOBS = {"worker", "mailer", "webhooks", "beat"}
FIRST_VISIT = "Fyr: while there is nobody"
GIVEN = ("DATABASE_URL", "REDIS_URL", "SMTP_URL")


def up(arguments: list[str], var: Path) -> int:
    """Start everything, say one ready line, wait for Ctrl-C, stop everything; answers the exit code."""
    options = _options(arguments)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(0))
    with folder.only_instance(var):
        # Only now: what a killed instance left behind may have held the port.
        _refuse_taken(options.port)
        return _run(options, var)


def _run(options: argparse.Namespace, var: Path) -> int:
    given = {name for name in GIVEN if os.environ.get(name)}
    environment = _environment(_addresses(var, given), var, options.port, given)
    is_own = "DATABASE_URL" not in given
    folder.write_run(var, environment, is_own=is_own)
    os.environ.update(environment | {folder.MARK: str(var)} | _compiled(var) | starting.of_demo(var))
    is_empty = not _wants_demo(options, is_own=is_own)
    mark, state = var / "pg" / starting.PREPARED, _state(is_empty=is_empty)
    parts = _stores(var, given) + _product(environment, options.port)
    if not (is_own and mark.exists() and mark.read_text() == state and Path(environment["STATIC_ROOT"]).is_dir()):
        parts.append(_prepare(is_empty=is_empty))
    return supervisor.run(
        parts,
        var / "log",
        f"http://127.0.0.1:{options.port}",
        lambda: _ready_line(environment),
        lambda: _remember(mark, state, var, is_own=is_own),
    )


def _wants_demo(options: argparse.Namespace, *, is_own: bool) -> bool:
    """The demo's people have a public password: they come into a database that was given only when that is said."""
    return not options.empty and (is_own or options.demo)


def _addresses(var: Path, given: set[str]) -> dict[str, str]:
    addresses = {"SECRET_KEY": folder.secret_key(var)}
    if "DATABASE_URL" not in given:
        upgrading.upgrade(var)
        addresses["DATABASE_URL"] = postgres.make(var / "pg")
    if "REDIS_URL" not in given:
        addresses["REDIS_URL"] = valkey.make(var / "valkey")
    return addresses


def _stores(var: Path, given: set[str]) -> list[Part]:
    stores = []
    if "DATABASE_URL" not in given:
        command, user = postgres.command(var / "pg")
        # INT: end the connections, write everything, stop.
        stores.append(Part("postgres", command, user=user, stop="INT", kind="store"))
    if "REDIS_URL" not in given:
        stores.append(Part("valkey", valkey.command(var / "valkey"), kind="store"))
    return stores


def _product(environment: dict[str, str], port: int) -> list[Part]:
    return [
        Part(name, command, folder=str(ROOT), kind="job" if name in JOBS else "door")
        for name, command in processes(environment, port).items()
    ]


def _prepare(*, is_empty: bool) -> Part:
    """Skipped while migrations, static files and packages are as they were: it takes a second of every start."""
    command = [sys.executable, str(ROOT / "manage.py"), "prepare", *(["--empty"] if is_empty else [])]
    return Part("prepare", command, folder=str(ROOT), kind="before")


def _remember(mark: Path, state: str, var: Path, *, is_own: bool) -> None:
    os.environ.update(starting.of_demo(var))
    if is_own:
        mark.write_text(state)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py up", description="Run Fyr on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the web address' port (default 8000)")
    parser.add_argument("--var", metavar="DIR", help="the folder of everything kept (default: var)")
    parser.add_argument("--empty", action="store_true", help="no demo data; the first visit makes the administrator")
    parser.add_argument("--demo", action="store_true", help="demo data also in a database given by DATABASE_URL")
    return parser.parse_args(arguments)


def _refuse_taken(port: int) -> None:
    if not 0 < port < 65536:
        raise Trouble(f"{port} is not a port; choose one between 1 and 65535 with --port.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Trouble(f"Port {port} cannot be used ({error.strerror}); choose another with --port.") from None


def _environment(addresses: dict[str, str], var: Path, port: int, given: set[str]) -> dict[str, str]:
    """What every process of the instance is told, on top of what the environment says already."""
    environment = addresses | {
        "FYR_VAR": str(var),
        "BASE_URL": f"http://localhost:{port}",
        "STATIC_ROOT": str(var / "static"),
    }
    if "SMTP_URL" not in given:
        environment |= {"SMTP_URL": f"smtp://127.0.0.1:{free_port()}", "MAILBOX_DIR": str(var / "mail")}
    return {name: os.environ.get(name) or value for name, value in environment.items()} | {"FYR_VAR": str(var)}


def _compiled(var: Path) -> dict[str, str]:
    """Where Python may not leave compiled modules beside their sources, ours are kept in the folder instead: compiling
    them anew takes each process two seconds of every start."""
    if not sys.dont_write_bytecode or sys.pycache_prefix:
        return {}
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(var / "pycache")}


def _state(*, is_empty: bool) -> str:
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("ui/static/**/*.*"), ROOT / "uv.lock"]
    marks = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in sorted(files)]
    return hashlib.sha256("\n".join([*marks, str(is_empty)]).encode()).hexdigest()


def processes(environment: dict[str, str], port: int) -> dict[str, list[str]]:
    """The product's processes by name."""
    python = [sys.executable, "-m"]
    # People at a page come before jobs.
    celery = ["nice", "-n", "5", *python, "celery", "-A", "config", "--skip-checks"]
    quiet = ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    commands = {
        "web": [*python, "embedded.web", "--port", str(port)],
        "worker": [*celery, "worker", *["-Q", "default,rendering", "-c", "2", "--max-tasks-per-child", "50"], *quiet],
        # By itself, since a mail server may take ten minutes to answer, and nothing else is to wait for it.
        "mailer": [*celery, "worker", *["-n", "mailer@%h", "-Q", "mail", "--pool", "solo"], *quiet],
        # So also whoever answers a webhook late; two, since one of them is not to hold up all others.
        "webhooks": [*celery, "worker", *["-n", "webhooks@%h", "-Q", "webhooks", "-c", "2"], *quiet],
        "beat": [*celery, "beat", "--schedule", f"{environment['FYR_VAR']}/beat", "--pidfile="],
    }
    if folder := environment.get("MAILBOX_DIR"):
        commands["mail"] = [*python, "embedded.catcher", environment["SMTP_URL"].rpartition(":")[2], folder]
    return commands


def _ready_line(environment: dict[str, str]) -> str:
    sign_ins = Path(environment["FYR_VAR"]) / folder.SIGN_INS
    said = " ".join(sign_ins.read_text(encoding="utf-8").split("\n")).strip() if sign_ins.exists() else _first_visit()
    return f"Fyr is ready at {environment['BASE_URL']}" + (f" – {said}" if said else "")


def _first_visit() -> str:
    """What the web server has printed, where strangers may reach it."""
    log = Path(os.environ["FYR_VAR"]) / "log" / "web.log"
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.startswith(FIRST_VISIT)]
    return lines[-1].removeprefix("Fyr: ") if lines and _is_reachable() else ""


def _is_reachable() -> bool:
    return bool(os.environ.get("ALLOWED_HOSTS") or os.environ.get("BEHIND_PROXY"))

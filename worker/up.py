"""`manage.py up`: the whole product on one machine under one supervisor, with embedded parts where none are given."""

import argparse
import hashlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from worker import embedded
from worker.embedded import ROOT
from worker.supervisor import Supervisor
from worker.trouble import Trouble
from worker.valkey import free_port

GIVEN = ("DATABASE_URL", "REDIS_URL", "SMTP_URL")


def up(arguments: list[str], var: Path) -> int:
    """Start everything, say one ready line, wait for Ctrl-C, stop everything; answers the exit code."""
    options = _options(arguments)
    stopper = Stopper()
    with embedded.only_instance(var):
        # Only now: what a killed instance left behind may have held the port.
        _refuse_taken(options.port)
        return _run(options, var, stopper)


def _run(options: argparse.Namespace, var: Path, stopper: "Stopper") -> int:
    given = {name for name in GIVEN if os.environ.get(name)}
    with embedded.parts(var, given) as addresses:
        environment = _environment(addresses, var, options.port, given)
        embedded.write_run(var, environment["BASE_URL"], environment)
        environment |= {embedded.MARK: str(var)} | _compiled(var)
        if not stopper.is_asked:
            _prepare_once(var, environment, stopper, is_own="DATABASE_URL" not in given, is_empty=options.empty)
        if stopper.is_asked:
            return 0
        environment |= embedded.of_demo(var)
        supervisor = Supervisor(processes(environment, options.port), os.environ | environment, var / "log")
        return supervisor.run(options.port, lambda: _ready_line(environment), stopper)


class Stopper:
    """Remembers that Ctrl-C (or a polite end) was asked for, and passes it on to what runs at the moment."""

    def __init__(self) -> None:
        self.is_asked = False
        self.target: Any = None
        self.listen()

    def listen(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._ask)

    def _ask(self, *_: object) -> None:
        self.is_asked = True
        if self.target is not None:
            self.target.terminate()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py up", description="Run Fyr on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the web address' port (default 8000)")
    parser.add_argument("--var", metavar="DIR", help="the folder of everything kept (default: var)")
    parser.add_argument("--empty", action="store_true", help="no demo data; the first visit makes the administrator")
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


def _prepare_once(var: Path, environment: dict[str, str], stopper: Stopper, *, is_own: bool, is_empty: bool) -> None:
    """Skip what takes a second of every start while migrations, static files and packages are as they were."""
    state, mark = _state(is_empty=is_empty), var / "pg" / embedded.PREPARED
    if is_own and mark.exists() and mark.read_text() == state and Path(environment["STATIC_ROOT"]).is_dir():
        return
    _prepare(var, environment, stopper, is_empty=is_empty)
    if is_own and not stopper.is_asked:
        mark.write_text(state)


def _state(*, is_empty: bool) -> str:
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("ui/static/**/*.*"), ROOT / "uv.lock"]
    marks = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in sorted(files)]
    return hashlib.sha256("\n".join([*marks, str(is_empty)]).encode()).hexdigest()


def _prepare(var: Path, environment: dict[str, str], stopper: Stopper, *, is_empty: bool) -> None:
    """Migrate, collect static files, fill the demo region when there is nobody yet."""
    command = [sys.executable, str(ROOT / "manage.py"), "prepare", *(["--empty"] if is_empty else [])]
    log = var / "log" / "prepare.log"
    with log.open("w", encoding="utf-8") as output:
        stopper.target = subprocess.Popen(
            command, env=os.environ | environment, stdout=output, stderr=output, start_new_session=True
        )
        failed = stopper.target.wait()
    if failed and not stopper.is_asked:
        last = (log.read_text(errors="replace").strip().splitlines() or ["it did not say why"])[-1]
        raise Trouble(
            last.removeprefix("fyr: ") if last.startswith("fyr: ") else f"The start failed ({last}); see {log}."
        )


def processes(environment: dict[str, str], port: int) -> dict[str, list[str]]:
    """The product's processes by name."""
    python = [sys.executable, "-m"]
    # People at a page come before jobs.
    celery = ["nice", "-n", "5", *python, "celery", "-A", "config", "--skip-checks"]
    jobs = "-Q default,mail,rendering -c 2 --loglevel INFO --without-gossip --without-mingle --max-tasks-per-child 50"
    commands = {
        "web": [*python, "worker.web", "--port", str(port)],
        "worker": [*celery, "worker", *jobs.split()],
        "beat": [*celery, "beat", "--schedule", f"{environment['FYR_VAR']}/beat", "--pidfile="],
    }
    if folder := environment.get("MAILBOX_DIR"):
        commands["mail"] = [*python, "worker.catcher", environment["SMTP_URL"].rpartition(":")[2], folder]
    return commands


def _ready_line(environment: dict[str, str]) -> str:
    sign_ins = Path(environment["FYR_VAR"]) / embedded.SIGN_INS
    said = " – " + " ".join(sign_ins.read_text(encoding="utf-8").split("\n")).strip() if sign_ins.exists() else ""
    return f"Fyr is ready at {environment['BASE_URL']}{said}"

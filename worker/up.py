"""`manage.py up`: the whole product on one machine under one supervisor, with embedded parts where none are given."""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

from honcho.manager import Manager
from honcho.printer import Printer

from worker import embedded
from worker.embedded import EmbeddedError

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def up(arguments: list[str], var: Path) -> int:
    """Start everything, say one ready line, wait for Ctrl-C, stop everything. The exit code; EmbeddedError when refused."""
    options = _options(arguments)
    _refuse_taken(options.port)
    embedded.prepare(var)
    with embedded.lock(var):
        embedded.end_orphans(var)
        stopper = Stopper()
        environment, valkey = _services(var, options.port)
        try:
            if stopper.is_asked or not _prepared(var, environment, is_empty=options.empty):
                return 1
            return _run(var, environment, options, valkey, stopper)
        finally:
            _stop_services(var, valkey)
            (var / embedded.RUN_FILE).unlink(missing_ok=True)


class Stopper:
    """Remembers that Ctrl-C (or a polite end) was asked for, also before there is anything to stop."""

    def __init__(self) -> None:
        self.is_asked = False
        self.manager: Any = None
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._ask)

    def _ask(self, *_: Any) -> None:
        self.is_asked = True
        if self.manager is not None:
            self.manager.terminate()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py up", description="Run Fyr on this machine.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="default 8000")
    parser.add_argument("--var", help="folder of the data (default: var)")
    parser.add_argument("--empty", action="store_true", help="no demo data; the first visit makes the administrator")
    return parser.parse_args(arguments)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError:
            raise EmbeddedError(f"{port} is not a port; choose one below 65536.") from None
        except OSError as error:
            raise EmbeddedError(f"port {port} cannot be used ({error.strerror}); choose another with --port.") from None


def _services(var: Path, port: int) -> tuple[dict[str, str], int]:
    """The environment of every child, and Valkey's pid (0 when Redis was given)."""
    given, valkey = os.environ, 0
    environment = {"SECRET_KEY": given.get("SECRET_KEY") or embedded.secret_key(var), "FYR_VAR": str(var)}
    environment["BASE_URL"] = given.get("BASE_URL") or f"http://localhost:{port}"
    environment["STATIC_ROOT"] = given.get("STATIC_ROOT") or str(var / "static")
    environment["DATABASE_URL"] = given.get("DATABASE_URL") or embedded.start_postgres(var)
    environment["REDIS_URL"] = given.get("REDIS_URL", "")
    if not environment["REDIS_URL"]:
        environment["REDIS_URL"], valkey = embedded.start_valkey(var)
    environment["SMTP_URL"] = given.get("SMTP_URL", "")
    if not environment["SMTP_URL"]:
        environment["MAILBOX_DIR"] = str(var / "mail")
        environment["SMTP_URL"] = f"smtp://127.0.0.1:{embedded.free_port()}"
    return environment, valkey


def _stop_services(var: Path, valkey: int) -> None:
    if valkey:
        embedded.end(valkey)
    if not os.environ.get("DATABASE_URL"):
        embedded.stop_postgres(var)


def _prepared(var: Path, environment: dict[str, str], *, is_empty: bool) -> bool:
    """Migrate, collect static files, fill the demo region when there is nobody yet."""
    command = [*MANAGE, "prepare", *(["--empty"] if is_empty else [])]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    if done.returncode:
        (var / "log" / "prepare.log").write_text(done.stdout + done.stderr)
        last = (done.stderr.strip().splitlines() or ["it did not say why"])[-1]
        print(f"fyr: the start failed: {last.rpartition('ImproperlyConfigured: ')[2]}", file=sys.stderr)
    return done.returncode == 0


def _run(var: Path, environment: dict[str, str], options: argparse.Namespace, valkey: int, stopper: Stopper) -> int:
    with (var / "log" / "fyr.log").open("a", buffering=1, encoding="utf-8") as log:
        manager = Manager(Printer(log, time_format="%Y-%m-%d %H:%M:%S", colour=False))
        manager.kill_wait = 15
        for name, command in processes(environment, options.port).items():
            manager.add_process(name, command, env=os.environ | environment, cwd=str(ROOT), quiet=True)
        stopper.manager = manager
        announcer = threading.Thread(
            target=_announce, args=(var, environment, options.port, manager, valkey), daemon=True
        )
        announcer.start()
        if stopper.is_asked:
            return 1
        manager.loop()
    if stopper.is_asked:
        return 0
    print(f"fyr: a part stopped by itself; see {var / 'log' / 'fyr.log'}.", file=sys.stderr)
    return manager.returncode or 1


def processes(environment: dict[str, str], port: int) -> dict[str, str]:
    """The product's processes as shell commands; `exec` so that the supervisor speaks to the process itself."""
    python = sys.executable
    celery = f"exec {python} -m celery -A config"
    commands = {
        "web": f"exec {python} -m granian --interface wsgi --host 127.0.0.1 --port {port} --workers 2"
        " --blocking-threads 4 --backlog 1024 --workers-kill-timeout 10 --no-ws --log-level warning config.wsgi:application",
        "worker": f"{celery} worker -Q default,mail -c 2 -n main@%h --loglevel WARNING"
        " --without-gossip --without-mingle --max-tasks-per-child 200",
        "rendering": f"{celery} worker -Q rendering -c 1 -n rendering@%h --loglevel WARNING"
        " --without-gossip --without-mingle --max-tasks-per-child 20",
        "beat": f"{celery} beat --schedule {environment['FYR_VAR']}/beat --pidfile= --loglevel WARNING",
    }
    if folder := environment.get("MAILBOX_DIR"):
        mail_port = environment["SMTP_URL"].rpartition(":")[2]
        commands["mail"] = f"exec {python} -m worker.catcher {mail_port} '{folder}'"
    return commands


def _announce(var: Path, environment: dict[str, str], port: int, manager: Manager, valkey: int) -> None:
    """Wait until the product answers, write the run file, and print the one ready line."""
    _wait_until_started(manager)
    postgres = embedded.postgres_pid(var) if not os.environ.get("DATABASE_URL") else 0
    pids = [process["obj"].pid for process in manager._processes.values() if process["obj"].pid]  # noqa: SLF001 - honcho keeps them nowhere else
    embedded.write_run(var, environment, [*pids, *filter(None, (valkey, postgres))], port)
    while not manager._terminating:  # noqa: SLF001
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
            print(f"Fyr is ready at {environment['BASE_URL']}{_sign_ins(environment)}", flush=True)
            return
        time.sleep(0.05)


def _wait_until_started(manager: Manager) -> None:
    while any(process["obj"].pid is None for process in manager._processes.values()):  # noqa: SLF001
        time.sleep(0.02)


def _sign_ins(environment: dict[str, str]) -> str:
    done = Path(environment["FYR_VAR"]) / "sign-ins.txt"
    return f" – {done.read_text().strip()}" if done.exists() else ""

"""The real product in a process of its own, as `manage.py up` runs it, for tests that watch it from outside."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from embedded.folder import ROOT
from embedded.valkey import free_port

# The product under test has services of its own, not those of the test run.
NOT_PASSED = {
    *("DATABASE_URL", "REDIS_URL", "SMTP_URL", "SECRET_KEY", "FYR_VAR", "DJANGO_SETTINGS_MODULE"),
    *("DJANGO_ALLOW_ASYNC_UNSAFE", "SMTP_TIMEOUT", "PYTEST_CURRENT_TEST", "PYTEST_VERSION"),
}


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in NOT_PASSED} | more


def manage(*arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments], env=environment(**more), capture_output=True, text=True
    )


# How long a test waits for what must come, in seconds: a machine may be busy with anything. Who waits for what has come
# waits no longer than that takes.
PATIENCE = 300


class Product:
    """`lines` are what it printed; `address` is where it is."""

    def __init__(self, var: Path, *arguments: str, port: int = 0, **more: str) -> None:
        self.var, self.port = var, port or free_port()
        self.address = f"http://localhost:{self.port}"
        command = [sys.executable, ROOT / "manage.py", "up", "--var", var, "--port", str(self.port), *arguments]
        self.process = subprocess.Popen(
            command, env=environment(**more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
        )
        self.lines: list[str] = []
        self._unread: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            self._unread.put(line)
        self._unread.put("")

    def wait_until_ready(self, seconds: float = PATIENCE) -> "Product":
        line = self._unread.get(timeout=seconds)
        assert line.startswith("Fyr is ready at "), "\n".join([*self.lines, self.log()])
        return self

    def processes(self) -> list[psutil.Process]:
        """All that belongs to it: its own tree, and PostgreSQL, which stands apart."""
        here = str(self.var)
        return [process for process in psutil.process_iter() if here in " ".join(_command(process))] + (
            psutil.Process(self.process.pid).children(recursive=True) if self.process.poll() is None else []
        )

    def part(self, name: str) -> psutil.Process | None:
        """The process the supervisor runs under this name at the moment."""
        for process in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                # Valkey writes its title over its environment.
                said = process.environ().get("SUPERVISOR_PROCESS_NAME") or process.name().partition("-")[0]
                if said == name and process.status() != psutil.STATUS_ZOMBIE:
                    return process
        return None

    def stop(self, how: signal.Signals = signal.SIGINT, seconds: float = PATIENCE) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(seconds)

    def log(self) -> str:
        return "\n".join(f"== {path}\n{path.read_text()[-2000:]}" for path in sorted(self.var.glob("log/*.log")))


def until(is_so: Callable[[], object], seconds: float = PATIENCE) -> float:
    """Wait for what another process does; answers how many seconds it took."""
    began, pause = time.monotonic(), threading.Event()
    while not is_so():
        assert time.monotonic() < began + seconds, "it did not come to that in time"
        pause.wait(0.05)
    return time.monotonic() - began


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []

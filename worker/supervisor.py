"""The processes of one instance: started together, logged to a file each, stopped together. Needs no Django."""

import contextlib
import os
import shlex
import signal
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import honcho.manager
from honcho.compat import ProcessManager

from worker.embedded import ROOT
from worker.trouble import Trouble

# Seconds a process has to finish what it is at; honcho reads it from its own module.
honcho.manager.KILL_WAIT = 15


class Politely(ProcessManager):
    """Ask only the process itself: it ends its own children when they are done."""

    def terminate(self, pid: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


class LogFiles:
    """What honcho prints to: one file for each process."""

    width = 0

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Any] = {}
        self.first_stopped = ""

    def write(self, message: Any) -> None:
        text = message.data.decode(errors="replace") if isinstance(message.data, bytes) else message.data
        if message.name not in self.files:
            path = self.folder / f"{message.name}.log"
            self.files[message.name] = path.open("a", buffering=1, encoding="utf-8")  # noqa: SIM115 - lives as long as we do
        if message.name == "system" and " stopped " in text and not self.first_stopped:
            self.first_stopped = text.split()[0]
        stamp = f"{message.time:%Y-%m-%d %H:%M:%S} " if message.name == "system" else ""
        self.files[message.name].write(stamp + text)


class Supervisor:
    def __init__(self, commands: dict[str, list[str]], environment: dict[str, str], log: Path) -> None:
        self.log = log
        self.output = LogFiles(log)
        self.manager = honcho.manager.Manager(self.output)
        self.manager._procmgr = Politely()  # noqa: SLF001 - honcho has no other way in
        for name, command in commands.items():
            self.manager.add_process(name, "exec " + shlex.join(command), env=environment, cwd=str(ROOT))

    def run(self, port: int, line: Callable[[], str], stopper: Any) -> int:
        """Run until asked to stop (0) or until a part stops by itself (Trouble)."""
        stopper.target = self.manager
        threading.Thread(target=self._announce, args=(port, line), daemon=True).start()
        self.manager.loop()
        if stopper.is_asked or self.manager.returncode in {130, 143}:
            return 0
        name = self.output.first_stopped
        raise Trouble(f"The process “{name}” stopped by itself; {self.log / name}.log says why.")

    def _announce(self, port: int, line: Callable[[], str]) -> None:
        while not self.manager._terminating:  # noqa: SLF001
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                print(line(), flush=True)
                return
            time.sleep(0.05)

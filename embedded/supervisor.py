"""The parts of one instance under supervisord (decision 0018): started in order, brought back when one dies, stopped
together. Needs no Django."""

import contextlib
import errno
import os
import shlex
import signal
import socket
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supervisor import events, loggers
from supervisor.medusa.asyncore_25 import ExitNow
from supervisor.options import ServerOptions
from supervisor.poller import PollPoller
from supervisor.states import SupervisorStates
from supervisor.supervisord import Supervisor as Supervisord

from embedded.trouble import Trouble

MOST_DEATHS, WITHIN = 5, 60.0  # seconds
STOPPING = ("door", "job", "before", "store")


@dataclass(frozen=True)
class Part:
    """`kind`, in the order of starting: a *store* is what others need and stops last; *before* runs once and must
    succeed before the next are started; a *door* is what people come in by; a *job* starts when the door is open, so
    that they do not wait for what works unseen."""

    name: str
    command: list[str]
    user: str = ""
    folder: str = "/"
    stop: str = "TERM"
    kind: str = "door"


class Awake(PollPoller):
    """Signals wake it: supervisord's own would notice a death, or Ctrl-C, only at its next look, a second later."""

    def initialize(self) -> None:
        super().initialize()
        self.is_hasty = True
        self.wakes, self.end = socket.socketpair()
        self.wakes.setblocking(False)
        self.end.setblocking(False)
        signal.set_wakeup_fd(self.end.fileno(), warn_on_full_buffer=False)

    def poll(self, timeout: float) -> tuple[list[int], list[int]]:
        self.register_readable(self.wakes.fileno())
        readable, writable = super().poll(0.05 if self.is_hasty else timeout)
        with contextlib.suppress(BlockingIOError):
            self.wakes.recv(4096)
        return [number for number in readable if number != self.wakes.fileno()], writable

    def close(self) -> None:
        signal.set_wakeup_fd(-1)


class Supervisor(Supervisord):
    def __init__(self, options: ServerOptions, log: Path, look: Callable[[], bool], prepared: Callable[[], None]):
        super().__init__(options)
        self.log, self.look, self.prepared = log, look, prepared
        self.deaths: defaultdict[str, list[float]] = defaultdict(list)
        self.trouble = ""

        loggers.Handler.handleError = lambda _handler: self._cannot_log()

    def _cannot_log(self) -> None:
        """A full disk ends in a sentence; supervisord would print a traceback for each line it cannot keep."""
        error = sys.exc_info()[1]
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            # What is still unwritten when a log is closed is lost, and said already.
            sys.unraisablehook = lambda _lost: None
            self._give_up(f"The disk of {self.log.parent} is full; make room on it and start again.")

    def runforever(self) -> None:
        for kind in (events.ProcessStateExitedEvent, events.ProcessStateBackoffEvent, events.ProcessStateStoppedEvent):
            events.subscribe(kind, self._ended)
        # A closed terminal ends the product; to supervisord it means: read the configuration again.
        signal.signal(signal.SIGHUP, lambda *_: self.options.signal_receiver.receive(signal.SIGTERM, None))
        super().runforever()

    def tick(self, now: float | None = None) -> None:
        super().tick(now)
        poller = self.options.poller
        if poller.is_hasty and not self._is_stopping() and self.look():
            poller.is_hasty = False
            self._start("job")

    def _ended(self, event: Any) -> None:
        process = event.process
        if process.pid:
            # What the dead part had started itself must not go on beside its successor.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        if isinstance(event, events.ProcessStateStoppedEvent) or self._is_stopping():
            return
        if process.config.startsecs == 0:
            self._prepared(is_done=event.expected)
        else:
            self._died(process.config.name)

    def _died(self, name: str) -> None:
        now = time.monotonic()
        self.deaths[name] = [death for death in self.deaths[name] if death > now - WITHIN] + [now]
        if len(self.deaths[name]) == MOST_DEATHS:
            self._give_up(f"The part “{name}” died five times in a minute; {self.log / name}.log says why.")

    def _prepared(self, *, is_done: bool) -> None:
        if not is_done:
            self._give_up(self._last_of_prepare())
            return
        self.prepared()
        self._start("door")

    def _start(self, kind: str) -> None:
        for process in self.process_groups[kind].processes.values():
            process.spawn()

    def _last_of_prepare(self) -> str:
        log = self.log / "prepare.log"
        last = (log.read_text(errors="replace").strip().splitlines() or ["it did not say why"])[-1]
        told = last.removeprefix("fyr: ").removeprefix("CommandError: ")
        return told if told != last else f"The start failed ({last}); see {log}."

    def _give_up(self, trouble: str) -> None:
        self.trouble = self.trouble or trouble
        self.options.mood = SupervisorStates.SHUTDOWN

    def _is_stopping(self) -> bool:
        return bool(self.options.mood < SupervisorStates.RUNNING)


def run(parts: list[Part], log: Path, address: str, line: Callable[[], str], prepared: Callable[[], None]) -> int:
    """Run until asked to stop (0) or until a part cannot be kept running (Trouble)."""
    settings = log.parent / "supervisor.conf"
    settings.write_text(_settings(parts, log), encoding="utf-8")
    (log / "prepare.log").unlink(missing_ok=True)
    options = ServerOptions()
    options.poller = Awake(options)
    options.realize(["-c", str(settings)])
    options.first, options.test = True, False
    supervisor = Supervisor(options, log, lambda: _is_ready(address, line), prepared)
    with contextlib.suppress(ExitNow):
        supervisor.main()
    if supervisor.trouble:
        raise Trouble(supervisor.trouble)
    return 0


def _is_ready(address: str, line: Callable[[], str]) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/readyz", timeout=1):
        print(line(), flush=True)
        return True
    return False


def _settings(parts: list[Part], log: Path) -> str:
    head = (
        f"[supervisord]\nnodaemon=true\nsilent=true\nnocleanup=true\numask=077\nminfds=256\n"
        f"logfile={_plain(log / 'supervisor.log')}\npidfile={_plain(log.parent / 'supervisor.pid')}\n"
    )
    kinds = [kind for kind in STOPPING if any(part.kind == kind for part in parts)]
    # The group with the highest priority stops first.
    groups = [
        f"[group:{kind}]\nprograms={','.join(part.name for part in parts if part.kind == kind)}\npriority={-number}\n"
        for number, kind in enumerate(kinds)
    ]
    first = "before" if "before" in kinds else "door"
    return "\n".join([head, *groups, *(_program(part, log, first) for part in parts)])


def _program(part: Part, log: Path, first: str) -> str:
    is_before = part.kind == "before"
    lines = {
        "command": _plain(shlex.join(part.command)),
        "directory": _plain(part.folder),
        "autostart": str(part.kind in {"store", first}).lower(),
        "autorestart": str(not is_before).lower(),
        # One that lives shorter comes back after 1 s, then 2 s, 3 s …; when to give up is for us to say.
        "startsecs": "0" if is_before else "10",
        "startretries": "1000",
        "exitcodes": "0",
        "stopsignal": part.stop,
        # What a process has to finish what it is at.
        "stopwaitsecs": "30" if part.kind == "store" else "15",
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": _plain(log / f"{part.name}.log"),
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": "2",
    } | ({"user": part.user} if part.user else {})
    return f"[program:{part.name}]\n" + "".join(f"{name}={value}\n" for name, value in lines.items())


def _plain(text: object) -> str:
    return str(text).replace("%", "%%")

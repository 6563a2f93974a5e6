"""The local mail catcher of `manage.py up`: takes any mail by SMTP and keeps it as a file; sends nothing on."""

import asyncio
import os
import sys
from email import message_from_bytes
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiosmtpd.controller import UnthreadedController
from django.utils.timezone import now


class Catcher:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Write the whole file under another name first, so that no reader sees half a mail."""
        name = f"{now():%Y%m%dT%H%M%S%f}-{uuid4().hex[:6]}.eml"
        message = message_from_bytes(envelope.content)
        message["X-Caught-For"] = ", ".join(envelope.rcpt_tos)
        part = self.folder / (name + ".part")
        with part.open("wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        part.rename(self.folder / name)
        return "250 Kept"


async def catch(port: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    controller = UnthreadedController(Catcher(folder), hostname="127.0.0.1", port=port, loop=asyncio.get_running_loop(), data_size_limit=50 * 2**20)
    server = await controller._create_server()  # noqa: SLF001 - the public begin() runs its own loop
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(catch(int(sys.argv[1]), Path(sys.argv[2])))

"""What the local mail catcher has kept, as mails to read; it exists only where `manage.py up` runs its own catcher."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.access import sees_everything
from accounts.models import User
from ui import mailboxes

NAME = re.compile(r"^\d{8}T\d{12}-[0-9a-f]{6}$")
# The header by which a report's mail says what it is (reports/mail.py).
REPORT = "List-Id"
# Of a mail in the list only its head is read.
HEAD = 16 * 1024
NEWEST = 200


@dataclass(frozen=True)
class Mail:
    """`key` is the file's name without its end; it begins with the moment the mail came, in UTC."""

    key: str
    message: EmailMessage

    @property
    def came_at(self) -> datetime:
        return datetime.strptime(self.key[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)

    @property
    def caught_for(self) -> str:
        return str(self.message["X-Caught-For"] or "")

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def text(self) -> str:
        return _text_of(self.message.get_body(("plain",)))

    @property
    def html(self) -> str:
        return _text_of(self.message.get_body(("html",)))

    @property
    def files(self) -> list[Any]:
        return list(self.message.iter_attachments())

    @property
    def is_report(self) -> bool:
        """What a schedule sent; any other mail may open an account."""
        return bool(self.message[REPORT])

    def is_for(self, user: User) -> bool:
        """One's own mail; those who read every record read every report, but nobody's reset or invitation."""
        addresses = {mailboxes.of(address) for address in self.caught_for.split(",")}
        return mailboxes.of(user.email) in addresses or (self.is_report and sees_everything(user))


def _text_of(part: Any) -> str:
    return str(part.get_content()) if part is not None else ""


def newest(user: User) -> list[Mail]:
    """The mails this user may read, newest first, heads only."""
    found = []
    for path in sorted(_folder().glob("*.eml"), reverse=True):
        if NAME.match(path.stem) and (mail := Mail(path.stem, _head(path))).is_for(user):
            found.append(mail)
        if len(found) == NEWEST:
            break
    return found


def read(key: str, user: User) -> Mail | None:
    path = _folder() / f"{key}.eml"
    if not NAME.match(key) or not path.is_file():
        return None
    mail = Mail(key, parsed(path.read_bytes()))
    return mail if mail.is_for(user) else None


def headers(mail: Mail) -> Iterator[tuple[str, str]]:
    yield from ((name, str(value)) for name, value in mail.message.items() if name != "X-Caught-For")


def _folder() -> Path:
    return Path(settings.MAILBOX_DIR)


def _head(path: Path) -> EmailMessage:
    with path.open("rb") as file:
        head = file.read(HEAD).replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return parsed(head + b"\n\n")


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)

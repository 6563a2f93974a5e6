"""What the machine keeps of people: mails in the local catcher's folder; and who erases again after a restore."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.erasing import Found, Part, parts
from accounts.naming import Named
from contacts import erase_person
from embedded.keeping import ledger
from embedded.mailbox import REPORT, parsed
from reports.erasing import numbers_of_reports, reports_of_her


def register() -> None:
    # Before the reports are masked, by which their mails are known.
    parts.insert(0, Part(find=_find, erase=_erase))
    ledger.replays.append(erase_person.replay)


def _mails(named: Named) -> Iterator[Path]:
    """A PDF holds its words compressed, so the mails of a report that names her are known by their number; one whose
    number the database does not have, as after an older backup was restored, cannot be told from those."""
    folder = Path(settings.MAILBOX_DIR) if settings.MAILBOX_DIR else None
    if folder is None or not folder.is_dir():
        return
    numbers, known = reports_of_her(named), numbers_of_reports()
    for path in sorted(folder.glob("*.eml")):
        mail = parsed(path.read_bytes())
        number, is_unknown = mail["Message-ID"], mail[REPORT] and mail["Message-ID"] not in known
        if number in numbers or is_unknown or _names_her(mail, named):
            yield path


def _names_her(mail: EmailMessage, named: Named) -> bool:
    contents = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return any(named.is_in(str(value)) for value in mail.values()) or any(
        named.is_in_file(content) for content in contents if isinstance(content, bytes)
    )


def _find(person: Any, named: Named) -> Iterator[Found]:
    if count := sum(1 for _path in _mails(named)):
        yield Found(_("Mails in the local catcher"), count)


def _erase(person: Any, named: Named) -> None:
    for path in list(_mails(named)):
        path.unlink(missing_ok=True)

"""`manage.py prepare`: migrate, collect static files when they changed, fill the demo region on the first start."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from demo import PASSWORD, SIGN_INS
from embedded import folder, schema
from embedded.keeping import restore, unfinished
from embedded.trouble import Trouble
from projects.renew import renew

SHOWN = ("advisor", "project_lead", "manager", "administrator")


class Command(BaseCommand):
    help = "Prepare an instance: schema, static files, demo region."
    # The start is to be quick; `make lint` runs the checks.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="no demo data")

    def handle(self, *args: Any, **options: Any) -> None:
        reason = schema.why_not()
        if reason == schema.NOT_MIGRATED:
            call_command("migrate", interactive=False, verbosity=0)
        elif reason:
            raise Trouble(f"{reason[0].upper()}{reason[1:]}.")
        if unfinished.is_so():
            self.stdout.write(restore.finish(timezone.now()))
        renew(timezone.now())
        self._collect()
        if not options["empty"] and not User.objects.exists():
            with transaction.atomic():
                call_command("demo", verbosity=0)
            (settings.VAR_DIR / folder.SIGN_INS).write_text(_sign_ins(), encoding="utf-8")

    def _collect(self) -> None:
        """Only when a file is new or newer: collecting is the slowest part of a warm start."""
        stamp = Path(settings.STATIC_ROOT) / ".stamp"
        state = self._state()
        if not stamp.exists() or stamp.read_text() != state:
            # Without a stamp an earlier collecting may have ended amid a file.
            is_whole = stamp.exists() and bool(stamp.read_text())
            stamp.unlink(missing_ok=True)
            call_command("collectstatic", interactive=False, verbosity=0, clear=not is_whole)
            stamp.write_text(state)

    def _state(self) -> str:
        files = sorted((settings.BASE_DIR / "ui" / "static").rglob("*"))
        marks = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files]
        return hashlib.sha256("\n".join(marks).encode()).hexdigest()


def _sign_ins() -> str:
    """One demo person for each of the main roles, for the ready line."""
    first = {role: email for email, role in reversed(SIGN_INS)}
    people = ", ".join(f"{first[role]} ({role.replace('_', ' ')})" for role in SHOWN)
    return f"sign in as {people}; password {PASSWORD}"

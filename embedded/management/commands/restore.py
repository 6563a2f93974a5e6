"""`manage.py restore FILE [--replace]`: what `backup` wrote, into an empty database or in place of what is there;
`--finish` ends one that was cut short."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from embedded.keeping import restore, unfinished
from embedded.trouble import Trouble


class Command(BaseCommand):
    help = "Restore a backup; all of it or nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?")
        parser.add_argument("--replace", action="store_true", help="also where there are people already")
        parser.add_argument("--finish", action="store_true", help="finish a restore that was cut short")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["finish"]:
            told = self._finish()
        elif not options["file"]:
            raise Trouble("restore wants the name of a backup's file.")
        else:
            manifest, told = restore.read_in(Path(options["file"]), timezone.now(), replaces=options["replace"])
            rows = sum(manifest["tables"].values())
            self.stdout.write(f"Restored {rows} rows as they were at {manifest['made_at']}, each table counted.")
        self.stdout.write(told)

    def _finish(self) -> str:
        if not unfinished.is_so():
            raise Trouble("No restore was cut short.")
        return restore.finish(timezone.now())

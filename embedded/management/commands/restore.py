"""`manage.py restore FILE [--replace]`: what `backup` wrote, into an empty database or in place of what is there."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from embedded.keeping import restore


class Command(BaseCommand):
    help = "Restore a backup; all of it or nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--replace", action="store_true", help="also where there are people already")

    def handle(self, *args: Any, **options: Any) -> None:
        manifest = restore.read_in(Path(options["file"]), replaces=options["replace"])
        rows = sum(manifest["tables"].values())
        self.stdout.write(f"Restored {rows} rows as they were at {manifest['made_at']}, each table counted.")

"""`manage.py backup FILE`: the database, the files and the settings' names, of one moment, read back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from embedded.keeping import backup
from journal import erased


class Command(BaseCommand):
    help = "Back up everything kept into one file; it works while Fyr runs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"]).absolute()
        manifest = backup.write(path, timezone.now())
        rows, files = sum(manifest["tables"].values()), len(manifest["members"]) - 1
        self.stdout.write(f"{path}: {rows} rows, {files} files, {path.stat().st_size / 2**20:.1f} MB, read back.")
        self.stdout.write("Not in it, keep them yourself: the values of " + ", ".join(manifest["settings"]) + ";")
        self.stdout.write(f"and {erased.path()}, by which those erased stay erased when an older backup is restored.")

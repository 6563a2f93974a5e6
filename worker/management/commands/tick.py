"""`manage.py tick [--at 2026-12-01T07:00+01:00]`: plan and carry out what is due at that instant, here and now."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from worker.tasks import carry_out_all


class Command(BaseCommand):
    help = "Plan and carry out what is due at an instant (default: now)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="an ISO instant with its offset, such as 2026-12-01T07:00+01:00")

    def handle(self, *args: Any, **options: Any) -> None:
        at = self._moment(options["at"]) if options["at"] else timezone.now()
        runs, deliveries = carry_out_all(at)
        self.stdout.write(f"{runs} runs carried out, {deliveries} deliveries tried.")

    def _moment(self, text: str) -> datetime:
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None:
            raise CommandError(f"“{text}” is not an instant; write one like 2026-12-01T07:00+01:00.")
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)

"""`manage.py tick`: plan and carry out what is due, here and now. `tick --at 2026-12-01T07:00+01:00` only shows what
that instant would bring; with `--really` it is carried out, mails and all."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from crm import reminding
from embedded.keeping import unfinished
from mail import posting
from reports import planning
from reports.models import Run, RunState
from worker.tasks import carry_out_all


class Command(BaseCommand):
    help = "Carry out what is due now; with --at, show what would be due at an instant."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="an ISO instant with its offset, such as 2026-12-01T07:00+01:00")
        parser.add_argument("--really", action="store_true", help="do what is due at that instant, mails and all")

    def handle(self, *args: Any, **options: Any) -> None:
        at = self._moment(options["at"]) if options["at"] else timezone.now()
        if unfinished.is_so():
            raise CommandError(f"{unfinished.SENTENCE[0].upper()}{unfinished.SENTENCE[1:]}.")
        if options["at"] and not options["really"]:
            self._show(at)
            return
        runs, deliveries = carry_out_all(at)
        self.stdout.write(f"{runs} runs carried out, {deliveries} deliveries tried.")

    def _show(self, at: datetime) -> None:
        for run in planning.foreseen(at):
            self.stdout.write(f"{self._local(run)} {run.schedule.name}, {run.period}: {self._what(run)}.")
        if reminded := reminding.foreseen(at):
            self.stdout.write(f"{reminded} users would be mailed about the follow-ups of their day.")
        if waiting := posting.waiting(at).count():
            self.stdout.write(f"{waiting} mails that wait would be tried.")
        self.stdout.write("Nothing has been changed or sent; add --really to do it.")

    def _local(self, run: Run) -> str:
        zone = run.schedule.time_zone
        return f"{run.due_at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"

    def _what(self, run: Run) -> str:
        if run.state == RunState.SKIPPED:
            return f"skipped, {run.get_skipped_reason_display()}"
        if run.state != RunState.DUE:
            return f"already there, {run.get_state_display()}"
        condition = ", unless nothing has changed" if run.schedule.skips_unchanged else ""
        return f"to {run.schedule.recipients.active().count()} recipients{condition}"

    def _moment(self, text: str) -> datetime:
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None:
            raise CommandError(f"“{text}” is not an instant; write one like 2026-12-01T07:00+01:00.")
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)

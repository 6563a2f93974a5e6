"""`manage.py import KIND FILE [--dry-run] [--json] [--as EMAIL]`; exit 0 all taken in, 1 some left, 2 nothing.

What waits for a person is decided by line, as on its page: see docs/imports.md.
"""

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from imports import by_line, carrying, staging, telling
from imports.encodings import CHOICES as ENCODINGS
from imports.kinds import KINDS, named
from imports.models import ImportRow, ImportRun, RowOutcome
from imports.plan import SKIP
from imports.preview import waiting
from imports.readable import as_read
from imports.reading import UnreadableFile, check_size


class Command(BaseCommand):
    help = "Import clients, partners, meetings, projects or members from a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help=", ".join(KINDS))
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="only say what would come of each row")
        parser.add_argument("--json", action="store_true", help="print counts and problems as JSON")
        parser.add_argument("--sheet", action="append", default=[], help="a sheet of the file to take; may be repeated")
        parser.add_argument("--hidden", action="store_true", help="take rows that are hidden in the file too")
        parser.add_argument("--separator", default="", help="what parts the cells of a text file")
        parser.add_argument("--encoding", default="", help=f"of a text file: {', '.join(ENCODINGS)}")
        parser.add_argument(
            "--days",
            action="append",
            default=[],
            metavar="COLUMN=ORDER",
            help="dmy, mdy or ymd; COLUMN/yy: 24-07-12",
        )
        parser.add_argument(
            "--default", action="append", default=[], metavar="COLUMN=TEXT", help="for every row that says nothing"
        )
        line, row = "[SHEET!]LINE", "[SHEET!]LINE=CHOICE"
        parser.add_argument(
            "--take", action="append", default=[], metavar=line, help="a left line that is a row after all"
        )
        parser.add_argument(
            "--choose",
            action="append",
            default=[],
            metavar=row,
            help="for a row that waits: the ID that it is the same as, or new, take, join, read; --dry-run says which",
        )
        parser.add_argument("--leave", action="append", default=[], metavar=line, help="a row to leave out")
        parser.add_argument(
            "--choose-all", action="append", default=[], metavar="CODE=CHOICE", help="differs=take, more_people=join"
        )
        parser.add_argument("--as", dest="email", help="whose import it is (default: an administrator's)")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = named(options["kind"])
        if kind is None:
            raise CommandError(f"“{options['kind']}” is no kind of import; choose {', '.join(KINDS)}.", returncode=2)
        path = Path(options["file"])
        try:
            check_size(path.stat().st_size)
            by, content = self._user(options["email"]), path.read_bytes()
            with transaction.atomic():
                run = staging.start(
                    kind.CODE, path.name, content, by=by, choices=self._choices(options), **self._taken(options)
                )
                self._decide(run, options, by)
        except (UnreadableFile, OSError) as error:
            raise CommandError(str(error), returncode=2) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from None
        if not options["dry_run"]:
            carrying.carry_out(run, at=timezone.now())
            run.refresh_from_db()
        self._tell(run, by, is_json=options["json"])
        self._leave(run, is_dry=options["dry_run"])

    def _decide(self, run: ImportRun, options: dict[str, Any], by: User) -> None:
        by_line.take(run, options["take"], by=by)
        for code, choice in _pairs(options["choose_all"]).items():
            if (code, choice) not in staging.OFFERED:
                raise ValidationError(f"--choose-all: {code}={choice} is none of differs=take and more_people=join.")
            staging.choose_all(run, code, choice, by=by)
        left = dict.fromkeys(options["leave"], SKIP)
        by_line.decide(run, [*_pairs(options["choose"]).items(), *left.items()], by=by)

    def _choices(self, options: dict[str, Any]) -> dict[str, Any]:
        said = {name: options[name] for name in ("hidden", "separator", "encoding")}
        return said | {"orders": _pairs(options["days"])}

    def _taken(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"sheets": options["sheet"], "defaults": _pairs(options["default"])}

    def _user(self, email: str | None) -> User:
        users = User.objects.active()
        user = users.filter(email=email).first() if email else users.filter(role=Role.ADMINISTRATOR).first()
        if user is None:
            raise CommandError(
                f"Nobody active has the e-mail {email}." if email else "There is no administrator.", returncode=2
            )
        return user

    def _tell(self, run: ImportRun, by: User, *, is_json: bool) -> None:
        if is_json:
            self.stdout.write(telling.dump(run, by))
            return
        for one in telling.shown(run):
            self.stdout.write(f"{one.get('sheet', '')} {one['row'] or ''} {one['column']} {one['message']}".strip())
        if unmatched := telling.untaken(run):
            self.stdout.write(f"not taken: {', '.join(unmatched)}")
        rows = as_read(run, run.rows.all(), by)
        for row in rows:
            for problem in row.problems:
                self.stdout.write(f"{row.sheet} {row.number} {problem['column']}: {problem['message']}".strip())
        self._tell_rows(run, rows, by)
        self.stdout.write(", ".join(f"{count} {outcome}" for outcome, count in run.counts.items()))

    def _tell_rows(self, run: ImportRun, rows: list[ImportRow], by: User) -> None:
        """What rows that update set, and what can be chosen for those that wait."""
        for row in rows:
            for one in row.changes:
                said = f"{row.sheet} {row.number} {one['column']}: {one['before'] or '–'} → {one['after']}"
                self.stdout.write(said.strip())
        for row, choices in waiting(run, by):
            offered = ", ".join(f"{value.removeprefix('same:')} ({words})" for value, words in choices.items())
            self.stdout.write(f"{row.sheet} {row.number} --choose: {offered}".strip())

    def _leave(self, run: ImportRun, *, is_dry: bool) -> None:
        taken = sum(run.counts[outcome] for outcome in (RowOutcome.CREATE, RowOutcome.UPDATE, RowOutcome.UNCHANGED))
        left = sum(run.counts[outcome] for outcome in staging.LEFT)
        if is_dry:
            run.delete()
        if left or not taken:
            sys.exit(1 if taken else 2)


def _pairs(texts: list[str]) -> dict[str, str]:
    return {column: text for column, _equals, text in (one.partition("=") for one in texts)}

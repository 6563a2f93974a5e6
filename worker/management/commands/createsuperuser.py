"""`manage.py createsuperuser`, as Django's habit has it: an administrator, made by `administrator`."""

import os
from typing import Any

from django.core.management.base import CommandError, CommandParser

from worker.management.commands import administrator


class Command(administrator.Command):
    help = "Make an administrator; the same as `manage.py administrator`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", default=os.environ.get("DJANGO_SUPERUSER_EMAIL"))
        parser.add_argument("--name", default=os.environ.get("DJANGO_SUPERUSER_NAME"))
        parser.add_argument("--noinput", "--no-input", action="store_false", dest="interactive")
        parser.add_argument("--password-stdin", action="store_true", help="take the password from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        for asked in ("email", "name"):
            if not options[asked] and options["interactive"]:
                options[asked] = input(f"{asked.title()}: ").strip()
            if not options[asked]:
                raise CommandError(f"Say --{asked}.")
        super().handle(*args, **options)

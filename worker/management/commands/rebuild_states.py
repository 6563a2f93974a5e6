"""Rebuild or check the portfolio's states from the projects' dated rows."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects import states
from projects.models import Project


class Command(BaseCommand):
    help = "Make every project's portfolio states what its dated rows say; --check only says which are not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a state is wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            keys = Project.objects.values_list("pk", flat=True)
            self.stdout.write(f"{states.rebuild(keys, at=timezone.now())} states written.")
        elif wrong := states.verify():
            codes = ", ".join(Project.objects.filter(pk__in=wrong).order_by("code").values_list("code", flat=True))
            raise CommandError(f"The states of these projects are not what their rows say: {codes}")
        else:
            self.stdout.write("Every state is what the rows say.")

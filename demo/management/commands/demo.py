"""Fill an empty region with the demo: companies, people, meetings and projects, all invented."""

from argparse import ArgumentParser
from datetime import date
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo import PASSWORD, SIGN_INS
from demo.region import MOST_MEETINGS, MOST_PROJECTS, NotEmpty, Size, build


class Command(BaseCommand):
    help = "Fill an empty region with the demo region “Innovation Sund”; refuses when there are records already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=int, default=1, metavar="N", help="N times as many organisations")
        parser.add_argument("--today", type=date.fromisoformat, help="the day the region looks alive on (today)")
        parser.add_argument("--seed", type=int, default=1, help="another number gives another region")
        parser.add_argument(
            "--meetings", type=int, help=f"how many; N × 4 000, at most {MOST_MEETINGS}, when not given"
        )
        parser.add_argument("--projects", type=int, help=f"how many; N × 60, at most {MOST_PROJECTS}, when not given")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["scale"] < 1:
            raise CommandError("--scale is a whole number from 1.")
        size = Size.of(options["scale"], options["meetings"], options["projects"])
        began = perf_counter()
        try:
            counts = build(options["today"] or timezone.localdate(), size, options["seed"])
        except NotEmpty:
            raise CommandError("This region has records already; the demo is built into an empty one.") from None
        told = ", ".join(f"{counts.get(noun, 0)} {words}" for noun, words in TOLD.items())
        self.stdout.write(f"Built in {perf_counter() - began:.1f} s: {told}.")
        if options["verbosity"] > 1:
            self.stdout.write(f"Password {PASSWORD} for " + ", ".join(f"{email} ({role})" for email, role in SIGN_INS))


TOLD = {
    "organisation": "organisations",
    "client": "clients",
    "membership": "memberships",
    "meeting": "meetings",
    "task": "tasks",
    "project": "projects",
    "statusreport": "status reports",
}

"""`manage.py api_token EMAIL`: a new token for the API, shown this once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import ApiToken, User


class Command(BaseCommand):
    help = "Make an API token for a user and print it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="what it is for")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.active().filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"Nobody active has the e-mail {options['email']}.")
        self.stdout.write(ApiToken.issue(user, options["name"])[1])

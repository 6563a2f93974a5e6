"""`manage.py api_token EMAIL`: a new token for the API, shown this once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.models.token import LIFETIMES


class Command(BaseCommand):
    help = "Make an API token for a user and print it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="manage.py api_token", help="what it is for")
        parser.add_argument("--days", type=int, default=LIFETIMES[-1], help="how long it lives")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.active().filter(email=options["email"]).first()
        if user is None:
            raise CommandError(f"Nobody active has the e-mail {options['email']}.")
        if options["days"] < 1:
            raise CommandError("A token lives at least one day.")
        token, secret = ApiToken.issue(user, options["name"][:100], at=timezone.now(), days=options["days"])
        self.stdout.write(f"Until {timezone.localdate(token.expires_at)}:")
        self.stdout.write(secret)

"""`manage.py administrator EMAIL --name NAME [--password-stdin]`: makes an administrator, or gives her a new way in."""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import inviting
from accounts.models import User


class Command(BaseCommand):
    help = "Make an administrator and print the one-time link at which she chooses her password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", help="her name; needed when she is new")
        parser.add_argument("--password-stdin", action="store_true", help="take the password from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            user = self._make(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        way = reverse(settings.LOGIN_URL) if options["password_stdin"] else inviting.path_for(user)
        self.stdout.write(settings.BASE_URL + way)

    @transaction.atomic
    def _make(self, options: dict[str, Any]) -> User:
        user = User.objects.make_administrator(email=options["email"], name=options["name"] or "")
        if options["password_stdin"]:
            password = sys.stdin.readline().rstrip("\r\n")
            validate_password(password, user)
            user.reset_password(password, at=timezone.now())
        return user

"""`manage.py erase_person KEY --ground GROUND [--reference NUMBER] [--as EMAIL] [--yes]`: shows, then erases."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Role, User
from contacts import erase_person
from contacts.models import Ground, Person


class Command(BaseCommand):
    help = "Say what there is of a person and what is kept of it; with --yes erase her."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", type=int, help="the number in the address of her page")
        parser.add_argument("--ground", required=True, choices=Ground.values)
        parser.add_argument("--reference", default="", help="the number of the decision")
        parser.add_argument("--as", dest="email", help="which administrator does it (default: the first)")
        parser.add_argument("--yes", action="store_true", help="erase her")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(pk=options["person"]).first()
        if person is None:
            raise CommandError("There is no such person.")
        by, at = self._administrator(options["email"]), timezone.now()
        try:
            told = erase_person.preview(person, by=by, at=at)
            for one in told.found:
                self.stdout.write(f"{one.count} {one.what}{f' (kept: {one.kept})' if one.kept else ''}")
            if not options["yes"]:
                self.stdout.write("\n".join([*told.refused, "Nothing was erased; --yes erases her."]))
                return
            ground, reference = options["ground"], options["reference"]
            erasure = erase_person.erase(person, ground=ground, reference=reference, by=by, at=at)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except PermissionDenied as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Erased: {erasure.key}. Texts to read through: {erasure.to_read.count()}.")

    def _administrator(self, email: str | None) -> User:
        users = User.objects.active().order_by("pk")
        user = users.filter(email=email) if email else users.filter(role=Role.ADMINISTRATOR)
        if (found := user.first()) is None:
            raise CommandError("There is no such administrator.")
        return found

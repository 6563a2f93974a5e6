"""After a backup was restored: whatever opened Fyr when it was made, and may have been ended since, has ended."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import leaving
from accounts.models import ApiToken, ForgottenPassword, User


@dataclass(frozen=True)
class Ended:
    users: int
    tokens: int
    also: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """For who restores, in the terminal's language."""
        said = (
            f"Everybody is signed out, and {self.tokens} API tokens have ended; their owners make new ones. "
            f"{self.users} users may sign in, with the passwords they had when the backup was made: under Users, shut "
            "out again whoever has been shut out since."
        )
        return " ".join([said, *self.also])


@transaction.atomic
def end_access(at: datetime) -> Ended:
    """Sessions, one-time addresses and tokens. The backup cannot know which of them ended after it."""
    User.objects.update(signed_out_at=at)
    ForgottenPassword.objects.all().delete()
    tokens = ApiToken.objects.alive(at).count()
    ApiToken.objects.all().end_all(at)
    return Ended(User.objects.active().count(), tokens, tuple(leaving.end_everybodys(at)))

"""The token in a one-time address: void once she has chosen a password, signed in, or been shut out."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from accounts.models import User


class TokenGenerator(PasswordResetTokenGenerator):
    """Asks the database nothing, so that a made-up address is refused with the same work whoever's number it names.
    Her e-mail stands in it twice, since allauth's had it so, and addresses in mails that have gone are to work."""

    def _make_hash_value(self, user: User, timestamp: Any) -> str:
        return super()._make_hash_value(user, timestamp) + user.email + user.signed_out_everywhere

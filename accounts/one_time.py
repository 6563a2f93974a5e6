"""The token in a one-time address: void once she has chosen a password, signed in, or been shut out."""

from typing import Any

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator


class TokenGenerator(EmailAwarePasswordResetTokenGenerator):
    def _make_hash_value(self, user: Any, timestamp: Any) -> str:
        return super()._make_hash_value(user, timestamp) + user.signed_out_everywhere

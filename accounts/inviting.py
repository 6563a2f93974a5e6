"""An invitation: the one-time address at which a user chooses her password; whoever invites, or a mail, brings it."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.models import User


def path_for(user: User) -> str:
    """Worth nothing any more when she has chosen a password, signed in, or been shut out (accounts/one_time.py)."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def address_for(user: User) -> str:
    """Where Fyr is, and not what a request called it: whoever asks for a link does not say where it leads."""
    return settings.BASE_URL + path_for(user)

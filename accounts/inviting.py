"""An invitation: the one-time address at which an invited user chooses her password, by hand or by mail."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import get_reset_password_from_key_url
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.utils import translation

from accounts.models import User


def address_for(request: HttpRequest, user: User) -> str:
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return str(get_reset_password_from_key_url(request, key))


def mail_to(request: HttpRequest, user: User, by: User) -> None:
    """One mail, in her language; a server that does not answer is said on the page (see the adapter)."""
    with translation.override(user.language):
        context = {"invited": user, "by": by, "address": address_for(request, user)}
        get_adapter(request).send_mail("account/email/invitation", user.email, context)

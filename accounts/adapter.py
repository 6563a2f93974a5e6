"""How allauth behaves here: nobody signs herself up; an administrator invites."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import devices
from accounts.models import User

# Said already by the page that follows.
NEEDLESS = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class ClosedAdapter(DefaultAccountAdapter):
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Strangers' attempts are counted by address and account; those on a known device by that device alone, so
        that nobody can lock its owner out of it."""
        device = devices.known(request, credentials.get("email", ""))
        if not device:
            super().pre_authenticate(request, **credentials)
        elif not ratelimit.consume(request, action="login_failed_on_device", key=device, dry_run=True):
            raise self.validation_error("too_many_login_attempts")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose attempts a limit counts together: those of an address; a device that the account knows is one of its
        own, so that no neighbour behind the same address keeps its owner out."""
        device = devices.known(request, request.POST.get("login", ""))
        return device or str(super().get_client_ip(request))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        if device := devices.known(request, credentials.get("email", "")):
            ratelimit.consume(request, action="login_failed_on_device", key=device)

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        response = super().post_login(request, user, **more)
        devices.remember(request, response, user.email)
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        if message_template not in NEEDLESS:
            super().add_message(request, level, message_template, *args, **more)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:settings")

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail goes through the ledger (mail/account_mails.py), and nothing here sends one beside it."""
        raise NotImplementedError(template_prefix)

"""The request of a page behind the sign-in, where the user is known to be one."""

from django.http import HttpRequest

from accounts.models import User


class SignedIn(HttpRequest):
    user: User

"""Requests behind the sign-in, where the user is known to be one."""

from datetime import datetime
from typing import TypedDict

from django.http import HttpRequest
from django.utils import timezone
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from accounts.models import User


class SignedIn(HttpRequest):
    user: User


class Acting(TypedDict):
    """Who acts, and when: the arguments every verb asks for."""

    by: User
    at: datetime


def user_of(request: Request) -> User:
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def now(request: Request) -> Acting:
    return {"by": user_of(request), "at": timezone.now()}

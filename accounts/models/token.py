"""A token with which a user's programs speak to the API; only its hash is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import can_end_token, require
from accounts.erasing import Erasing
from accounts.hanging import own

if TYPE_CHECKING:
    from accounts.models import User

PREFIX = "fyr_"
LIFETIMES = (30, 90, 365)
# A program may ask many times a second; its last use need not be known better than this.
USE_NOTED_EVERY = timedelta(minutes=5)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def alive(self, at: datetime) -> "ApiTokenQuerySet":
        """Those that open the API: neither ended nor expired, of somebody who is still here."""
        return self.filter(ended_at=None, expires_at__gt=at, user__is_active=True)

    def of(self, user: "User") -> "ApiTokenQuerySet":
        return self.filter(user=user)

    def end_all(self, at: datetime) -> None:
        """For good: nothing brings an ended token back."""
        self.filter(ended_at=None).update(ended_at=at)


class ApiToken(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    ended_at = models.DateTimeField(null=True)

    hangs_on = own("user")
    erasing = Erasing(nobody=("digest",), text=("name",))
    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(cls, user: "User", name: str, *, at: datetime, days: int = LIFETIMES[-1]) -> tuple["ApiToken", str]:
        """A new token and its secret, which can be shown this once only."""
        secret = PREFIX + secrets.token_urlsafe(32)
        expires = at + timedelta(days=days)
        return cls.objects.create(user=user, name=name, digest=digest(secret), expires_at=expires), secret

    def end(self, *, by: "User", at: datetime) -> None:
        """Doing it again changes nothing."""
        require(can_end_token(by, self))
        ApiToken.objects.filter(pk=self.pk).end_all(at)

    def note_use(self, at: datetime) -> None:
        if self.last_used_at is None or at - self.last_used_at > USE_NOTED_EVERY:
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=at)

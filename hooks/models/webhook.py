"""A webhook: an address that its owner's program is told at, of what happens to the rows that she may read."""

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.access import require, sees_everything
from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.models import User
from accounts.noun import NounQuerySet
from hooks.access import can_end_webhook, can_make_webhook
from hooks.addresses import check_url
from journal.catalogue import catalogue

# After so many failures in a row, some twenty minutes, the owner is told.
FAILING_AFTER = 3
# What a webhook may listen to besides single verbs: everything that happens to a noun.
EVERY = ".*"
MOST = 20


def heard() -> dict[str, list[str]]:
    """Noun → the names a webhook may listen to: "client.*", "client.changed" …"""
    nouns: dict[str, list[str]] = {}
    for name in sorted(catalogue()):
        noun = name.partition(".")[0]
        nouns.setdefault(noun, [noun + EVERY]).append(name)
    return nouns


class WebhookQuerySet(NounQuerySet["Webhook"]):
    def of(self, user: User) -> Self:
        return self.filter(owner=user)

    def alive(self) -> Self:
        return self.filter(ended_at=None, owner__is_active=True)

    def hearing(self, verb: str) -> Self:
        return self.filter(verbs__overlap=[verb, verb.partition(".")[0] + EVERY])

    def end_all(self, at: datetime) -> None:
        """For good: nothing brings an ended webhook back."""
        self.filter(ended_at=None).update(ended_at=at)


class Webhook(models.Model):
    """Its secret is derived from `seed` and the instance's own key, so that neither a row nor a backup of the database
    holds it. Of a lease (`journal.leases`) it has the columns, since one worker sends for it at a time."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    name = models.CharField(_("what it is for"), max_length=100)
    url = models.URLField(_("address"), max_length=500)
    verbs = ArrayField(models.CharField(max_length=60), verbose_name=_("what it is told of"))
    seed = models.CharField(max_length=43, editable=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Failures in a row, since when it counts as failing, and until when it is left in peace.
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    claimed_by = models.CharField(max_length=60, blank=True)
    claimed_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)

    hangs_on = Hangs(only=lambda by: Q() if sees_everything(by) else Q(owner=by.who) if by.who else Q(pk__in=[]))
    erasing = Erasing(nobody=("verbs", "seed", "claimed_by"), text=("name", "url"))
    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def make(cls, *, by: User, at: datetime, name: str, url: str, verbs: Iterable[str]) -> tuple["Webhook", str]:
        """A new webhook and its secret, which can be shown this once only."""
        require(can_make_webhook(by))
        row = Webhook(
            owner=by, name=name, url=url, verbs=sorted(set(verbs)), seed=secrets.token_urlsafe(32), made_at=at
        )
        row.clean_fields(exclude={field.name for field in cls._meta.fields} - {"name", "url", "verbs"})
        row.clean()
        # One after the other, so that the most is the most.
        User.objects.select_for_update().get(pk=by.pk)
        if Webhook.objects.of(by).alive().count() >= MOST:
            raise ValidationError(_("You have %(most)s webhooks; end one first.") % {"most": MOST})
        row.save()
        return row, row.secret

    def clean(self) -> None:
        try:
            check_url(self.url)
        except ValidationError as error:
            raise ValidationError({"url": error}) from None
        if unknown := set(self.verbs) - {name for names in heard().values() for name in names}:
            raise ValidationError({"verbs": _("No such verb: %(name)s") % {"name": sorted(unknown)[0]}})

    @property
    def secret(self) -> str:
        """As Standard Webhooks writes it: `whsec_` and 32 bytes in base64."""
        return "whsec_" + base64.b64encode(self.signing_key).decode()

    @property
    def signing_key(self) -> bytes:
        return salted_hmac("hooks.secret", self.seed, algorithm="sha256").digest()

    @property
    def mark(self) -> str:
        return salted_hmac("hooks.mark", self.seed, algorithm="sha256").hexdigest()[:12]

    @property
    def is_alive(self) -> bool:
        return self.ended_at is None

    @transaction.atomic
    def end(self, *, by: User, at: datetime) -> None:
        """Doing it again changes nothing."""
        require(can_end_webhook(by, self))
        Webhook.objects.filter(pk=self.pk).end_all(at)

    @staticmethod
    def heard_now() -> set[str]:
        """The verbs that any webhook listens to."""
        lists = Webhook.objects.alive().order_by().values_list("verbs", flat=True)
        names = {name for one in lists for name in one}
        return names and {verb for verb in catalogue() if verb in names or verb.partition(".")[0] + EVERY in names}

"""A form or request that has been carried out, by its key: it is never carried out twice."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ui.addresses import fitting

LONGEST = 500


class Sent(models.Model):
    """`digest` tells whether the same content comes again; `made` is the row that came of it, `url` its page."""

    # The user's key; a foreign key would make the frame know a room above it.
    by = models.BigIntegerField()
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    url = models.CharField(max_length=LONGEST, blank=True)
    made = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")
        constraints = [models.UniqueConstraint("by", "key", name="sent_once")]
        indexes = [models.Index("at", name="sent_by_moment")]

    def keep(self, digest: str, url: str, made: Any) -> None:
        """What came of it. A page that asks for more than fits is kept as the page: the words are never refused."""
        self.digest, self.url, self.made = digest, fitting(url, LONGEST), getattr(made, "pk", None)
        self.save(update_fields=["digest", "url", "made"])

    def __str__(self) -> str:
        return str(self.key)

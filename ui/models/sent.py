"""A form or request that has been carried out, by its key: it is never carried out twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sent(models.Model):
    """`digest` tells whether the same content comes again; `made` is the row that came of it, `url` its page."""

    # The user's key; a foreign key would make the frame know a room above it.
    by = models.BigIntegerField()
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    url = models.CharField(max_length=500, blank=True)
    made = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")
        constraints = [models.UniqueConstraint("by", "key", name="sent_once")]
        indexes = [models.Index("at", name="sent_by_moment")]

    def __str__(self) -> str:
        return str(self.key)

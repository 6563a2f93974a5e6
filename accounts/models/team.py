"""A team: the people who share clients and projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import OPEN_TO_STAFF


class Team(models.Model):
    name = models.CharField(_("name"), max_length=100, unique=True)
    hangs_on = OPEN_TO_STAFF
    erasing = Erasing(nobody=("name",))

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name

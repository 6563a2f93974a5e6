"""A Swedish municipality: its four-digit code is text, so that 0482 keeps its zero."""

from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import OPEN_TO_STAFF
from ui.swedish import SwedishOrder


class Municipality(models.Model):
    code = models.CharField(_("code"), max_length=4, primary_key=True)
    name = models.CharField(_("name"), max_length=50)
    county_code = models.CharField(_("county code"), max_length=2)
    county = models.CharField(_("county"), max_length=50)
    hangs_on = OPEN_TO_STAFF
    erasing = Erasing(nobody=("code", "name", "county_code", "county"))

    class Meta:
        ordering = [SwedishOrder("name")]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return self.name

    @classmethod
    @cache
    def names(cls) -> dict[str, str]:
        """Code → name, in order of name; kept by the process, since the list changes with a migration only."""
        return dict(cls.objects.values_list("code", "name"))

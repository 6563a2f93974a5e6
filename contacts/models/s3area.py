"""A smart-specialisation (S3) area: the owner's own list, in Swedish and English."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import OPEN_TO_STAFF


class S3Area(models.Model):
    code = models.SlugField(_("code"), unique=True)
    name_sv = models.CharField(_("name in Swedish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)
    hangs_on = OPEN_TO_STAFF
    erasing = Erasing(nobody=("code", "name_sv", "name_en"))

    class Meta:
        ordering = ["position", "name_sv"]
        verbose_name = _("S3 area")
        verbose_name_plural = _("S3 areas")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv

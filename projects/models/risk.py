"""A risk: probability × consequence, what we do about it, and who does it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from journal.history import keep_history
from projects.models.project import Project

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Risk(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="risks")
    text = models.CharField(_("risk"), max_length=200)
    probability = models.PositiveSmallIntegerField(_("probability"), validators=ONE_TO_FIVE)
    consequence = models.PositiveSmallIntegerField(_("consequence"), validators=ONE_TO_FIVE)
    action = models.CharField(_("what we do"), max_length=300, blank=True)
    owner = models.CharField(_("owner"), max_length=150, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = keep_history()

    class Meta:
        ordering = [-(models.F("probability") * models.F("consequence")), "pk"]
        verbose_name = _("risk")
        verbose_name_plural = _("risks")

    def __str__(self) -> str:
        return self.text

    @property
    def score(self) -> int:
        return self.probability * self.consequence

"""What kind of project it is, and by which path its solution comes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectKind(models.TextChoices):
    INNOVATION = "innovation", _("Innovation")
    TEST_BED = "test_bed", _("Test bed")
    PROCUREMENT = "procurement", _("Procurement")
    INTERNAL = "internal", _("Internal development")


class ProjectPath(models.TextChoices):
    BUILD = "build", _("Build")
    CO_DEVELOP = "co_develop", _("Co-develop")
    BUY = "buy", _("Buy")

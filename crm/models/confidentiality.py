"""From whom a record is kept: the words that clients and what hangs on them share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Confidentiality(models.TextChoices):
    OPEN = "open", _("Open to all staff")
    TEAM = "team", _("The team only")
    NAMED = "named", _("Named people only")

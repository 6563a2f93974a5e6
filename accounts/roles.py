"""The roles people have."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ADVISOR = "advisor", _("Advisor")
    PROJECT_LEAD = "project_lead", _("Project lead")
    MANAGER = "manager", _("Manager")
    PROGRAMME_EDITOR = "programme_editor", _("Programme editor")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")

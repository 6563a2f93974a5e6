"""The kinds of help that advice is given in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceArea(models.TextChoices):
    REGULATORY = "regulatory", _("Regulatory")
    FINANCE = "finance", _("Finance")
    BUSINESS_MODEL = "business_model", _("Business model")
    IPR = "ipr", _("IPR")
    PROCUREMENT = "procurement", _("Procurement")
    HEALTH_ECONOMICS = "health_economics", _("Health economics")
    MARKETING = "marketing", _("Marketing")
    LEGAL = "legal", _("Legal")
    DESIGN = "design", _("Design")
    RESEARCH = "research", _("Research")
    GROWTH = "growth", _("Growth")
    AI = "ai", _("AI")
    IOT = "iot", _("IoT")
    VR = "vr", _("VR")
    BIG_DATA = "big_data", _("Big data")
    BLOCKCHAIN = "blockchain", _("Blockchain")
    OTHER = "other", _("Other")

"""Stages of a client, which follows which, and the days it moved between them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import Hangs


class Stage(models.TextChoices):
    ENQUIRY = "enquiry", _("Enquiry")
    ASSESSMENT = "assessment", _("Assessment")
    ACTIVE = "active", _("Active")
    DORMANT = "dormant", _("Dormant")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined")


IN_WORK = [Stage.ENQUIRY, Stage.ASSESSMENT, Stage.ACTIVE]
# What follows a stage, and which moves need a reason in words.
NEXT_STAGES: dict[str, tuple[Stage, ...]] = {
    Stage.ENQUIRY: (Stage.ASSESSMENT, Stage.DECLINED),
    Stage.ASSESSMENT: (Stage.ACTIVE, Stage.DECLINED),
    Stage.ACTIVE: (Stage.DORMANT, Stage.COMPLETED),
    Stage.DORMANT: (Stage.ACTIVE, Stage.COMPLETED),
    Stage.COMPLETED: (Stage.ACTIVE,),
    Stage.DECLINED: (Stage.ENQUIRY,),
}


def needs_reason(from_stage: str, to_stage: str) -> bool:
    """Declining a client, and opening one again, is explained."""
    return to_stage == Stage.DECLINED or from_stage in {Stage.COMPLETED, Stage.DECLINED}


class StageMove(models.Model):
    """One move between stages: when, why, by whom."""

    hangs_on = Hangs(on=("client",))
    erasing = Erasing(
        text=("reason",), tied="client__organisation__affiliations__person", page=("crm:client_detail", "client_id")
    )

    client = models.ForeignKey("crm.Client", models.CASCADE, related_name="stage_moves")
    from_stage = models.CharField(max_length=12, choices=Stage, blank=True)
    to_stage = models.CharField(max_length=12, choices=Stage)
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"

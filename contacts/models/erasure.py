"""An erasure: that a person was erased, on what ground and by whom, without her; and the texts to read through."""

from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import can_administer, require, sees_everything
from accounts.erasing import Erasing, erasing
from accounts.hanging import Hangs
from accounts.models import User
from accounts.noun import NounQuerySet
from accounts.rights import Rights
from journal.facts import Tells
from journal.mask import Beside, beside
from journal.record import record
from ui.versions import locked


class Ground(models.TextChoices):
    NO_LONGER_NEEDED = "no_longer_needed", _("No longer needed (GDPR art. 17.1 a)")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Consent withdrawn, and nothing else allows it (GDPR art. 17.1 b)")
    OBJECTION = "objection", _("She objects, and nothing weighs heavier (GDPR art. 17.1 c)")
    UNLAWFUL = "unlawful", _("Kept unlawfully (GDPR art. 17.1 d)")
    LEGAL_OBLIGATION = "legal_obligation", _("A law demands that it is erased (GDPR art. 17.1 e)")
    DISPOSAL = "disposal", _("Disposal by decision (arkivlagen 10 §)")


def of_administrators(by: Rights) -> models.Q:
    return models.Q() if sees_everything(by) else models.Q(pk__in=[])


class ErasureQuerySet(NounQuerySet["Erasure"]):
    """Read by those who administer or audit."""


class Erasure(models.Model):
    """`key` names it in the ledger outside the database; `person` is the key she had, which is nobody's any more."""

    key = models.UUIDField(default=uuid4, unique=True)
    person = models.BigIntegerField()
    ground = models.CharField(_("ground"), max_length=20, choices=Ground)
    reference = models.CharField(_("reference of the decision"), max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    hangs_on = Hangs(only=of_administrators)
    erasing = Erasing(nobody=("reference",))
    tells = {
        "erasure.carried_out": Tells({"ground": Ground}, icon="lock"),
        "erasure.text_read": Tells(icon="check"),
        "erasure.text_reopened": Tells(icon="history"),
    }
    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return str(self.key)


class ToReadQuerySet(NounQuerySet["ToRead"]):
    def open(self) -> Self:
        return self.filter(done_at=None)

    def done(self) -> Self:
        return self.filter(done_at__isnull=False)


class ToRead(models.Model):
    """A record whose texts somebody reads through after an erasure: they may tell of her without her name.

    `words` of her name stood by themselves in it, an earlier version or a draft of it. Those that it has no longer
    when it has been read through go from the earlier versions and the drafts too.
    """

    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="to_read")
    record_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    record_id = models.BigIntegerField()
    record = GenericForeignKey("record_type", "record_id")
    words = ArrayField(models.CharField(max_length=200), default=list)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    hangs_on = Hangs(on=("erasure",), aside=("record_type",))
    erasing = Erasing(text=("words",))
    objects = ToReadQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("text to read through")
        verbose_name_plural = _("texts to read through")
        constraints = [models.UniqueConstraint("erasure", "record_type", "record_id", name="toread_once")]

    def __str__(self) -> str:
        return f"{self.record_type_id}:{self.record_id}"

    @property
    def noun(self) -> Any:
        model = self.record_type.model_class()
        return model._meta.verbose_name if model else ""

    @property
    def url(self) -> str:
        record: Any = self.record
        model: type[models.Model] | None = type(record) if record else None
        said = erasing(model) if model else None
        if not said or not said.page:
            return ""
        name, attribute = said.page
        return reverse(name, args=[getattr(record, attribute)])

    def beside(self) -> Beside | None:
        """What goes for good when it has been read through; None when it has been, or its noun is there no more."""
        model = self.record_type.model_class()
        return beside(model, self.record_id, self.words) if model and not self.done_at else None

    @transaction.atomic
    def finish(self, *, by: User, at: datetime) -> None:
        text = self._locked(by)
        if text.done_at:
            raise ValidationError(_("Somebody has read this already."))
        if found := text.beside():
            found.mask()
            text.words = found.left
        text._done(at, by)
        record("erasure.text_read", text.erasure, by=by, at=at)

    @transaction.atomic
    def reopen(self, *, by: User, at: datetime) -> None:
        """It was said by mistake that it is read."""
        text = self._locked(by)
        if not text.done_at:
            raise ValidationError(_("Nobody has said yet that this is read."))
        text._done(None, None)
        record("erasure.text_reopened", text.erasure, by=by, at=at)

    def _locked(self, by: User) -> "ToRead":
        require(can_administer(by))
        return locked(ToRead.objects.visible_to(by), self.pk)

    def _done(self, at: datetime | None, by: User | None) -> None:
        self.done_at, self.done_by = at, by
        self.save(update_fields=["done_at", "done_by", "words"])

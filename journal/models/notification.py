"""A notification: somebody is told, in the product, of what happened; she reads it while she may read the record."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import Hangs, readable
from accounts.models import User
from accounts.noun import NounQuerySet
from accounts.rights import Rights, rights_of
from journal.access import can_mark
from journal.models.entry import Entry
from ui.who import Somebody

# The nouns of whose records people are notified, and their rows with what is named beside them; of any other noun
# nothing is shown.
nouns: dict[type[models.Model], Callable[[], models.QuerySet[Any]]] = {}


def _hers(by: Rights) -> Q:
    """Hers, about records that she may read now."""
    told = Q(pk__in=[])
    for noun in sorted(nouns, key=lambda one: one._meta.label):
        kind = {
            "entry__subject_type__app_label": noun._meta.app_label,
            "entry__subject_type__model": noun._meta.model_name,
        }
        told |= Q(entry__subject_id__in=readable(noun._base_manager.order_by(), by).values("pk"), **kind)
    return Q(to=by.who) & told if by.who else Q(pk__in=[])


class NotificationQuerySet(NounQuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def of(self, record: models.Model) -> Self:
        """Those that tell of it."""
        return self.filter(entry__subject_type=ContentType.objects.get_for_model(record), entry__subject_id=record.pk)

    def with_subjects(self) -> Self:
        rows = self.select_related("entry__by", "entry__subject_type")
        return rows.prefetch_related(GenericPrefetch("entry__subject", [shown() for shown in nouns.values()]))

    def mark_read(self, *, by: User, at: datetime) -> int:
        """All that are here to be read by her; what she may not read stays unread."""
        keys = list(self.visible_to(by).unread().values_list("pk", flat=True))
        return self.model.objects.filter(pk__in=keys, read_at=None).update(read_at=at)


class Notification(models.Model):
    """`what` names its words: a partial of `<room>/notifications.html`, which sees the entry and its subject."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    what = models.CharField(max_length=40)
    read_at = models.DateTimeField(null=True)

    hangs_on = Hangs(aside=("entry",), only=_hers)
    erasing = Erasing(nobody=("what",))
    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-entry", "-pk"]
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [models.UniqueConstraint("to", "entry", name="notification_once")]
        indexes = [models.Index("to", name="notification_unread", condition=Q(read_at=None))]

    def __str__(self) -> str:
        return f"{self.what} {self.entry_id}"

    @classmethod
    def tell(cls, to: User, entry: Entry, what: str) -> None:
        """Once for each entry."""
        told = Notification(to=to, entry=entry, what=what)
        Notification.objects.bulk_create([told], ignore_conflicts=True)

    @property
    def words(self) -> str:
        """Where its words are."""
        return f"{self.entry.subject_type.app_label}/notifications.html#{self.what}"

    def mark_read(self, *, by: User, at: datetime) -> "Notification":
        """Doing it again changes nothing."""
        require(can_mark(by, self))
        if self.read_at is None:
            self.read_at = at
            self.save(update_fields=["read_at"])
        return self


def waiting_for(user: Somebody, most: int = 100) -> int:
    """How many she has not read, at most so many: asked by every page, so that nothing unread costs one small query."""
    if not Notification.objects.filter(to=user.pk).unread().exists():
        return 0
    return Notification.objects.visible_to(rights_of(user)).unread()[:most].count()

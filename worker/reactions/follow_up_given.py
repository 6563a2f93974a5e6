"""A follow-up that is given to somebody else notifies her."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from crm.models import Task
from journal.happening import Happening
from journal.models import Following, Notification
from journal.reactions import After

CODE = "follow_up_given"


def is_given(happening: Happening) -> bool:
    """To another than whoever gives it."""
    to = happening.facts.get("owner")
    return to is not None and (happening.by is None or happening.by.pk != to)


def shown() -> QuerySet[Task]:
    """With the client that is named beside it: who may read the follow-up may read that."""
    return Task.objects.select_related("client__organisation")


def notify(row: Following, at: datetime) -> None:
    """Her whose it still is; what is done already, or given on, is nothing to tell her."""
    to = User.objects.active().filter(pk=row.entry.facts["owner"]).first()
    if to and Task.objects.open().filter(pk=row.entry.subject_id, owner=to).exists():
        Notification.tell(to, row.entry, CODE)


FOLLOW_UP_GIVEN = After(CODE, _("Tell whose a follow-up is"), lambda: {"task.added", "task.changed"}, notify, is_given)

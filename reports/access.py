"""Who may read and change schedules, runs and deliveries."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_write, no
from accounts.models import Role

if TYPE_CHECKING:
    from reports.models import Schedule


def can_schedule(user: Any) -> Answer:
    if not (answer := can_write(user)):
        return answer
    if user.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Managers and administrators schedule reports."))


def can_edit_schedule(user: Any, schedule: "Schedule") -> Answer:
    if not (answer := can_schedule(user)):
        return answer
    if schedule.owner_id == user.pk or user.role == Role.ADMINISTRATOR:
        return YES
    return no(_("Only the schedule’s owner or an administrator may change it."))

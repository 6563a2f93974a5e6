"""Who may read and change schedules, runs and deliveries."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_write, no
from accounts.rights import Rights, rule
from accounts.roles import Role

if TYPE_CHECKING:
    from reports.models import Schedule


@rule
def can_schedule(by: Rights) -> Answer:
    if not (answer := can_write(by)):
        return answer
    if by.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Managers and administrators schedule reports."))


@rule
def can_edit_schedule(by: Rights, schedule: "Schedule") -> Answer:
    if not (answer := can_schedule(by)):
        return answer
    if schedule.owner_id == by.who or by.role == Role.ADMINISTRATOR:
        return YES
    return no(_("Only the schedule’s owner or an administrator may change it."))

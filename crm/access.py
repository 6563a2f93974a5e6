"""Who may read and change clients and what hangs on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_write, no, sees_everything, sees_teams
from accounts.hanging import all_read, can_read
from accounts.rights import Rights, rule
from accounts.roles import Role
from contacts.access import worked_on

if TYPE_CHECKING:
    from crm.models import Client, Meeting, Task

OPEN, TEAM, NAMED = "open", "team", "named"


@dataclass(frozen=True)
class Kept:
    """The rule of records with a confidentiality, a team, a lead and named readers: told for many rows, and for one in
    words. A test holds the two tellings together over every role, level and tie."""

    leads: str | Promise
    is_open: str | Promise
    asks: tuple[str, ...] = ("named_readers",)

    def readable(self, by: Rights, model: type[Model], through: str = "") -> Q:
        """`through` ("project__") leads to the record when rows of something else are asked for: a join, where a set of
        keys would be looked up one by one."""
        if not by.is_somebody:
            return Q(pk__in=[])
        if sees_everything(by):
            return Q()
        return Q((f"{through}confidentiality", OPEN)) | self._though_kept(by, model, through)

    def hidden(self, by: Rights, model: type[Model]) -> QuerySet[Any]:
        rows = model._base_manager.order_by()
        if sees_everything(by):
            return rows.none()
        # “Not open” is said once and plainly: the small index of such rows answers it, and the planner counts it right.
        return rows.exclude(confidentiality=OPEN).exclude(self._though_kept(by, model))

    def _though_kept(self, by: Rights, model: type[Model], through: str = "") -> Q:
        if by.who is None:
            return Q(pk__in=[])
        named = model.named_readers.rel  # type: ignore[attr-defined]
        readers = named.related_model._base_manager.filter(**{named.field.name: OuterRef(f"{through}pk")})
        mine = Q((f"{through}lead", by.who)) | Q(Exists(readers.filter(user=by.who)))
        kept_to_team = Q((f"{through}confidentiality", TEAM))
        if sees_teams(by):
            return kept_to_team | mine
        return (kept_to_team & Q((f"{through}team", by.team))) | mine if by.team else mine

    def why(self, by: Rights, row: Any) -> Answer:
        """Why she reads it, or why not."""
        if sees_everything(by):
            return Answer(True, _("Administrators and auditors read everything."))
        if by.who is not None and row.lead_id == by.who:
            return Answer(True, self.leads)
        if row.confidentiality == OPEN:
            return Answer(True, self.is_open) if by.is_somebody else no(_("Sign in first."))
        if row.confidentiality == TEAM and sees_teams(by):
            return Answer(True, _("Managers read what is kept to a team."))
        if row.confidentiality == TEAM and by.team and row.team_id == by.team:
            return Answer(True, _("Member of its team."))
        if by.who is not None and any(one.user_id == by.who for one in row.named_readers.all()):
            return Answer(True, _("Named reader."))
        return no(_("Kept to its team.") if row.confidentiality == TEAM else _("Kept to named people."))


CLIENT_KEPT = Kept(_("Lead advisor."), _("The client is open to all staff."), ("named_readers", "organisation"))


@rule
def can_edit_client(by: Rights, client: "Client") -> Answer:
    """Whoever reads a client, and may work with clients, may write its facts and move it on: a colleague takes the call
    when the lead is away, and history tells who wrote what."""
    return worked_on(by, client)


@rule
def can_assign_client(by: Rights, client: "Client") -> Answer:
    """Who leads a client answers for it, so it is handed over by her or by a manager; anybody may take one that nobody
    leads. Otherwise leading it could be taken, and with that what only its lead may do."""
    if not (answer := worked_on(by, client)):
        return answer
    if client.lead_id is None or _answers_for(by, client):
        return YES
    return no(_("Only the client’s lead or a manager may give it another lead."))


@rule
def can_keep_client(by: Rights, client: "Client") -> Answer:
    """To keep a client from others takes it away from colleagues and managers: its lead, who has promised the client to
    keep it, and managers may. So may one who has just taken a client that nobody led: she is who promises from then on,
    as when she opens a client herself; its timeline tells both, and administrators and auditors read it still."""
    if not (answer := worked_on(by, client)):
        return answer
    return YES if _answers_for(by, client) else no(_("Only the client’s lead or a manager may say who reads it."))


def _answers_for(by: Rights, client: "Client") -> bool:
    return client.lead_id == by.who or by.role in {Role.MANAGER, Role.ADMINISTRATOR}


@rule
def can_log_meeting(by: Rights, about: "Iterable[Model]" = ()) -> Answer:
    """With whom, and about what, she reads."""
    return all_read(by, about) if (may := can_write(by)) else may


@rule
def can_edit_meeting(by: Rights, meeting: "Meeting") -> Answer:
    """Those who were there know what was said; a manager answers for the hours."""
    if not (answer := can_write(by)) or not (answer := can_read(by, meeting)):
        return answer
    if meeting.created_by_id == by.who or meeting.staff.filter(pk=by.who).exists():
        return YES
    if by.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Only those who took part, or a manager, may change this meeting."))


@rule
def can_add_tasks(by: Rights, tasks: "Iterable[Model]") -> Answer:
    """Anybody may ask a colleague for something, about what she reads herself: the tasks, and what they are about."""
    return all_read(by, tasks) if (may := can_write(by)) else may


@rule
def can_edit_task(by: Rights, task: "Task") -> Answer:
    """A task is a promise between whose it is and who gave it; who leads the client, and managers, take over when they
    are away. To others it is read only: what is ticked off by mistake is not done."""
    if not (answer := can_write(by)) or not (answer := can_read(by, task)):
        return answer
    return can_edit_known_task(by, task)


@rule
def can_edit_known_task(by: Rights, task: "Task") -> Answer:
    """The same of a task that a list has found for whoever writes: it asks nothing for each row."""
    if by.who in {task.owner_id, task.created_by_id} or by.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    if task.owner_id is None or (task.client and task.client.lead_id == by.who):
        return YES
    return no(_("Only whose task it is, who gave it, the client’s lead or a manager may change it."))

"""Who may read and change projects."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_write, no
from accounts.hanging import can_read
from accounts.rights import Rights, rule
from accounts.roles import Role
from crm.access import Kept

if TYPE_CHECKING:
    from projects.models import Benefit, Milestone, Partner, Project, Risk

    type OfProject = Benefit | Milestone | Partner | Risk


PROJECT_KEPT = Kept(_("Project lead."), _("The project is open to all staff."))


@rule
def can_start_project(by: Rights) -> Answer:
    if not (answer := can_write(by)):
        return answer
    if by.role in {Role.PROJECT_LEAD, Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Project leads and managers start projects."))


@rule
def can_edit_project(by: Rights, project: "Project") -> Answer:
    """A project has one who answers for it to its steering group: its lead. Managers take over when she is away."""
    if not (answer := can_write(by)) or not (answer := can_read(by, project)):
        return answer
    return YES if _answers_for(by, project) else no(_("Only the project’s lead or a manager may change it."))


@rule
def can_keep_project(by: Rights, project: "Project") -> Answer:
    """To keep a project from others takes it away from colleagues and managers: its lead, who has promised its partners
    to keep it, and managers may, as for clients; nobody else, whoever comes to change its facts."""
    if not (answer := can_write(by)) or not (answer := can_read(by, project)):
        return answer
    return YES if _answers_for(by, project) else no(_("Only the project’s lead or a manager may say who reads it."))


def _answers_for(by: Rights, project: "Project") -> bool:
    return project.lead_id == by.who or by.role in {Role.MANAGER, Role.ADMINISTRATOR}


@rule
def can_edit_part(by: Rights, part: "OfProject") -> Answer:
    """What hangs on a project is changed by whoever changes the project and reads the part: a partner that is a client
    kept from her is not there for her."""
    return can_edit_project(by, part.project) if (may := can_read(by, part)) else may


@rule
def can_report_status(by: Rights, project: "Project") -> Answer:
    return can_edit_project(by, project)


@rule
def can_decide_gates(by: Rights) -> Answer:
    """Of the projects that she reads."""
    if not (answer := can_write(by)):
        return answer
    return YES if by.role in {Role.MANAGER, Role.ADMINISTRATOR} else no(_("A gate is decided by a manager."))


@rule
def can_decide_gate(by: Rights, project: "Project") -> Answer:
    return can_decide_gates(by) if (may := can_read(by, project)) else may

"""Who may read and change projects."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_write, no, sees_everything
from accounts.composed import composed_once
from accounts.rights import Rights, rule
from accounts.roles import Role
from crm.access import readable_by

if TYPE_CHECKING:
    from projects.models import Project


@rule
def project_readable_by(by: Rights, through: str = "") -> Q:
    """Of projects; with `through` "project__" of rows that belong to one."""
    reader = apps.get_model("projects", "ProjectReader")
    return readable_by(by, reader.objects.filter(project=OuterRef(f"{through}pk")), through)


@composed_once
def projects_hidden_from(by: Rights) -> QuerySet[Any]:
    project = apps.get_model("projects", "Project")
    if sees_everything(by):
        return project.objects.none()
    return project.objects.exclude(project_readable_by(by))


@rule
def can_start_project(by: Rights) -> Answer:
    if not (answer := can_write(by)):
        return answer
    if by.role in {Role.PROJECT_LEAD, Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Project leads and managers start projects."))


@rule
def can_edit_project(by: Rights, project: "Project") -> Answer:
    if not (answer := can_write(by)):
        return answer
    if project.lead_id == by.who or by.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Only the project’s lead or a manager may change it."))


@rule
def can_report_status(by: Rights, project: "Project") -> Answer:
    return can_edit_project(by, project)


@rule
def can_decide_gate(by: Rights, project: "Project") -> Answer:
    if not (answer := can_write(by)):
        return answer
    if by.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("A gate is decided by a manager."))

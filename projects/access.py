"""Who may read and change projects."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_write, no, sees_everything
from accounts.composed import composed_once
from accounts.models import Role
from crm.access import readable_by

if TYPE_CHECKING:
    from projects.models import Project


def project_readable_by(user: Any, through: str = "") -> Q:
    """Of projects; with `through` "project__" of rows that belong to one."""
    reader = apps.get_model("projects", "ProjectReader")
    return readable_by(user, reader.objects.filter(project=OuterRef(f"{through}pk")), through)


@composed_once
def projects_hidden_from(user: Any) -> QuerySet[Any]:
    project = apps.get_model("projects", "Project")
    if sees_everything(user):
        return project.objects.none()
    return project.objects.exclude(project_readable_by(user))


def can_start_project(user: Any) -> Answer:
    if not (answer := can_write(user)):
        return answer
    if user.role in {Role.PROJECT_LEAD, Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Project leads and managers start projects."))


def can_edit_project(user: Any, project: "Project") -> Answer:
    if not (answer := can_write(user)):
        return answer
    if project.lead_id == user.pk or user.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Only the project’s lead or a manager may change it."))


def can_report_status(user: Any, project: "Project") -> Answer:
    return can_edit_project(user, project)


def can_decide_gate(user: Any, project: "Project") -> Answer:
    if not (answer := can_write(user)):
        return answer
    if user.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("A gate is decided by a manager."))

"""Say who reads a project: the verb `set_confidentiality` in full."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.models import User
from crm.models import Confidentiality, Meeting
from journal.change import save
from journal.record import record
from projects.access import can_keep_project
from projects.models.reader import ProjectReader
from ui.versions import check


def keep(project: Any, level: str, readers: Iterable[User], *, by: User, at: datetime, version: int | None) -> None:
    """Of a locked project; `readers` are the named people besides its lead. Raises ValidationError by field."""
    require(can_keep_project(by, project))
    check(project, version)
    readers = list(readers)
    check_keep(project, level, has_readers=bool(readers))
    named = readers if level == Confidentiality.NAMED else []
    left, project.confidentiality = project.confidentiality, level
    if left == level and _named(project) == {reader.pk for reader in named}:
        return
    save(project, ["confidentiality"], by=by, at=at)
    _name_readers(project, named)
    # What anybody may know of when its meetings' clients were met, has changed.
    Meeting.objects.filter(pk__in=project.project_meetings.values("meeting")).keep_last_contact_beside()
    facts: dict[str, Any] = {"from": left, "to": level}
    record("project.confidentiality_set", project, by=by, at=at, **facts)


def check_keep(project: Any, level: str, *, has_readers: bool) -> None:
    if level == Confidentiality.TEAM and project.team_id is None:
        raise ValidationError({"confidentiality": _("The project has no team yet: give it one first.")})
    if level == Confidentiality.NAMED and project.lead_id is None and not has_readers:
        raise ValidationError({"readers": _("Name somebody who may read the project.")})


def _named(project: Any) -> set[int]:
    return set(project.named_readers.values_list("user", flat=True))


def _name_readers(project: Any, readers: list[User]) -> None:
    project.named_readers.exclude(user__in=readers).delete()
    named = [ProjectReader(project=project, user=user) for user in readers]
    ProjectReader.objects.bulk_create(named, ignore_conflicts=True)

"""What hangs on a project is read by those who may read the project."""

from typing import Any

from django.db import models

from accounts.composed import composed_once_for_all
from accounts.rights import Rights
from projects.access import projects_hidden_from


class OfProjectQuerySet(models.QuerySet[Any]):
    """Rows with a `project`."""

    @composed_once_for_all
    def visible_to(self, by: Rights) -> "OfProjectQuerySet":
        if not by.is_somebody:
            return self.none()
        hidden = projects_hidden_from(by).filter(pk=models.OuterRef("project"))
        return self if hidden.query.is_empty() else self.exclude(models.Exists(hidden))

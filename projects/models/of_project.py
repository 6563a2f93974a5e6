"""What hangs on a project is read by those who may read the project."""

from typing import Any

from django.db import models

from projects.access import projects_hidden_from


class OfProjectQuerySet(models.QuerySet[Any]):
    """Rows with a `project`."""

    def visible_to(self, user: Any) -> "OfProjectQuerySet":
        if not user.is_authenticated or not user.is_active:
            return self.none()
        hidden = projects_hidden_from(user).filter(pk=models.OuterRef("project"))
        return self if hidden.query.is_empty() else self.exclude(models.Exists(hidden))

"""What hangs on a project is read by those who may read the project."""

from typing import Any

from django.db import models

from accounts.composed import composed_once_for_all
from accounts.hanging import readable
from accounts.rights import Rights


class OfProjectQuerySet(models.QuerySet[Any]):
    """Rows with a `project`."""

    @composed_once_for_all
    def visible_to(self, by: Rights) -> "OfProjectQuerySet":
        return readable(self, by)

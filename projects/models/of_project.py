"""What hangs on a project is read by those who may read the project."""

from typing import Any

from accounts.noun import NounQuerySet


class OfProjectQuerySet(NounQuerySet[Any]):
    """Rows with a `project`."""

"""Projects from an old workbook, with status history and milestones: a kind of import (see `imports.kinds`)."""

from django.utils.translation import gettext_lazy

from projects.imports.carrying import carry_out
from projects.imports.columns import SHEETS, SHOWN
from projects.imports.planning import plan

__all__ = ["CODE", "LABEL", "NAMES", "SHEETS", "SHOWN", "carry_out", "plan"]

CODE = "projects"
NAMES = ("projekt", "project")
LABEL = gettext_lazy("Projects with status history and milestones")

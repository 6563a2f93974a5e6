"""The views of the clients list that everybody has."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from crm.models.stage import IN_WORK
from lists.tabs import BuiltIn

QUIET_DAYS = 60


def views(on: date) -> list[BuiltIn]:
    in_work = [("stage", str(stage.value)) for stage in IN_WORK]
    quiet = (("lead", "me"), ("stage", "active"), ("quiet", str(QUIET_DAYS)), ("sort", "contact"))
    return [
        BuiltIn("mine", _("My active clients"), (("lead", "me"), *in_work, ("sort", "-contact"))),
        BuiltIn("quiet", _("Gone quiet"), quiet),
        BuiltIn("new", _("New this quarter"), (("opened_after", _quarter(on).isoformat()), ("sort", "-opened"))),
        BuiltIn("all", _("All")),
    ]


def _quarter(on: date) -> date:
    return date(on.year, on.month - (on.month - 1) % 3, 1)

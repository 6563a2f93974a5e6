"""What the clients list can be filtered by, in words: the choices of each filter and its label."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts import numbers
from contacts.models import Domain, Municipality, S3Area
from crm.models import Stage
from lists.picks import CHECKS, NUMBER, SEARCH, TEXT, Pick

if TYPE_CHECKING:
    from crm.lists.client import ClientList


def _leads(page: "ClientList") -> dict[str, str]:
    return {"me": _("Me"), "none": _("Nobody")} | page.staff["leads"]


def _lead_in_words(page: "ClientList", value: str) -> str:
    return str(page.user.name if value == "me" else _leads(page).get(value, value))


def _days(page: "ClientList", value: str) -> str:
    return ngettext("%(days)s day", "%(days)s days", int(value)) % {"days": value}


def _areas(page: "ClientList") -> dict[str, str]:
    return {str(area.pk): area.name for area in S3Area.objects.all()}


PICKS = [
    Pick(
        "lead",
        gettext_lazy("Lead advisor"),
        options=_leads,
        words=_lead_in_words,
        chip=gettext_lazy("Lead"),
    ),
    Pick("stage", gettext_lazy("Stage"), CHECKS, lambda page: dict(Stage.choices)),
    Pick("quiet", gettext_lazy("No contact for, days"), NUMBER, words=_days, chip=gettext_lazy("No contact for")),
    Pick("team", gettext_lazy("Team"), options=lambda page: page.staff["teams"]),
    Pick("s3", gettext_lazy("Area (S3)"), options=_areas),
    Pick("municipality", gettext_lazy("Municipality"), options=lambda page: Municipality.names()),
    Pick(
        "domain",
        gettext_lazy("Industry domain"),
        options=lambda page: dict(Domain.choices),
        chip=gettext_lazy("Domain"),
    ),
    Pick("size", gettext_lazy("Size class"), options=lambda page: numbers.SIZE_NAMES, chip=gettext_lazy("Size")),
    Pick("q", gettext_lazy("Name or number"), SEARCH, chip=gettext_lazy("Search")),
    Pick("opened_after", gettext_lazy("Client since"), TEXT, is_offered=False),
]

"""What the clients list can be filtered by, in words: the choices of each filter and its label."""

from typing import Any

from django.utils.translation import gettext_lazy

from accounts.models import User
from crm.models import Municipality, S3Area


class Options(dict[str, Any]):
    """What a filter can be set to, fetched when first asked for: key → name."""

    def __init__(self, user: Any) -> None:
        super().__init__()
        self.user = user

    def __missing__(self, name: str) -> dict[str, str]:
        if name in ("leads", "teams"):
            self._fetch_staff()
        else:
            self[name] = _areas() if name == "areas" else Municipality.names()
        return self[name]

    def _fetch_staff(self) -> None:
        staff = list(User.objects.visible_to(self.user).active().values_list("pk", "name", "team", "team__name"))
        self["leads"] = {str(pk): name for pk, name, _team, _team_name in staff}
        self["teams"] = dict(sorted({(str(team), name) for _pk, _name, team, name in staff if team}))


def _areas() -> dict[str, str]:
    return {str(area.pk): area.name for area in S3Area.objects.all()}


def chip_label(name: str) -> str:
    labels = {
        "q": gettext_lazy("Search"),
        "lead": gettext_lazy("Lead"),
        "stage": gettext_lazy("Stage"),
        "team": gettext_lazy("Team"),
        "s3": gettext_lazy("Area (S3)"),
        "municipality": gettext_lazy("Municipality"),
        "domain": gettext_lazy("Domain"),
        "size": gettext_lazy("Size"),
        "quiet": gettext_lazy("No contact for"),
        "opened_after": gettext_lazy("Client since"),
    }
    return str(labels[name])

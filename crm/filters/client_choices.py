"""What the clients list can be filtered by, in words: the choices of each filter and its label."""

from html import escape
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from contacts import numbers
from contacts.models import Domain, Municipality, S3Area
from crm.models import Stage


class Options(dict[str, Any]):
    """What a filter can be set to, fetched when first asked for: key → name."""

    def __init__(self, user: User) -> None:
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


class Picks:
    """Each filter's choices as <option>s, made at once: three hundred in a template loop cost more than the rows."""

    def __init__(self, query: QueryDict, options: Options) -> None:
        self.query, self.options = query, options

    @property
    def stages(self) -> list[tuple[str, Any, bool]]:
        picked = self.query.getlist("stage")
        return [(value, label, value in picked) for value, label in Stage.choices]

    @property
    def lead(self) -> SafeString:
        return self._options("lead", {"me": _("Me"), "none": _("Nobody")} | self.options["leads"])

    @property
    def team(self) -> SafeString:
        return self._options("team", self.options["teams"])

    @property
    def s3(self) -> SafeString:
        return self._options("s3", self.options["areas"])

    @property
    def municipality(self) -> SafeString:
        return self._options("municipality", self.options["municipalities"])

    @property
    def domain(self) -> SafeString:
        return self._options("domain", dict(Domain.choices))

    @property
    def size(self) -> SafeString:
        return self._options("size", numbers.SIZE_NAMES)

    def _options(self, name: str, names: Any) -> SafeString:
        picked = self.query.get(name, "")
        lines = [
            f'<option value="{escape(key)}"{" selected" if key == picked else ""}>{escape(str(label))}'
            for key, label in {"": "–", **names}.items()
        ]
        return mark_safe("".join(lines))  # keys and names are escaped above


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

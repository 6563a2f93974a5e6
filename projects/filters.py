"""What a portfolio page is asked for: the day, the day to compare with, and filters, all in the address."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Team, User
from contacts.models import S3Area
from projects.models import Light, ProjectKind
from projects.models.phase import RUNNING
from ui import asked

ALL = ("", _("All"))
PHASES = [(phase.value, phase.label) for phase in RUNNING]
LIGHTS = [*((light.value or "none", light.label) for light in Light)]


@dataclass(frozen=True)
class Question:
    """A portfolio asked for: `on`, compared with `compare` (asked for, or a month earlier), filtered."""

    on: date
    compare: date
    today: date
    compare_asked: bool = False
    filters: dict[str, Any] = field(default_factory=dict)

    @property
    def is_past(self) -> bool:
        return self.on < self.today


def month_before(day: date) -> date:
    """The same day a month earlier, or that month's last day."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    limits = [MinValueValidator(asked.FIRST_DAY), MaxValueValidator(asked.LAST_DAY)]
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"], validators=limits)


class PortfolioForm(forms.Form):
    """Bound to the address; leads, teams and areas come in one query each."""

    as_of = day_field(_("As of"))
    compare = day_field(_("Compare with"))
    lead = forms.TypedChoiceField(label=_("Lead"), required=False, coerce=int, empty_value=None)
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None)
    s3 = forms.ChoiceField(label=_("S3 area"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *ProjectKind.choices])
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=[ALL, *PHASES])
    light = forms.ChoiceField(label=_("Overall light"), required=False, choices=[ALL, *LIGHTS])

    FILTERS = ("lead", "team", "s3", "kind", "phase", "light")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        leads = User.objects.active().filter(role__in=[Role.PROJECT_LEAD, Role.MANAGER, Role.ADMINISTRATOR])
        self._choose("lead", leads.values_list("pk", "name"))
        self._choose("team", Team.objects.values_list("pk", "name"))
        self._choose("s3", [(area.code, str(area)) for area in S3Area.objects.all()])

    def _choose(self, name: str, rows: Any) -> None:
        self.fields[name].choices = [ALL, *rows]  # type: ignore[attr-defined]

    def clean_as_of(self) -> date | None:
        day: date | None = self.cleaned_data["as_of"]
        if day and day > self.today:
            raise forms.ValidationError(gettext("The portfolio can be shown as of today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        compare = found.get("compare")
        if compare and "as_of" in found and compare >= (found["as_of"] or self.today):
            self.add_error("compare", gettext("Compare with an earlier day than the one shown."))
        return found

    @property
    def question(self) -> Question:
        """What was asked; a field in error counts as empty."""
        found = self.cleaned_data if self.is_bound else {}
        on = found.get("as_of") or self.today
        compare = found.get("compare")
        filters = {name: found[name] for name in self.FILTERS if found.get(name)}
        return Question(on, compare or month_before(on), self.today, bool(compare), filters)

"""A status report: a light per dimension with its comment and recovery plan, and up to three decisions asked for."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.models import DIMENSIONS, Light, StatusReport
from projects.models.status_report import MOST_DECISIONS
from ui.dates import long
from ui.fields import DayField
from ui.guesses import guessed
from ui.long_text import LONGEST

LIGHTS = [(Light.ON_TRACK, _("On track")), (Light.WATCH, _("Watch")), (Light.OFF_TRACK, _("Off track"))]
WITH_NONE = [*LIGHTS, (Light.NOT_REPORTED, _("Not reported"))]


DECISIONS = [f"decision_{number}" for number in range(1, MOST_DECISIONS + 1)]
WORDED = ["summary", *(f"{said}_{name}" for name in DIMENSIONS for said in ("comment", "recovery"))]
GUESSABLE = [*DIMENSIONS, *WORDED, *DECISIONS]


def _of_decision(name: str) -> tuple[str, str, str]:
    """The fields of the decision that the field `name` says."""
    number = name.removeprefix("decision_")
    return name, f"recommendation_{number}", f"by_{number}"


def lines(label: Any, rows: int = 2) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=forms.Textarea({"rows": rows}))


class StatusForm(forms.Form):
    """Begun from the last report, so that only what changed is typed."""

    on = DayField(label=_("Date"), ahead=False)
    summary = lines(_("Summary"), 4)

    def __init__(self, *args: Any, asked: Mapping[str, date] | None = None, **options: Any) -> None:
        """`asked` is since when each decision has been asked for."""
        super().__init__(*args, **options)
        for dimension, label in DIMENSIONS.items():
            choices = LIGHTS if dimension == "overall" else WITH_NONE
            self.fields[dimension] = forms.ChoiceField(
                label=label, choices=choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"comment_{dimension}"] = lines(_("Why"))
            self.fields[f"recovery_{dimension}"] = lines(_("What is done about it"))
        for number in range(1, MOST_DECISIONS + 1):
            self.fields[f"decision_{number}"] = forms.CharField(label=_("Decision"), required=False, max_length=300)
            self.fields[f"recommendation_{number}"] = forms.CharField(
                label=_("We recommend"), required=False, max_length=300
            )
            self.fields[f"by_{number}"] = DayField(label=_("By"), required=False)
        self._tell_since(asked or {})
        for name in guessed(self, WORDED):
            self.fields[name].widget.attrs["data-guess"] = name
        for name in guessed(self, DECISIONS):
            for field in _of_decision(name):
                self.fields[field].widget.attrs["data-guess"] = name

    def _tell_since(self, asked: Mapping[str, date]) -> None:
        for name in DECISIONS:
            bound = self[name]
            if day := asked.get(bound.value()):
                bound.help_text = gettext("Asked for since %(day)s.") % {"day": long(day)}

    @staticmethod
    def from_report(report: StatusReport | None) -> dict[str, Any]:
        """What the form begins with: the last report's lights, words and decisions, all of them guesses now."""
        if report is None:
            return {}
        found: dict[str, Any] = {"summary": report.summary}
        for dimension in DIMENSIONS:
            found[dimension] = getattr(report, dimension)
            found[f"comment_{dimension}"] = report.comments.get(dimension, "")
            found[f"recovery_{dimension}"] = report.recovery.get(dimension, "")
        for name, asked in zip(DECISIONS, report.decisions, strict=False):
            day = asked.get("by_on")
            decision = (asked["text"], asked.get("recommendation", ""), date.fromisoformat(day) if day else None)
            found |= dict(zip(_of_decision(name), decision, strict=True))
        return found | {"guessed": [name for name in GUESSABLE if found.get(name)]}

    def day(self, today: date) -> date:
        """The day it is about, as far as it can be read and has come; else today."""
        try:
            day: date | None = self.fields["on"].clean(self["on"].value())
        except forms.ValidationError:
            return today
        return day if day and day <= today else today

    @property
    def guesses(self) -> dict[str, str]:
        """What is still the last report's, each in words: these stand beside the button too."""
        told = {name: self._in_words(name) for name in guessed(self, GUESSABLE)}
        return {name: words for name, words in told.items() if words}

    def _in_words(self, name: str) -> str:
        value = self[name].value()
        if name in DIMENSIONS:
            light = dict(WITH_NONE).get(value)
            return f"{self[name].label}: {str(light).lower()}" if light else ""
        if not value:
            return ""
        if name in DECISIONS:
            return f"{self[name].label}: {Truncator(value).chars(40)}"
        _said, _line, dimension = name.partition("_")
        label = str(self[name].label)
        return f"{DIMENSIONS[dimension]}: {label.lower()}" if dimension else label

    def dimensions(self) -> Iterator[tuple[str, Any, Any, Any]]:
        for dimension in DIMENSIONS:
            yield dimension, self[dimension], self[f"comment_{dimension}"], self[f"recovery_{dimension}"]

    def decisions(self) -> Iterator[tuple[Any, Any, Any]]:
        for number in range(1, MOST_DECISIONS + 1):
            yield self[f"decision_{number}"], self[f"recommendation_{number}"], self[f"by_{number}"]

    def values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "on": typed["on"],
            "summary": typed["summary"],
            **{dimension: typed[dimension] for dimension in DIMENSIONS},
            "comments": self._words("comment"),
            "recovery": self._words("recovery"),
            "decisions": [
                {
                    "text": typed[f"decision_{number}"],
                    "recommendation": typed[f"recommendation_{number}"],
                    "by_on": typed[f"by_{number}"],
                }
                for number in range(1, MOST_DECISIONS + 1)
                if typed[f"decision_{number}"]
            ],
        }

    def _words(self, name: str) -> dict[str, str]:
        typed = self.cleaned_data
        return {dimension: typed[f"{name}_{dimension}"] for dimension in DIMENSIONS if typed[f"{name}_{dimension}"]}

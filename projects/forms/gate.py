"""Planning a gate and deciding one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Gate, GateVerdict
from projects.models.gate import CRITERIA
from ui.fields import DayField


class PlanForm(forms.Form):
    gate = forms.ChoiceField(label=_("Gate"), choices=Gate.choices)
    planned_on = DayField(label=_("Planned for"))

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class DecideForm(forms.Form):
    """The decision at one gate, with that gate's criteria."""

    gate = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Decision"), choices=GateVerdict.choices, widget=forms.RadioSelect)
    criteria = forms.MultipleChoiceField(label=_("Criteria met"), required=False, widget=forms.CheckboxSelectMultiple)
    on = DayField(label=_("Date"), ahead=False)
    decider = forms.CharField(label=_("Decided by"), max_length=150)
    conditions = forms.CharField(label=_("Conditions"), required=False, widget=forms.Textarea({"rows": 2}))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("A hold or a stop needs one; a stop is learning, not failure."),
    )

    def __init__(self, *args: Any, gate: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("gate", gate)
        self.asked = CRITERIA.get(Gate(gate), {}) if gate in Gate.values else {}
        self.fields["criteria"].choices = list(self.asked.items())  # type: ignore[attr-defined]

    @property
    def unmet(self) -> list[str]:
        """Of what is asked at the gate, that which is not ticked, in words."""
        return [str(words) for code, words in self.asked.items() if code not in self.cleaned_data["criteria"]]

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["criteria"] = {code: code in values["criteria"] for code in self.asked}
        return values

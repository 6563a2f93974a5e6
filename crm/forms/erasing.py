"""On what ground a person is erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import Ground


class ErasingForm(forms.Form):
    ground = forms.ChoiceField(label=_("Ground"), choices=[("", "–"), *Ground.choices])
    reference = forms.CharField(
        label=_("Number of the decision"),
        max_length=40,
        required=False,
        help_text=_("Needed for disposal and for what is no longer needed. No names."),
    )
    is_sure = forms.BooleanField(label=_("I have seen what goes and what stays; it cannot be undone."))

    def values(self) -> dict[str, Any]:
        return {"ground": self.cleaned_data["ground"], "reference": self.cleaned_data["reference"]}

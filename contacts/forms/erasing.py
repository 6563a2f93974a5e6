"""On what ground a person is erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.models import Ground


class ErasingForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[("", "–"), *Ground.choices],
        help_text=_(
            "Not what a duty in law, a public task, an archive or a legal claim still needs (GDPR art. 17.3). A public "
            "record goes only by a disposal decision, whatever the ground (arkivlagen 10 §)."
        ),
    )
    reference = forms.CharField(
        label=_("Number of the decision"),
        max_length=40,
        required=False,
        help_text=_("Needed for disposal and for what is no longer needed; for public records always. No names."),
    )
    is_sure = forms.BooleanField(label=_("I have seen what goes and what stays; it cannot be undone."))

    def values(self) -> dict[str, Any]:
        return {"ground": self.cleaned_data["ground"], "reference": self.cleaned_data["reference"]}

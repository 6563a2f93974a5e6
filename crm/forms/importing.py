"""The form with which a file comes in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.imports import kinds


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel, as it is: Fyr finds the headings, dates and names by itself."),
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,.xlsx,.xlsm"}),
    )
    kind = forms.ChoiceField(label=_("What"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("By its headings")), *kinds.choices()]  # type: ignore[attr-defined]

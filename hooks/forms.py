"""The form of a new webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hooks.addresses import check_url
from hooks.models.webhook import EVERY, heard


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """By noun, everything first; in the words that a program is told."""
    return [(noun, [(name, name) for name in names]) for noun, names in heard().items()]


class WebhookForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=100)
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    verbs = forms.MultipleChoiceField(
        label=_("What it is told of"),
        choices=choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "verbs"}),
        help_text=_("%(every)s stands for everything that happens to such a record.") % {"every": f"client{EVERY}"},
    )

    def clean_url(self) -> Any:
        check_url(self.cleaned_data["url"])
        return self.cleaned_data["url"]

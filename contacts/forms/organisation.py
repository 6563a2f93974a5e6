"""What is typed about an organisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from contacts import numbers
from contacts.models import Domain, Organisation
from ui.number_fields import as_written

FACTS = [
    "name",
    "number",
    "summary",
    "website",
    "municipality",
    "employees",
    "turnover_sek",
    "balance_sek",
    "figures_year",
    "s3_area",
    "domains",
    "tags",
]


class OrganisationForm(forms.ModelForm[Organisation]):
    """`values()` are what `Organisation.change` takes; a number is read into country, scheme and number."""

    number = forms.CharField(label=_("Organisation number"), required=False, max_length=30)
    domains = forms.MultipleChoiceField(
        label=_("Industry domains"), choices=Domain, required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = forms.CharField(label=_("Tags"), required=False, max_length=400, help_text=_("Parted by commas."))

    class Meta:
        model = Organisation
        fields = FACTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_written(self)
        if self.instance.pk:
            # A personal number is shown masked and is changed only by typing a whole one.
            self.initial.update({"number": self.instance.shown_number, "tags": ", ".join(self.instance.tags)})

    def clean_number(self) -> tuple[str, str, str]:
        typed = self.cleaned_data["number"].strip()
        if typed == self.instance.shown_number:
            return self.instance.country, self.instance.number_scheme, self.instance.number
        return numbers.read(typed, self.instance.country or "SE")

    def clean_tags(self) -> list[str]:
        tags = [" ".join(tag.split()) for tag in self.cleaned_data["tags"].split(",")]
        if any(len(tag) > 40 for tag in tags):
            raise ValidationError(_("A tag has 40 letters at most."))
        return list(dict.fromkeys(tag for tag in tags if tag))

    def _post_clean(self) -> None:
        """The verb sets and validates the fields; the form's instance stays what it was when read."""

    def values(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data and name in self.fields}
        if "number" in values:
            values["country"], values["number_scheme"], values["number"] = values["number"]
        return values


class FactForm(OrganisationForm):
    """One of the facts alone."""

    def __init__(self, fact: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fact not in self.fields:
            raise Http404
        for name in [name for name in self.fields if name != fact]:
            del self.fields[name]


class NewOrganisationForm(OrganisationForm):
    """An organisation that is nobody's client, such as a clinic or an incubator."""

    class Meta(OrganisationForm.Meta):
        fields = ["name", "kind", *FACTS[1:]]

    def values(self) -> dict[str, Any]:
        return super().values() | {"kind": self.cleaned_data["kind"]}

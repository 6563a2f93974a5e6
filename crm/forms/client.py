"""What is typed about a client: taking one on, its facts, its stage, its lead and who may read it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import offer_staff
from accounts.models import User
from contacts.forms.organisation import OrganisationForm
from crm.models import Client, Confidentiality, Origin
from ui.fields import DayField
from ui.number_fields import as_written


class ClientForm(forms.ModelForm[Client]):
    """The client's own facts; what the organisation is stands in OrganisationForm, beside it on the page."""

    class Meta:
        model = Client
        fields = ["needs", "note", "origin", "origin_note", "cadence_days"]
        widgets = {"needs": forms.Textarea({"rows": 3}), "note": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_written(self)
        self.fields["origin"].choices = [("", "–"), *Origin.choices]  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verb sets and validates."""

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class OpenForm(OrganisationForm):
    """A new client in as few fields as it takes."""

    lead = forms.ModelChoiceField(User.objects.none(), label=_("Lead advisor"), required=False)
    origin = forms.ChoiceField(label=_("Origin"), choices=[("", "–"), *Origin.choices], required=False)
    needs = forms.CharField(label=_("Needs"), required=False, widget=forms.Textarea({"rows": 3}))

    class Meta(OrganisationForm.Meta):
        fields = ["name", "number", "kind", "summary", "website", "municipality", "employees", "s3_area"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("domains", "tags"):
            del self.fields[name]
        offer_staff(self, "lead", user)
        self.initial.setdefault("lead", user.pk)

    def values(self) -> dict[str, Any]:
        return super().values() | {"kind": self.cleaned_data["kind"]}


class MoveForm(forms.Form):
    stage = forms.ChoiceField(label=_("New stage"), widget=forms.RadioSelect)
    on = DayField(label=_("From"), ahead=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # None is chosen before she chooses.
        stages = [(stage.value, stage.label) for stage in client.next_stages]
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    lead = forms.ModelChoiceField(User.objects.none(), label=_("Lead advisor"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_staff(self, "lead", user)


class ConfidentialityForm(forms.Form):
    confidentiality = forms.ChoiceField(
        label=_("Who may read"), choices=Confidentiality.choices, widget=forms.RadioSelect
    )
    readers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Named readers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The lead always reads. Administrators and auditors read everything."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_staff(self, "readers", user)

"""The parts of a project: milestones, risks, benefits with readings, partners, budget lines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contacts.models import Organisation
from projects.forms.typed import Typed
from projects.models import Benefit, BenefitReading, BudgetLine, Milestone, Partner, PartnerRole, Risk


class MilestoneForm(Typed):
    class Meta:
        model = Milestone
        fields = ["title", "planned_on", "forecast_on"]


class RiskForm(Typed):
    class Meta:
        model = Risk
        fields = ["text", "probability", "consequence", "action", "owner"]


class BenefitForm(Typed):
    class Meta:
        model = Benefit
        fields = ["measure", "kind", "unit", "owner", "baseline", "baseline_on", "target", "planned_on"]


class ReadingForm(Typed):
    class Meta:
        model = BenefitReading
        fields = ["value", "on", "source"]


class BudgetForm(Typed):
    class Meta:
        model = BudgetLine
        fields = ["on", "source", "plan_sek", "forecast_sek", "actual_sek"]

    @property
    def begins_in(self) -> str:
        """What changes from month to month; the day, the source and the plan stand as they were."""
        return "forecast_sek" if self.instance.pk else ""


class PartnerForm(forms.Form):
    """The organisation by its name or number, as the reader knows it."""

    organisation = forms.CharField(label=_("Organisation"), widget=forms.TextInput({"list": "organisations"}))
    role = forms.ChoiceField(label=_("Role"), choices=PartnerRole.choices)
    contact = forms.CharField(label=_("Contact"), max_length=150, required=False)

    class Meta:
        model = Partner

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_organisation(self) -> Organisation:
        name = self.cleaned_data["organisation"].strip()
        found = Organisation.objects.visible_to(self.user).filter(name__iexact=name).first()
        if found is None:
            raise forms.ValidationError(_("There is no organisation by that name; add it first."))
        return found

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

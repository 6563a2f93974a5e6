"""A project's own facts: starting it, changing them, closing it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import offer_staff
from accounts.models import User
from projects.forms.typed import Typed
from projects.models import Project
from ui.fields import DayField


class StartForm(Typed):
    class Meta:
        model = Project
        fields = [
            "title", "code", "summary", "kind", "lead", "team", "line_owner", "goal", "s3_area", "confidentiality",
            "starts_on", "ends_on",
        ]  # fmt: skip
        widgets = {"summary": forms.Textarea({"rows": 3})}
        help_texts = {"code": _("Left empty, the project gets the next code of its year.")}

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].required = False
        offer_staff(self, "lead", user)


class ChangeForm(Typed):
    class Meta:
        model = Project
        fields = [
            "title", "summary", "kind", "path", "lead", "team", "line_owner", "goal", "s3_area", "starts_on", "ends_on",
            "in_use_on",
        ]  # fmt: skip
        widgets = {"summary": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_staff(self, "lead", user)


class CloseForm(forms.Form):
    on = DayField(label=_("Closed on"), ahead=False, required=False)
    reason = forms.CharField(label=_("In a sentence"), max_length=300, required=False)

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

"""What is typed about a person and her role at an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.models import Affiliation, Person
from ui.fields import DayField


class PersonForm(forms.ModelForm[Person]):
    """Contact details of a protected person are not shown even here; left empty, they stay as they are."""

    class Meta:
        model = Person
        fields = ["name", "email", "phone", "is_protected"]
        help_texts = {
            "is_protected": _(
                "E-mail and phone are then hidden everywhere; a manager or an administrator may end that."
            )
        }

    def __init__(self, *args: Any, may_lift: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_protected:
            self.fields["is_protected"].disabled = not may_lift
            self.initial.update({"email": "", "phone": ""})

    def _post_clean(self) -> None:
        """The verb sets and validates."""

    def values(self) -> dict[str, Any]:
        kept = {"email", "phone"} if self.instance.is_protected else set()
        return {name: value for name, value in self.cleaned_data.items() if value != "" or name not in kept}


class RoleForm(forms.ModelForm[Affiliation]):
    class Meta:
        model = Affiliation
        fields = ["role", "is_main", "from_on"]
        field_classes = {"from_on": DayField}

    def _post_clean(self) -> None:
        """The verb sets and validates."""

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class EndForm(forms.Form):
    on = DayField(label=_("Last day"), ahead=False)

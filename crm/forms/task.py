"""What is typed about a task."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.forms import offer_staff
from accounts.models import User
from crm.forms.about import About
from crm.models import Client, Task
from ui.fields import DayField, ask_if_far


class TaskForm(forms.Form):
    text = forms.CharField(label=_("What"), max_length=300)
    due_on = DayField(label=_("By"), required=False, help_text=_("27/11, fri or +2w"))
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"))
    client = forms.ModelChoiceField(Client.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, task: Task | None = None, given: Iterable[Model] = (),
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        offer_staff(self, "owner", user)
        self.fields["client"].queryset = Client.objects.visible_to(user)  # type: ignore[attr-defined]
        self.initial.setdefault("owner", user.pk)
        self.about = About(self, Task, user, row=task, given=given)

    def clean(self) -> None:
        self.about.clean(self.cleaned_data)
        ask_if_far(self, "due_on", self.cleaned_data.get("due_on"), known=self.initial.get("due_on"))

    def values(self) -> dict[str, Any]:
        named = {name: self.cleaned_data[name] for name in ("text", "due_on", "owner")}
        return named | {"about": self.about.chosen}


def of_task(task: Task) -> dict[str, Any]:
    return {
        "text": task.text,
        "due_on": task.due_on,
        "owner": task.owner_id,
        "client": task.client_id,
    }

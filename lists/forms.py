"""What is typed about a saved view."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lists.access import can_share_view, can_share_with
from lists.models import SavedView, Shared


class ViewForm(forms.Form):
    """`list` and `query` say what is looked at, and how; she is offered those to share with with whom she may."""

    name = forms.CharField(label=_("Name"), max_length=60)
    shared = forms.ChoiceField(label=_("Shared with"), required=False)
    opens = forms.BooleanField(label=_("Begin the list with it"), required=False)
    list = forms.CharField(widget=forms.HiddenInput, max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, view: SavedView | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if view:
            del self.fields["list"], self.fields["query"]
        self._offer([value for value in (Shared.TEAM, Shared.ALL) if _may_be(value, user, view)])

    def _offer(self, shared: Sequence[Shared]) -> None:
        """What else is sent the verb refuses, with its reason."""
        field: Any = self.fields["shared"]
        field.choices = Shared.choices
        field.widget.choices = [(one.value, one.label) for one in (Shared.NOBODY, *shared)]
        if not shared:
            field.widget = forms.HiddenInput()

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "shared")}


def _may_be(shared: Shared, user: User, view: SavedView | None) -> bool:
    if view is None:
        return bool(can_share_with(user, shared))
    return view.shared == shared or bool(can_share_view(user, view, shared))


def of_view(view: SavedView, user: User) -> dict[str, Any]:
    opens = user.opens_with.get(view.list) == str(view.pk)
    return {"name": view.name, "shared": view.shared, "opens": opens}

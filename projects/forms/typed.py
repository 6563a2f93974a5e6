"""The forms' shared ground: a model's fields without its saving, and the day as the browser's own field."""

from typing import Any

from django import forms


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Typed(forms.ModelForm[Any]):
    """A model form that only reads: the noun's verb sets, validates and saves."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = day_input()

    def _post_clean(self) -> None:
        """The verb validates."""

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

"""The forms' shared ground: a model's fields without its saving, and its days as people write them."""

from typing import Any

from django import forms

from ui.fields import DayField
from ui.number_fields import as_written


class Typed(forms.ModelForm[Any]):
    """A model form that only reads: the noun's verb sets, validates and saves."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        as_written(self)
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                self.fields[name] = DayField(label=field.label, required=field.required, help_text=field.help_text)

    def _post_clean(self) -> None:
        """The verb validates."""

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

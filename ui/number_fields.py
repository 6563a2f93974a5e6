"""Fields for numbers and amounts of money: written as people write them, answered in words before they are saved."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from ui import amounts

# What may stand after a number that is not said to be money: nothing of one or two letters, which may be a unit.
SCALED = {unit for unit in amounts.SCALES if len(unit) > 2}


class NumberInput(forms.TextInput):
    """A text, with the address that says what it is read as."""

    def __init__(self, *, places: int = 0, is_money: bool = False) -> None:
        super().__init__({"autocomplete": "off", "inputmode": "decimal" if places else "numeric"})
        self.said = {"places": places, "is_money": is_money}

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        asked = urlencode({name: int(value) for name, value in self.said.items() if value})
        return super().build_attrs(base_attrs, extra_attrs) | {"data-echo": f"{reverse('ui:number')}?{asked}"}


class NumberField(forms.Field):
    """A Decimal of so many `places`, or an int; of money whole kronor, which may be written as mkr or tkr."""

    def __init__(self, *, places: int = 0, is_money: bool = False, least: Any = None, most: Any = None,
                 **options: Any) -> None:  # fmt: skip
        self.said: dict[str, Any] = {"places": places, "is_money": is_money}
        self.least, self.most = 0 if is_money and least is None else least, most
        super().__init__(**({"widget": NumberInput(**self.said)} | options))

    @classmethod
    def of(cls, field: Any, *, is_money: bool) -> "NumberField":
        """In the place of a model's own field for a number."""
        places, most = getattr(field, "decimal_places", 0) or 0, field.max_value
        if most is None and getattr(field, "max_digits", None):
            most = 10 ** (field.max_digits - places) - 1
        said = {name: getattr(field, name) for name in ("label", "required", "help_text", "initial")}
        return cls(places=places, is_money=is_money, least=field.min_value, most=most, **said)

    def prepare_value(self, value: Any) -> Any:
        return written(value, **self.said) if isinstance(value, int | float | Decimal) else value

    def to_python(self, value: Any) -> int | Decimal | None:
        if value in self.empty_values or not str(value).strip():
            return None
        number: Any = value
        if not isinstance(value, int | Decimal):
            number = read(str(value), is_signed=self.least is None or self.least < 0, **self.said)
        if self.least is not None and number < self.least:
            raise ValidationError(_("Write %(least)s or more.") % {"least": written(self.least, **self.said)})
        if self.most is not None and number > self.most:
            raise ValidationError(_("Write %(most)s or less.") % {"most": written(self.most, **self.said)})
        return Decimal(number) if self.said["places"] or self.said["is_money"] else int(number)


def read(text: str, *, places: int, is_money: bool, is_signed: bool = True) -> Decimal:
    """Raises ValidationError when it is no number, or none of so many places."""
    try:
        number = amounts.read(text, places=places, is_signed=is_signed).number
    except ValidationError as error:
        if error.code != "amount_unreadable" or is_money:
            raise
        number = None
    if number is None or not (is_money or amounts.unit_of(text) in {"", *SCALED}):
        raise ValidationError(_("“%(text)s” is not a number."), code="number_unreadable", params={"text": text})
    exact = number.quantize(Decimal(1).scaleb(-places))
    if number == exact:
        return exact
    if places:
        raise ValidationError(_("Write at most %(places)d decimals.") % {"places": places})
    raise ValidationError(_("Write whole kronor.") if is_money else _("Write a whole number."))


def written(number: Any, *, places: int, is_money: bool) -> str:
    return amounts.written(number, is_grouped=is_money)


def in_words(text: str, *, places: int = 0, is_money: bool = False) -> str:
    """What a text is read as; nothing for one that is written as it would be shown. Raises what `read` does."""
    if not text.strip():
        return ""
    number = read(text, places=places, is_money=is_money)
    if text.strip().replace(" ", amounts.NBSP) == written(number, places=places, is_money=is_money):
        return ""
    return amounts.money(number) if is_money else amounts.written(number, is_grouped=True)


def as_written(form: forms.BaseForm) -> None:
    """Let a model form's numbers be written as people write them."""
    for name, field in form.fields.items():
        if isinstance(field, forms.IntegerField):
            form.fields[name] = NumberField.of(field, is_money=name.endswith("_sek"))

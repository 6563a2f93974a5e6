"""What a form says back: a rule's no beside its field, and both versions when somebody else saved first."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def refuse(several: tuple[forms.BaseForm, ...], error: ValidationError) -> None:
    """Show a verb's ValidationError on the forms: beside the field it names, or above all fields of the first."""
    if not hasattr(error, "error_dict"):
        several[0].add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        having = next((form for form in several if name in form.fields), None)
        (having or several[0]).add_error(name if having else None, errors)


def are_valid(*several: forms.BaseForm) -> bool:
    """Whether all are valid, each asked, so that every error of the page shows at once."""
    answers = [form.is_valid() for form in several]
    return all(answers)


def focus_first(several: tuple[forms.BaseForm, ...]) -> None:
    """The browser begins in the first field with an error; else where the form says (`begins_in`); else in the first
    but for a day that is filled in already."""
    fields = [bound for form in several for bound in form if not bound.is_hidden]
    wrong = [bound for bound in fields if bound.form.is_bound and bound.errors]
    named = [bound for bound in fields if bound.name == getattr(bound.form, "begins_in", "")]
    unsaid = [bound for bound in fields if not (isinstance(bound.field, forms.DateField) and bound.value())]
    for bound in (wrong or named or unsaid or fields)[:1]:
        bound.field.widget.attrs["autofocus"] = True


@dataclass(frozen=True)
class Difference:
    """One field on which two people disagree: as it is saved now, and as typed here."""

    label: str
    theirs: str
    yours: str


def differences(typed: forms.BaseForm, current: forms.BaseForm) -> list[Difference]:
    """The fields whose typed value is not the saved one; `current` is the unbound form of the row as it is now."""
    pairs = [(typed[name], current[name]) for name in typed.fields if not typed[name].is_hidden]
    return [
        Difference(str(mine.label), _in_words(theirs), _in_words(mine))
        for mine, theirs in pairs
        if _in_words(mine) != _in_words(theirs)
    ]


def _in_words(bound: forms.BoundField) -> str:
    value = bound.value()
    choices = {str(key): str(label) for key, label in _flat(getattr(bound.field, "choices", ()))}
    values = value if isinstance(value, list | tuple) else [value]
    if isinstance(bound.field, forms.BooleanField):
        return _("Yes") if value in (True, "on", "True") else _("No")
    return ", ".join(choices.get(str(one), str(one)) for one in values if one not in (None, ""))


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    for key, label in choices:
        pairs.extend(label if isinstance(label, list | tuple) else [(key, label)])
    return pairs

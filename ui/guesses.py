"""Values that a form begins with though nobody has said them: shown as guesses until typed over or saved (0024)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict


def guessed(form: forms.BaseForm, guessable: Iterable[str]) -> list[str]:
    """The fields that are still guesses, in the order of `guessable`: as the form is sent, else as it begins."""
    given: Any = form.data.getlist("guessed") if isinstance(form.data, QueryDict) else form.initial.get("guessed", [])
    return [name for name in guessable if name in given]

"""Fields for a day or a moment: written as people write, and answered in words beside the field before it is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ui import dates, number_fields, when


class WhenInput(forms.DateInput):
    """A text, with the address that says what it is read as. `of` names the day's field when this is its clock time."""

    input_type = "text"

    def __init__(self, *, ahead: bool = True, is_moment: bool = False, of: str = "", **attrs: Any) -> None:
        super().__init__({"autocomplete": "off"} | attrs, format="%Y-%m-%d")
        self.said, self.of = {"ahead": ahead, "is_moment": is_moment}, of

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        built = super().build_attrs(base_attrs, extra_attrs)
        if self.of:
            return built | {"data-clock-of": self.of}
        asked = urlencode({name: 1 for name, is_so in self.said.items() if is_so})
        return built | {"data-echo": f"{reverse('ui:when')}?{asked}"}


class DayField(forms.DateField):
    """A day in any spelling of `ui.when`; `ahead` when a day without a year lies rather in the future."""

    def __init__(self, *, ahead: bool = True, **options: Any) -> None:
        self.ahead = ahead
        super().__init__(**({"widget": WhenInput(ahead=ahead)} | options))

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        return when.read_day(str(value), timezone.localdate(), ahead=self.ahead)


@dataclass(frozen=True)
class Echo:
    """What a text is read as, or why it is not."""

    words: str
    day: date | None = None
    is_refused: bool = False


def echo(text: str, clock: str = "", *, ahead: bool = True, is_moment: bool = False) -> Echo:
    today = timezone.localdate()
    if not text.strip() and not clock.strip():
        return Echo("")
    try:
        said = (
            when.read_moment(text, clock, today, ahead=ahead)
            if is_moment
            else when.read_only_day(text, today, ahead=ahead)
        )
    except ValidationError as error:
        return Echo(" ".join(error.messages), is_refused=True)
    day = said.day or today
    words = [when.in_words(said, today)]
    words += [_("to be planned")] * (is_moment and is_ahead(day, said.start))
    words += [_("more than a year away")] * when.is_far(day, today)
    return Echo(", ".join(words), day)


def minutes_in_words(texts: Iterable[str]) -> str:
    """The sum of what can be read."""
    return dates.minutes_in_words(sum(_minutes(text) for text in texts))


def _minutes(text: str) -> int:
    try:
        return when.read_minutes(text) if text.strip() else 0
    except ValidationError:
        return 0


def echo_number(text: str, **said: Any) -> Echo:
    try:
        return Echo(number_fields.in_words(text, **said))
    except ValidationError as error:
        return Echo(" ".join(error.messages), is_refused=True)


def is_ahead(day: date, start: time | None) -> bool:
    """Whether it is still to come; without a time, from the day after."""
    if start is None:
        return day > timezone.localdate()
    return timezone.make_aware(datetime.combine(day, start)) > timezone.now()


def ask_if_far(form: forms.BaseForm, name: str, day: date | None, known: date | None = None) -> None:
    """Refuse a day more than a year away until it is said to be meant; one that was `known` already is not asked."""
    if day is None or day == known or not when.is_far(day, timezone.localdate()):
        return
    if form.data.get(form.add_prefix(f"{name}_meant")) != day.isoformat():
        words = when.in_words(when.When(day), timezone.localdate())
        form.add_error(name, ValidationError(_("%(day)s is more than a year away.") % {"day": words}, code="far"))
